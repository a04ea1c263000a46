using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Rules;

internal static class StoredRules
{
    extension(InvestigatorContext context)
    {
        public DbSet<RuleEntity> Rules => context.Set<RuleEntity>();
    }
}

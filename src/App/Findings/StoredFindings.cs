using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Findings;

internal static class StoredFindings
{
    extension(InvestigatorContext context)
    {
        public DbSet<FindingEntity> Findings => context.Set<FindingEntity>();
    }
}

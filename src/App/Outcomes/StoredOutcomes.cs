using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Outcomes;

internal static class StoredOutcomes
{
    extension(InvestigatorContext context)
    {
        public DbSet<LedgerEntryEntity> OutcomeLedger => context.Set<LedgerEntryEntity>();
    }
}

using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Runs;

internal static class StoredRuns
{
    extension(InvestigatorContext context)
    {
        public DbSet<RunEntity> Runs => context.Set<RunEntity>();
    }
}

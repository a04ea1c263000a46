using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Datasets;

internal static class StoredDatasets
{
    extension(InvestigatorContext context)
    {
        public DbSet<DatasetEntity> Datasets => context.Set<DatasetEntity>();

        public DbSet<SavedMappingEntity> SavedMappings => context.Set<SavedMappingEntity>();
    }
}

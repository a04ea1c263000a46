using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Clusters;

internal static class StoredClusters
{
    extension(InvestigatorContext context)
    {
        public DbSet<ClusterEntity> Clusters => context.Set<ClusterEntity>();
    }
}

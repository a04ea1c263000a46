using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Tags;

internal static class StoredTags
{
    extension(InvestigatorContext context)
    {
        public DbSet<TagEntity> Tags => context.Set<TagEntity>();

        public DbSet<TaggingEntity> Taggings => context.Set<TaggingEntity>();

        public DbSet<TaggedPaymentsEntity> TaggedPayments => context.Set<TaggedPaymentsEntity>();
    }
}

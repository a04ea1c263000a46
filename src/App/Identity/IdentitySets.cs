using Investigator.Identity.Keys;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity;

internal static class IdentitySets
{
    extension(InvestigatorContext context)
    {
        public DbSet<UserEntity> Users => context.Set<UserEntity>();

        public DbSet<SessionEntity> Sessions => context.Set<SessionEntity>();

        public DbSet<ApiKeyEntity> ApiKeys => context.Set<ApiKeyEntity>();

        public DbSet<OneTimeLinkEntity> OneTimeLinks => context.Set<OneTimeLinkEntity>();
    }
}

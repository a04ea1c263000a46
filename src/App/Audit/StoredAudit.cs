using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Audit;

internal static class StoredAudit
{
    extension(InvestigatorContext context)
    {
        public DbSet<AuditEntryEntity> AuditEntries => context.Set<AuditEntryEntity>();

        public DbSet<PersonKeyEntity> PersonKeys => context.Set<PersonKeyEntity>();
    }
}

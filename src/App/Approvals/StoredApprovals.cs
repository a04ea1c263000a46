using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Approvals;

internal static class StoredApprovals
{
    extension(InvestigatorContext context)
    {
        public DbSet<ApprovalEntity> Approvals => context.Set<ApprovalEntity>();

        public DbSet<DelegationEntity> Delegations => context.Set<DelegationEntity>();
    }
}

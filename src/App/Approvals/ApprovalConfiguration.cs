using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Investigator.Approvals;

internal sealed class ApprovalConfiguration : IEntityTypeConfiguration<ApprovalEntity>
{
    public void Configure(EntityTypeBuilder<ApprovalEntity> builder)
    {
        builder.ToTable("approvals");

        // A state changes once, from waiting: of two people who decide at once, the second did not see the one it has.
        builder.Property(a => a.State).IsConcurrencyToken();
        builder.HasIndex(a => a.State);
    }
}

internal sealed class DelegationConfiguration : IEntityTypeConfiguration<DelegationEntity>
{
    public void Configure(EntityTypeBuilder<DelegationEntity> builder)
    {
        builder.ToTable("delegations");
        builder.HasIndex(d => d.To);
        builder.HasIndex(d => d.CreatedBy);
    }
}

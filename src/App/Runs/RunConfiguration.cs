using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Investigator.Runs;

internal sealed class RunConfiguration : IEntityTypeConfiguration<RunEntity>
{
    public void Configure(EntityTypeBuilder<RunEntity> builder)
    {
        builder.ToTable("runs");
        builder.HasIndex(r => r.Folder).IsUnique();
        builder.HasIndex(r => r.Status);
        builder.HasOne(r => r.Dataset).WithMany().HasForeignKey(r => r.DatasetId).OnDelete(DeleteBehavior.Restrict);

        // Whoever changes a run's status must have seen the one it had: a cancel and the worker's start may meet.
        builder.Property(r => r.Status).IsConcurrencyToken();
        builder.Property(r => r.Map).IsConcurrencyToken();
    }
}

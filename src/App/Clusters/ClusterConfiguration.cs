using Investigator.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Investigator.Clusters;

internal sealed class ClusterConfiguration : IEntityTypeConfiguration<ClusterEntity>
{
    public void Configure(EntityTypeBuilder<ClusterEntity> builder)
    {
        builder.ToTable("clusters");
        builder.HasOne<RunEntity>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => new { c.RunId, c.Label }).IsUnique();
        builder.HasIndex(c => new { c.RunId, c.Score });
    }
}

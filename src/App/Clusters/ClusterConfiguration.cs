using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Investigator.Clusters;

internal sealed class ClusterConfiguration : IEntityTypeConfiguration<ClusterEntity>
{
    public void Configure(EntityTypeBuilder<ClusterEntity> builder)
    {
        builder.ToTable("clusters");
        builder.HasIndex(c => new { c.RunId, c.Label }).IsUnique();
        builder.HasIndex(c => new { c.RunId, c.Score });
    }
}

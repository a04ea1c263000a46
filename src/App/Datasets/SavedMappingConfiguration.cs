using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Investigator.Datasets;

internal sealed class SavedMappingConfiguration : IEntityTypeConfiguration<SavedMappingEntity>
{
    public void Configure(EntityTypeBuilder<SavedMappingEntity> builder)
    {
        builder.ToTable("saved_mappings");
        builder.HasIndex(m => m.Header);
        builder.HasIndex(m => m.FoundHeader);
    }
}

using Investigator.Runs;
using Investigator.Selections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Investigator.Tags;

internal sealed class TagConfiguration : IEntityTypeConfiguration<TagEntity>
{
    public void Configure(EntityTypeBuilder<TagEntity> builder)
    {
        builder.ToTable("tags");
        builder.Property(t => t.Word).HasMaxLength(TagWord.Longest).UseCollation("NOCASE");
        builder.HasIndex(t => t.Word).IsUnique();
    }
}

internal sealed class TaggingConfiguration : IEntityTypeConfiguration<TaggingEntity>
{
    public void Configure(EntityTypeBuilder<TaggingEntity> builder)
    {
        builder.ToTable("taggings");
        builder.HasOne(t => t.Tag).WithMany().HasForeignKey(t => t.TagId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RunEntity>().WithMany().HasForeignKey(t => t.RunId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<SelectionEntity>().WithMany().HasForeignKey(t => t.SelectionId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne(t => t.Payments).WithOne().HasForeignKey<TaggedPaymentsEntity>(p => p.TaggingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(t => new { t.RunId, t.Finding });
    }
}

internal sealed class TaggedPaymentsConfiguration : IEntityTypeConfiguration<TaggedPaymentsEntity>
{
    public void Configure(EntityTypeBuilder<TaggedPaymentsEntity> builder)
    {
        builder.ToTable("tagged_payments");
        builder.HasKey(p => p.TaggingId);
        builder.Property(p => p.TaggingId).ValueGeneratedNever();
    }
}

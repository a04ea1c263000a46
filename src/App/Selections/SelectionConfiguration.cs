using Investigator.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Investigator.Selections;

internal sealed class SelectionConfiguration : IEntityTypeConfiguration<SelectionEntity>
{
    public void Configure(EntityTypeBuilder<SelectionEntity> builder)
    {
        builder.ToTable("selections");
        builder.HasOne<RunEntity>().WithMany().HasForeignKey(s => s.RunId).OnDelete(DeleteBehavior.SetNull);
    }
}

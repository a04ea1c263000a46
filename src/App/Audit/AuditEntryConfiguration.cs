using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Investigator.Audit;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntryEntity>
{
    public void Configure(EntityTypeBuilder<AuditEntryEntity> builder)
    {
        builder.ToTable(AuditChain.Table);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasIndex(e => new { e.ActorId, e.Id });
        builder.HasIndex(e => new { e.Kind, e.Key, e.Id });
        builder.HasIndex(e => e.At);
    }
}

internal sealed class PersonKeyConfiguration : IEntityTypeConfiguration<PersonKeyEntity>
{
    public void Configure(EntityTypeBuilder<PersonKeyEntity> builder)
    {
        builder.ToTable(PersonKeys.Table);
        builder.HasIndex(k => k.PersonId);
    }
}

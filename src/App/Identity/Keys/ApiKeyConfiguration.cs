using Investigator.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Investigator.Identity.Keys;

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKeyEntity>
{
    public void Configure(EntityTypeBuilder<ApiKeyEntity> builder)
    {
        builder.ToTable("api_keys");
        builder.HasIndex(k => k.Hash).IsUnique();
        builder.HasOne<UserEntity>().WithMany().HasForeignKey(k => k.OwnerId);
        builder.Property(k => k.Scopes).HasConversion<ScopeText, ScopeComparer>();
    }
}

/// <summary>Rights as one text, "ViewResults Export".</summary>
internal sealed class ScopeText() : ValueConverter<List<Permission>, string>(
    scopes => string.Join(' ', scopes), text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Permission>).ToList());

internal sealed class ScopeComparer() : ValueComparer<List<Permission>>(
    (a, b) => a!.SequenceEqual(b!), scopes => scopes.Aggregate(0, (sum, scope) => (sum * 31) + (int)scope), scopes => scopes.ToList());

using Investigator.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Investigator.Identity;

internal sealed class UserConfiguration : IEntityTypeConfiguration<UserEntity>
{
    public void Configure(EntityTypeBuilder<UserEntity> builder)
    {
        builder.ToTable("users");
        builder.HasIndex(u => u.NormalizedUserName).IsUnique();
        builder.HasIndex(u => u.NormalizedEmail);
        builder.Property(u => u.ConcurrencyStamp).IsConcurrencyToken();
        builder.Property(u => u.Roles).HasConversion<RoleText, RoleComparer>();
    }
}

internal sealed class UserClaimConfiguration : IEntityTypeConfiguration<IdentityUserClaim<string>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<string>> builder)
    {
        builder.ToTable("user_claims");
        builder.HasOne<UserEntity>().WithMany().HasForeignKey(c => c.UserId);
    }
}

internal sealed class UserLoginConfiguration : IEntityTypeConfiguration<IdentityUserLogin<string>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<string>> builder)
    {
        builder.ToTable("user_logins");
        builder.HasKey(l => new { l.LoginProvider, l.ProviderKey });
        builder.HasOne<UserEntity>().WithMany().HasForeignKey(l => l.UserId);
    }
}

internal sealed class UserTokenConfiguration : IEntityTypeConfiguration<UserTokenEntity>
{
    public void Configure(EntityTypeBuilder<UserTokenEntity> builder)
    {
        builder.ToTable("user_tokens");
        builder.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        builder.HasOne<UserEntity>().WithMany().HasForeignKey(t => t.UserId);
    }
}

internal sealed class UserPasskeyConfiguration : IEntityTypeConfiguration<IdentityUserPasskey<string>>
{
    public void Configure(EntityTypeBuilder<IdentityUserPasskey<string>> builder)
    {
        builder.ToTable("user_passkeys");
        builder.HasKey(p => p.CredentialId);
        builder.OwnsOne(p => p.Data).ToJson();
        builder.HasOne<UserEntity>().WithMany().HasForeignKey(p => p.UserId);
    }
}

internal sealed class SessionConfiguration : IEntityTypeConfiguration<SessionEntity>
{
    public void Configure(EntityTypeBuilder<SessionEntity> builder)
    {
        builder.ToTable("sessions");
        builder.HasOne<UserEntity>().WithMany().HasForeignKey(s => s.UserId);
        builder.HasIndex(s => new { s.UserId, s.EndedAt });
    }
}

internal sealed class OneTimeLinkConfiguration : IEntityTypeConfiguration<OneTimeLinkEntity>
{
    public void Configure(EntityTypeBuilder<OneTimeLinkEntity> builder)
    {
        builder.ToTable("one_time_links");
        builder.HasIndex(l => l.Hash).IsUnique();
        builder.Property(l => l.UsedAt).IsConcurrencyToken();
        builder.Property(l => l.Roles).HasConversion<RoleText, RoleComparer>();
    }
}

/// <summary>Roles as one text, "Investigator Supervisor".</summary>
internal sealed class RoleText() : ValueConverter<List<Role>, string>(
    roles => string.Join(' ', roles), text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>).ToList());

internal sealed class RoleComparer() : ValueComparer<List<Role>>(
    (a, b) => a!.SequenceEqual(b!), roles => roles.Aggregate(0, (sum, role) => (sum * 31) + (int)role), roles => roles.ToList());

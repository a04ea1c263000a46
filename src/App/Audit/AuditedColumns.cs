using System.Reflection;
using Investigator.Storage.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Investigator.Audit;

/// <summary>Which tables and columns the audit repeats, and which of them tell who someone is.</summary>
internal static class AuditedColumns
{
    /// <summary>Stands for a secret: that it changed is told, and not what it is.</summary>
    public const string NotShown = "(not shown)";

    /// <summary>Of the framework's own rows, what follows from another column or is of no one's interest; what we declare bears
    /// <see cref="NotAuditedAttribute"/>.</summary>
    private static readonly HashSet<string> SilentOfIdentity =
    [
        nameof(IdentityUser.SecurityStamp), nameof(IdentityUser.ConcurrencyStamp), nameof(IdentityUser.NormalizedUserName),
        nameof(IdentityUser.NormalizedEmail),
    ];

    private static readonly HashSet<string> SecretsOfIdentity =
        [nameof(IdentityUser.PasswordHash), nameof(IdentityUserToken<>.Value), nameof(IdentityUserPasskey<>.Data)];

    public static bool IsNotAudited(IReadOnlyTypeBase type) => type.ClrType.IsDefined(typeof(NotAuditedAttribute), inherit: true);

    public static bool IsNotAudited(IReadOnlyProperty property) => !IsSecret(property) && property.PropertyInfo is { } member
        && (member.IsDefined(typeof(NotAuditedAttribute)) || (IsOfIdentity(property) && SilentOfIdentity.Contains(member.Name)));

    /// <summary>Whether it is a password, a key of a second factor or the like.</summary>
    public static bool IsSecret(IReadOnlyProperty property) => IsOfIdentity(property) && SecretsOfIdentity.Contains(property.Name);

    public static bool IsPersonal(IReadOnlyProperty property) =>
        property.PropertyInfo is { } member && (member.IsDefined(typeof(PersonalValueAttribute)) || member.IsDefined(typeof(ProtectedPersonalDataAttribute)));

    private static bool IsOfIdentity(IReadOnlyProperty property) => typeof(IdentityUser).Namespace is { } framework
        && (property.DeclaringType.ClrType.Namespace == framework || property.DeclaringType.ClrType.BaseType?.Namespace == framework);
}

using System.Reflection;
using Investigator.Storage.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Investigator.Audit;

/// <summary>Which tables and columns the audit repeats, and which of them tell who someone is.</summary>
internal static class AuditedColumns
{
    /// <summary>Of the framework's own rows, what is a secret or follows from another column; what we declare bears
    /// <see cref="NotAuditedAttribute"/>.</summary>
    private static readonly HashSet<string> SecretsOfIdentity =
    [
        nameof(IdentityUser.PasswordHash), nameof(IdentityUser.SecurityStamp), nameof(IdentityUser.ConcurrencyStamp), nameof(IdentityUser.NormalizedUserName),
        nameof(IdentityUser.NormalizedEmail), nameof(IdentityUserToken<>.Value), nameof(IdentityUserPasskey<>.Data),
    ];

    public static bool IsNotAudited(IReadOnlyTypeBase type) => type.ClrType.IsDefined(typeof(NotAuditedAttribute), inherit: true);

    public static bool IsNotAudited(IReadOnlyProperty property) =>
        property.PropertyInfo is { } member
        && (member.IsDefined(typeof(NotAuditedAttribute)) || (IsOfIdentity(property) && SecretsOfIdentity.Contains(member.Name)));

    public static bool IsPersonal(IReadOnlyProperty property) =>
        property.PropertyInfo is { } member && (member.IsDefined(typeof(PersonalValueAttribute)) || member.IsDefined(typeof(ProtectedPersonalDataAttribute)));

    private static bool IsOfIdentity(IReadOnlyProperty property) => typeof(IdentityUser).Namespace is { } framework
        && (property.DeclaringType.ClrType.Namespace == framework || property.DeclaringType.ClrType.BaseType?.Namespace == framework);
}

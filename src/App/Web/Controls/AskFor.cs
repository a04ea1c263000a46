using Investigator.Access;

namespace Investigator.Web.Controls;

/// <summary>Where a person may not do something: whom to ask.</summary>
internal static class AskFor
{
    /// <returns>A sentence.</returns>
    public static string To(Permission permission) => $"Ask {Askable(permission)} to {PermissionWords.Of(permission)}.";

    private static string Askable(Permission permission) => string.Join(" or ", AccessPolicy.RolesWith(permission).Select(PermissionWords.One));
}

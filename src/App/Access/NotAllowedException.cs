namespace Investigator.Access;

/// <summary>Someone asked for what they may not do.</summary>
public sealed class NotAllowedException(Permission permission) : Exception(
    $"This needs a right that you do not have: {PermissionWords.Of(permission)}. Ask "
    + $"{string.Join(" or ", AccessPolicy.RolesWith(permission).Select(PermissionWords.One))}.")
{
    public Permission Permission { get; } = permission;
}

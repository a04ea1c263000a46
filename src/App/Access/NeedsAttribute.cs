using Microsoft.AspNetCore.Authorization;

namespace Investigator.Access;

/// <summary>What a page or endpoint needs of whoever asks for it. One that says nothing is for nobody.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsAttribute(Permission permission) : AuthorizeAttribute(permission.ToString())
{
    public Permission Permission { get; } = permission;
}

using Investigator.Access;
using Microsoft.AspNetCore.Authorization;

namespace Investigator.Identity;

/// <summary>The right that a page or endpoint asks for; null where it asks for none, which lets nobody in.</summary>
public sealed record NeedsRequirement(Permission? Permission) : IAuthorizationRequirement;

/// <summary>Decides by what the session or key may do at this moment, not by what stood in a cookie when it was given.</summary>
public sealed class NeedsHandler(ActorResolver actors) : AuthorizationHandler<NeedsRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsRequirement requirement)
    {
        var actor = actors.Of(context.User);
        // Where nothing is, or nothing for this method, no right is needed; but nobody from outside learns so.
        var needed = requirement.Permission ?? ((context.Resource as HttpContext)?.GetEndpoint() is RouteEndpoint ? null : Permission.OwnAccount);
        if (needed is { } permission && actor.May(permission)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

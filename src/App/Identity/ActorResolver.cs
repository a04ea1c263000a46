using System.Security.Claims;
using Investigator.Access;

namespace Investigator.Identity;

/// <summary>Who stands behind what a request proves, with the rights of this moment.</summary>
public sealed class ActorResolver(Sessions sessions)
{
    /// <returns>Nobody where it proves nothing that is in force.</returns>
    public Actor Of(ClaimsPrincipal? user, string from = "") => SessionOf(user)?.ActorFrom(from) ?? Actor.Nobody;

    public KnownSession? SessionOf(ClaimsPrincipal? user) => sessions.Find(SessionTicket.SessionOf(user));
}

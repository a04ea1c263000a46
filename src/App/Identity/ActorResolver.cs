using System.Security.Claims;
using Investigator.Access;
using Investigator.Identity.Keys;

namespace Investigator.Identity;

/// <summary>Who stands behind what a request proves, with the rights of this moment.</summary>
public sealed class ActorResolver(Sessions sessions)
{
    /// <returns>Nobody where it proves nothing that is in force.</returns>
    public Actor Of(ClaimsPrincipal? user, string from = "") => user?.Identities.OfType<KeyIdentity>().FirstOrDefault() is { } key
        ? key.Program with { From = from }
        : SessionOf(user)?.ActorFrom(from) ?? Actor.Nobody;

    public KnownSession? SessionOf(ClaimsPrincipal? user) => sessions.Find(SessionTicket.SessionOf(user));
}

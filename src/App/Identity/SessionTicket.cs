using System.Security.Claims;

namespace Investigator.Identity;

/// <summary>What the cookie says: which session. Who that is and what they may do is looked up each time.</summary>
public static class SessionTicket
{
    /// <summary>Name of the way to be known by a cookie.</summary>
    public const string Scheme = "Session";

    private const string SessionClaim = "session";

    public static ClaimsPrincipal For(string session) => new(new ClaimsIdentity([new Claim(SessionClaim, session)], Scheme));

    public static string? SessionOf(ClaimsPrincipal? user) =>
        user?.Identities.FirstOrDefault(static i => i.AuthenticationType == Scheme)?.FindFirst(SessionClaim)?.Value;
}

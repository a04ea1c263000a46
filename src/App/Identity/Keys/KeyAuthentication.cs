using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Investigator.Identity.Keys;

/// <summary>Knows a program by <c>Authorization: Bearer inv_…</c>, where data is asked for and nowhere else.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KnownKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the way to be known by a key.</summary>
    public const string Way = "Key";

    private const string Bearer = "Bearer ";

    private static readonly PathString Data = "/api";

    /// <summary>Whether a request says who it is by this way: then no cookie counts beside it.</summary>
    public static bool IsFor(HttpRequest request) => request.Headers.Authorization.Count > 0 && request.Path.StartsWithSegments(Data);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var sent = Request.Headers.Authorization.ToString();
        if (!sent.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.Fail("Expected the header 'Authorization: Bearer inv_…'.");
        var found = await keys.FindAsync(sent[Bearer.Length..].Trim(), Context.RequestAborted);
        if (found is null) return AuthenticateResult.Fail("This key opens nothing: it is wrong, has expired or was revoked, or its owner may use no keys.");
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(found), Way));
    }
}

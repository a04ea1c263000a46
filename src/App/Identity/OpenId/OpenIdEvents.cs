using System.Security.Claims;
using Investigator.Engine.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Investigator.Identity.OpenId;

/// <summary>What becomes of someone whom the provider has sent back: a session like any other, or the page to sign in at with the reason.</summary>
internal sealed partial class OpenIdEvents(OpenIdSettings settings, OpenIdAccounts accounts, BeginSession begin, ILogger<OpenIdEvents> log)
    : OpenIdConnectEvents
{
    private const int LongestName = 100;
    private const int LongestReason = 400;

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        context.HandleResponse();
        var place = SignInPlace.Of(context.HttpContext);
        if (await accounts.HandleAsync(PersonOf(context.Principal!), place, context.HttpContext.RequestAborted) is not { } user)
        {
            Refuse(context.HttpContext, OpenIdWay.NoRole);
            return;
        }

        var session = await begin.HandleAsync(user, SignInWay.OpenId, place, context.HttpContext.RequestAborted);
        var kept = new AuthenticationProperties { IsPersistent = true };
        // By it the provider knows later whom to sign out.
        if (context.Properties!.GetTokenValue(OpenIdConnectParameterNames.IdToken) is { } token)
        {
            kept.StoreTokens([new AuthenticationToken { Name = OpenIdConnectParameterNames.IdToken, Value = token }]);
        }

        await context.HttpContext.SignInAsync(SessionTicket.Scheme, SessionTicket.For(session), kept);
        context.Response.Redirect(context.ReturnUri ?? "/");
    }

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        context.HandleResponse();
        // Parts of it come in the address, and may be anyone's.
        LogFailed(Wording.Quoted(context.Failure?.Message ?? "no reason was given", LongestReason));
        Refuse(context.HttpContext, OpenIdWay.Failed);
        return Task.CompletedTask;
    }

    private static void Refuse(HttpContext http, string problem) =>
        http.Response.Redirect(QueryHelpers.AddQueryString(AccountAddress.SignInPage, "problem", problem));

    private static string? First(ClaimsPrincipal user, params IEnumerable<string> claims) =>
        claims.Select(claim => user.FindFirstValue(claim)?.Trim()).FirstOrDefault(static value => value is { Length: > 0 and <= LongestName });

    private OpenIdPerson PersonOf(ClaimsPrincipal user)
    {
        var subject = user.FindFirstValue(JwtRegisteredClaimNames.Sub)!;
        var name = First(user, JwtRegisteredClaimNames.Name, JwtRegisteredClaimNames.PreferredUsername) ?? subject;
        var userName = First(user, JwtRegisteredClaimNames.PreferredUsername, JwtRegisteredClaimNames.Name) ?? subject;
        var roles = settings.RolesFor(user.FindAll(settings.RoleClaim).Select(static claim => claim.Value));
        return new OpenIdPerson(user.FindFirstValue(JwtRegisteredClaimNames.Iss)!, subject, name, userName, roles);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A sign-in by OpenID Connect did not go through: {Reason}")]
    private partial void LogFailed(string reason);
}

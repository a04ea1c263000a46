using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Investigator.Identity.OpenId;

/// <summary>Signs out at the provider too: else the next click signs in again without a question.</summary>
public sealed class OpenIdSignOut(OpenIdWay way, IOptionsMonitor<OpenIdConnectOptions> options)
{
    /// <returns>Where the browser is to go for it; null where the session did not come from there, or the provider has no such address or is not to be
    /// reached.</returns>
    public async Task<string?> AddressAsync(HttpContext http)
    {
        if (way.Name is null) return null;
        var ticket = await http.AuthenticateAsync(SessionTicket.Scheme);
        if (ticket.Properties?.GetTokenValue(OpenIdConnectParameterNames.IdToken) is not { } token) return null;
        var known = options.Get(OpenIdWay.Scheme);
        if (await FindAsync(known, http.RequestAborted) is not { EndSessionEndpoint: { Length: > 0 } end }) return null;
        var message = new OpenIdConnectMessage
        {
            IssuerAddress = end,
            IdTokenHint = token,
            ClientId = known.ClientId,
            PostLogoutRedirectUri = $"{http.Request.Scheme}://{http.Request.Host}{AccountAddress.SignInPage}",
        };
        return message.CreateLogoutRequestUrl();
    }

    private static async Task<OpenIdConnectConfiguration?> FindAsync(OpenIdConnectOptions options, CancellationToken cancel)
    {
        try
        {
            return await options.ConfigurationManager!.GetConfigurationAsync(cancel);
        }
        catch (InvalidOperationException)
        {
            return null; // not to be reached
        }
    }
}

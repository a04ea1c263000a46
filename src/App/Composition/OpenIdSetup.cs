using Investigator.Api;
using Investigator.Identity;
using Investigator.Identity.OpenId;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Investigator.Composition;

internal static class OpenIdSetup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <param name="builder">Of the server.</param>
    /// <exception cref="Engine.Core.InputException">What is set of a provider is not usable.</exception>
    public static WebApplicationBuilder AddOpenId(this WebApplicationBuilder builder)
    {
        var settings = OpenIdSettings.Read(builder.Configuration);
        builder.Services.AddSingleton(new OpenIdWay(settings?.Name)).AddSingleton<OpenIdSignOut>();
        if (settings is null) return builder;
        builder.Services.AddSingleton(settings).AddSingleton<OpenIdAccounts>().AddScoped<OpenIdEvents>();
        builder.Services.AddAuthentication().AddOpenIdConnect(OpenIdWay.Scheme, options => Configure(options, settings));
        return builder;
    }

    public static void MapOpenId(this WebApplication app)
    {
        if (app.Services.GetRequiredService<OpenIdWay>().Name is not null)
        {
            app.MapGet(OpenIdWay.Path, AccountEndpoints.OpenIdAsync).AllowAnonymous().WithLimitedTries();
        }
    }

    private static void Configure(OpenIdConnectOptions options, OpenIdSettings settings)
    {
        (options.Authority, options.ClientId, options.ClientSecret) = (settings.Authority, settings.ClientId, settings.ClientSecret);
        options.RequireHttpsMetadata = !new Uri(settings.Authority).IsLoopback;
        options.BackchannelTimeout = Patience;
        options.SignInScheme = SessionTicket.Scheme;
        options.EventsType = typeof(OpenIdEvents);

        // The answer comes as a link that the browser follows, so that cookies need not be sent with other sites' forms.
        (options.ResponseType, options.ResponseMode, options.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
        (options.CorrelationCookie.SameSite, options.NonceCookie.SameSite) = (SameSiteMode.Lax, SameSiteMode.Lax);
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        (options.CallbackPath, options.RemoteSignOutPath) = (OpenIdWay.BackPath, PathString.Empty);
        foreach (var scope in settings.Scopes) options.Scope.Add(scope);

        // Claims by the provider's own names; what it says only where it is asked for the person counts too.
        (options.MapInboundClaims, options.GetClaimsFromUserInfoEndpoint, options.SaveTokens) = (false, true, true);
        options.ClaimActions.Remove(JwtRegisteredClaimNames.Iss);
        options.ClaimActions.MapJsonKey(settings.RoleClaim, settings.RoleClaim);
        foreach (var claim in (string[])[JwtRegisteredClaimNames.Name, JwtRegisteredClaimNames.PreferredUsername])
        {
            options.ClaimActions.MapUniqueJsonKey(claim, claim);
        }
    }
}

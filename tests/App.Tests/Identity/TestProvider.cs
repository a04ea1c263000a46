using System.Security.Claims;
using Investigator.Identity.OpenId;
using Investigator.TestKit;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Investigator.App.Tests.Identity;

/// <summary>A real provider of accounts, at which one person is signed in already.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    public const string Client = "investigator";
    public const string Secret = "a secret that the two share";

    private readonly TempFolder _folder;
    private readonly WebApplication _app;

    private TestProvider(TempFolder folder, WebApplication app) => (_folder, _app) = (folder, app);

    public string Authority => _app.Urls.Single();

    /// <summary>Who is signed in there.</summary>
    public string Subject { get; set; } = "4711";

    public string Name { get; set; } = "Anna Ahrens";

    /// <summary>What the provider says the person is.</summary>
    public IReadOnlyList<string> Groups { get; set; } = [];

    /// <summary>Whether the person is let through.</summary>
    public bool Denies { get; set; }

    /// <summary>How often someone signed out there.</summary>
    public int SignedOut { get; private set; }

    public static async Task<TestProvider> StartAsync()
    {
        var folder = new TempFolder();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddAuthentication();
        builder.Services.AddDbContext<DbContext>(options => options.UseSqlite($"Data Source={folder.File("provider.db")};Pooling=False").UseOpenIddict());
        builder.Services.AddOpenIddict()
            .AddCore(static core => core.UseEntityFrameworkCore().UseDbContext<DbContext>())
            .AddServer(static server =>
            {
                server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetEndSessionEndpointUris("connect/end");
                server.SetUserInfoEndpointUris("connect/person");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().RegisterScopes(Scopes.Profile);
                server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
                server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough().DisableTransportSecurityRequirement();
            });
        var app = builder.Build();
        var provider = new TestProvider(folder, app);
        app.UseAuthentication();
        app.MapGet("/connect/authorize", provider.Authorize);
        app.MapGet("/connect/end", provider.End);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<DbContext>().Database.EnsureCreatedAsync();
        }

        await app.StartAsync();
        return provider;
    }

    /// <summary>Tells the provider of a server whose people it knows.</summary>
    public async Task KnowAsync(Uri server)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = Client,
            ClientType = ClientTypes.Confidential,
            ClientSecret = Secret,
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.GrantTypes.AuthorizationCode,
                Permissions.ResponseTypes.Code, Permissions.Scopes.Profile,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        var known = await clients.FindByClientIdAsync(Client);
        foreach (var uri in known is null ? [] : await clients.GetRedirectUrisAsync(known)) client.RedirectUris.Add(new Uri(uri));
        client.RedirectUris.Add(new Uri(server, OpenIdWay.BackPath));
        client.PostLogoutRedirectUris.Add(new Uri(server, "/sign-in"));
        if (known is null) await clients.CreateAsync(client);
        else await clients.UpdateAsync(known, client);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private IResult Authorize(HttpContext http)
    {
        const string scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;
        if (Denies) return Results.Forbid(authenticationSchemes: [scheme]);
        var identity = new ClaimsIdentity("provider", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Subject).SetClaim(Claims.Name, Name).SetClaim(Claims.PreferredUsername, Name.Split(' ')[0]);
        identity.SetClaims("groups", [.. Groups]);
        identity.SetScopes(http.GetOpenIddictServerRequest()!.GetScopes()).SetDestinations(static _ => [Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: scheme);
    }

    private IResult End()
    {
        SignedOut++;
        return Results.SignOut(new() { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}

using Investigator.Access;
using Investigator.Commands;
using Investigator.Execution;
using Investigator.Identity;
using Investigator.Limits;
using Investigator.Protection;
using Investigator.Selections;
using Investigator.Storage;
using Investigator.Web.Layout;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Investigator.Composition;

/// <summary>The web app over one data folder.</summary>
internal static class WebServer
{
    public static Task<WebApplication> BuildAsync(DataFolder data, string url) => BuildAsync(data, new ServerOptions(url));

    public static async Task<WebApplication> BuildAsync(DataFolder data, ServerOptions options)
    {
        // A published app has its wwwroot beside the assembly; from the build output the assets are found through their manifest.
        var published = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = typeof(WebServer).Assembly.GetName().Name,
                Args = ServerSettings.Fixed,
            });
        if (!published) builder.WebHost.UseStaticWebAssets();
        var names = new OwnNames(options.Url, options.Hosts);
        builder.AddAddress(data.Path, options, names).AddProtection(names, new TrustedProxies(options.Proxies)).AddKeyProtection(data.Path);
        // What the database refuses is thrown as well as logged, and whoever catches it says it once, in plain words.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical).AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
            // Its keys lie open in the data folder, which is this user's own, unless the settings name a certificate.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // A key that another certificate has sealed stops the start, in words.
            .AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Critical)
            // What a provider of accounts answers is said once as well.
            .AddFilter("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogLevel.Critical)
            // A start that fails is thrown too, and told by the command.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        builder.Services.AddSingleton(TimeProvider.System).AddStore(data).AddRuns().AddImports(options.Imports).AddTags().AddApprovals()
            .AddApi().AddPages().AddPageServer().AddAccounts().AddSignIn(data).AddLimits(options.Limits);
        builder.AddOpenId();
        var app = builder.Build();
        KeyProtection.Require(app.Services.GetRequiredService<IKeyManager>(), data.Path);
        await StartStoreAsync(app.Services, SlowWork.OnConsole);
        app.UseErrorAnswers();
        app.UseSignIn();
        app.UseLimits();
        app.UseCompression();
        app.UseAntiforgery();
        app.MapApi();
        app.MapAccount();
        app.MapOpenId();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<AppRoot>().AddInteractiveServerRenderMode(static circuits => circuits.ContentSecurityFrameAncestorsPolicy = null)
            .Add(IdentitySetup.GuardFramework);
        return app;
    }

    /// <summary>Each step says itself when it takes long.</summary>
    internal static async Task StartStoreAsync(IServiceProvider services, SlowWork slow)
    {
        await using var scope = services.CreateAsyncScope();
        var recovery = services.GetRequiredService<StartupRecovery>();
        var selections = scope.ServiceProvider.GetRequiredService<CompleteSelections>();
        await slow.DoAsync("looking through the database and bringing it to this version's form", () => services.MigrateStoreAsync());
        await slow.DoAsync("comparing the data folder with the database", () => recovery.RunAsync());
        await services.GetRequiredService<Sessions>().LoadAsync();
        await slow.DoAsync("completing the selections of an earlier version", () => selections.HandleAsync(Actor.Machine));
    }
}

using Investigator.Protection;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.DataProtection;

namespace Investigator.Composition;

internal static class ProtectionSetup
{
    public static WebApplicationBuilder AddProtection(this WebApplicationBuilder builder, OwnNames names, TrustedProxies proxies)
    {
        builder.WebHost.ConfigureKestrel(static server => server.AddServerHeader = false);
        builder.Services.AddSingleton(names).AddSingleton(proxies).AddSingleton<IStartupFilter, First>().AddExceptionHandler<FaultAnswers>()
            .Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = false);
        return builder;
    }

    /// <summary>Seals the keys with the certificate that the settings name, where they name one.</summary>
    /// <param name="builder">Of the server.</param>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="Engine.Core.InputException">It does not open.</exception>
    public static WebApplicationBuilder AddKeyProtection(this WebApplicationBuilder builder, string folder)
    {
        if (KeyProtection.Read(builder.Configuration, folder) is { } certificate)
        {
            builder.Services.AddDataProtection().ProtectKeysWithCertificate(certificate);
        }

        return builder;
    }

    /// <summary>Whatever goes wrong further in is told in words: as problem+json to whoever asked for data, else as a page.</summary>
    public static void UseErrorAnswers(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.UseStatusCodePages(static context => StatusWords.AnswerAsync(context.HttpContext));
        app.UseExceptionHandler(static _ => { });
        app.UseMiddleware<AddressGate>().UseMiddleware<PageGate>();
    }

    /// <summary>Before routing, which would otherwise be the first to look at a request.</summary>
    private sealed class First(TrustedProxies proxies) : IStartupFilter
    {
        // No cookie of ours is for scripts or for other sites' requests, whoever makes it.
        private static readonly CookiePolicyOptions Cookies = new()
        {
            HttpOnly = HttpOnlyPolicy.Always,
            MinimumSameSitePolicy = SameSiteMode.Lax,
            Secure = CookieSecurePolicy.SameAsRequest,
        };

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseMiddleware<AnswerHeaders>().UseForwardedHeaders(proxies.Options);
            app.UseMiddleware<RequestGate>().UseMiddleware<PlainTextGate>().UseMiddleware<HostCookies>().UseCookiePolicy(Cookies);
            app.UseMiddleware<HeadAsGet>();
            next(app);
        };
    }
}

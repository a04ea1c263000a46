using Investigator.Protection;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.SignalR;
using MudBlazor.Services;

namespace Investigator.Composition;

internal static class PageSetup
{
    /// <summary>What pages ask for, whoever renders them.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddMudServices()
        .AddScoped<CircuitLife>()
        .AddScoped<CircuitHandler>(circuit => circuit.GetRequiredService<CircuitLife>())
        .AddScoped<PageNavigation>();

    /// <summary>What renders pages here and brings them to browsers.</summary>
    public static IServiceCollection AddPageServer(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(KeepForAWhile)
            .AddHubOptions(static hub => hub.AddFilter<UnreadableCalls>());
        return services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/octet-stream", "text/csv"];
        });
    }

    /// <summary>Pages and data are compressed; assets have their own compression, and a circuit's websocket has none.</summary>
    /// <remarks>
    /// What is compressed beside a secret and beside an attacker's words tells its length (BREACH). No secret of a person stands in these pages, and on
    /// loopback there is no TLS whose lengths could be watched.
    /// </remarks>
    public static void UseCompression(this WebApplication app) => app.UseWhen(IsPageOrData, some => some.UseResponseCompression());

    /// <summary>A tab whose line went dead keeps its circuit for the length of a lift ride. After that its page is loaded anew: what it shows stands in its
    /// address.</summary>
    private static void KeepForAWhile(CircuitOptions circuits) =>
        (circuits.DisconnectedCircuitMaxRetained, circuits.DisconnectedCircuitRetentionPeriod) = (40, TimeSpan.FromMinutes(1));

    private static bool IsPageOrData(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api") || http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
}

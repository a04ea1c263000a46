using Investigator.Identity;
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
            .AddHubOptions(static hub =>
            {
                hub.AddFilter<UnreadableCalls>();
                hub.AddFilter<OwnCircuits>();
            });
        return services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/octet-stream", "text/csv"];
        });
    }

    /// <summary>Data is compressed, and pages where nobody can watch how long they are; assets have their own compression, and a circuit's websocket has
    /// none.</summary>
    /// <remarks>
    /// What is compressed beside a secret and beside an attacker's words tells its length (BREACH). A link of another site may lead to a page with words of its
    /// choice in the address, and to nothing else: so pages go uncompressed over TLS, and without it only through this machine.
    /// </remarks>
    public static void UseCompression(this WebApplication app) => app.UseWhen(IsCompressed, some => some.UseResponseCompression());

    /// <summary>A tab whose line went dead keeps its circuit for the length of a lift ride. After that its page is loaded anew: what it shows stands in its
    /// address.</summary>
    private static void KeepForAWhile(CircuitOptions circuits) =>
        (circuits.DisconnectedCircuitMaxRetained, circuits.DisconnectedCircuitRetentionPeriod) = (40, TimeSpan.FromMinutes(1));

    private static bool IsCompressed(HttpContext http) => ErrorAnswer.IsForData(http.Request)
        || (!http.Request.IsHttps && http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null);
}

using Investigator.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Investigator.Browser.Tests;

/// <summary>Another site: an empty page, whatever its name, at a port of its own.</summary>
internal sealed class ForeignPage : IAsyncDisposable
{
    private readonly WebApplication _server;

    private ForeignPage(WebApplication server, int port) => (_server, Port) = (server, port);

    public int Port { get; }

    public static async Task<ForeignPage> ServeAsync()
    {
        var url = AppProcess.FreeUrl();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add(url);
        server.Run(static context =>
        {
            context.Response.ContentType = "text/html";

            // With an icon of its own, so that the browser asks for none in the middle of what is counted.
            return context.Response.WriteAsync("<!DOCTYPE html><title>another site</title><link rel=\"icon\" href=\"data:,\"><body></body>");
        });
        await server.StartAsync();
        return new ForeignPage(server, new Uri(url).Port);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

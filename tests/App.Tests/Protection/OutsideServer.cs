using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using Investigator.Commands;
using Investigator.Composition;
using Investigator.Storage;
using Investigator.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Protection;

/// <summary>The real server as it is reached from elsewhere: by other names, over TLS, through a proxy. Other machines are other loopback addresses.</summary>
internal sealed class OutsideServer : IAsyncDisposable
{
    private static readonly JsonSerializerOptions LeavingOut = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly TempFolder _folder;
    private readonly DataFolder _data;
    private readonly WebApplication _app;
    private readonly ServerOptions _options;

    private OutsideServer(TempFolder folder, DataFolder data, WebApplication app, ServerOptions options) =>
        (_folder, _data, _app, _options) = (folder, data, app, options);

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<OutsideServer> StartAsync(ServerOptions options, Action<WebApplication>? also = null, object? settings = null)
    {
        var folder = new TempFolder();
        WriteCertificate(folder, options);
        var data = DataFolder.Open(folder.File("data"));
        if (settings is not null) await File.WriteAllTextAsync(Path.Combine(data.Path, "settings.json"), JsonSerializer.Serialize(settings, LeavingOut));
        var app = await WebServer.BuildAsync(data, options);
        // What the server takes a request for, once it has let it in.
        app.MapGet("/seen", static (HttpContext http) => $"{http.Request.Scheme} {http.Request.Host} {http.Connection.RemoteIpAddress}").AllowAnonymous();
        also?.Invoke(app);
        await app.StartAsync();
        return new OutsideServer(folder, data, app, options);
    }

    /// <summary>Over TLS, by the certificate in the data folder's parent.</summary>
    public static Task<OutsideServer> StartSecureAsync(IReadOnlyList<string> hosts, Action<WebApplication>? also = null, object? openId = null) => StartAsync(
        new ServerOptions("https://127.0.0.1:0") { Hosts = hosts }, also,
        new { Kestrel = new { Certificates = new { Default = new { Path = "../cert.pem", KeyPath = "../key.pem" } } }, OpenId = openId });

    /// <summary>A client that finds the server by any name.</summary>
    /// <param name="origin">Such as <c>https://fraud.example</c>.</param>
    /// <param name="from">The address that it comes from.</param>
    /// <param name="seen">Told which certificate the server shows.</param>
    public HttpClient Client(string origin, string from = "127.0.0.1", Action<X509Certificate>? seen = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(IPAddress.Loopback, Address.Port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            seen?.Invoke(certificate!);
            return certificate!.Subject == TestCertificate.Subject;
        };
        return new HttpClient(handler) { BaseAddress = new Uri(origin) };
    }

    /// <summary>Makes a client that of someone who has signed in.</summary>
    /// <param name="client">Of this server.</param>
    /// <param name="prefix">Of the cookie's name: over TLS that of this host alone.</param>
    public async Task SignInAsync(HttpClient client, string prefix = "") =>
        client.DefaultRequestHeaders.Add("Cookie", prefix + await SignedIn.CookieAsync(Services));

    public void RenewCertificate() => WriteCertificate(_folder, _options);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _data.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static void WriteCertificate(TempFolder folder, ServerOptions options) => TestCertificate.Write(
        folder.Path, TimeProvider.System.GetUtcNow().AddDays(-1), [.. options.Hosts.Select(static h => h.Split(':')[0]), "localhost"]);
}

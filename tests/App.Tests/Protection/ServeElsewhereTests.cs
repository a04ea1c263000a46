using System.Net;
using Investigator.Access;
using Investigator.Commands;
using Investigator.Composition;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Protection;

/// <summary>The built executable on every address of the machine.</summary>
public sealed class ServeElsewhereTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private readonly TempFolder _folder = new();

    public ServeElsewhereTests() => TestCertificate.Write(_folder.Path, TimeProvider.System.GetUtcNow().AddDays(-1), "fraud.example");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_ElsewhereBeforeThereIsAnAdministrator_IsRefusedInWords()
    {
        using var process = Serve(Port());
        Assert.Equal(ExitCode.BadInput, await process.ExitAsync(Long));
        Assert.Contains("there is no administrator yet", process.Output, StringComparison.Ordinal);
        Assert.Contains("expected a loopback address", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_ElsewhereOnceThereIsAnAdministrator_ServesItsNames()
    {
        using (var data = DataFolder.Open(_folder.File("data")))
        await using (var app = await WebServer.BuildAsync(data, "http://127.0.0.1:0"))
        {
            await SignedIn.PersonAsync(app.Services, Role.Administrator);
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }

        var port = Port();
        using var process = Serve(port);
        Assert.True(await process.SeesAsync(static line => line.Contains("Investigator serves", StringComparison.Ordinal), Long), process.Output);
        Assert.DoesNotContain("Browsers will warn", process.Output, StringComparison.Ordinal);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true };
        using var client = new HttpClient(handler);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, port, $"fraud.example:{port}"));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(client, port, $"0.0.0.0:{port}"));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(client, port, "evil.example"));
        process.Interrupt();
        await process.ExitAsync(Long);
    }

    private static int Port() => new Uri(AppProcess.FreeUrl()).Port;

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, int port, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://127.0.0.1:{port}/sign-in");
        request.Headers.Host = host;
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private AppProcess Serve(int port) => AppProcess.StartAsShipped(
        ["Kestrel__Certificates__Default__Path=../cert.pem", "Kestrel__Certificates__Default__KeyPath=../key.pem"],
        "serve", "--data", _folder.File("data"), "--url", $"https://0.0.0.0:{port}", "--host", "fraud.example");
}

using System.Net;
using Investigator.Commands;
using Investigator.Composition;
using Investigator.Storage;
using Investigator.TestKit;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Hostile;

/// <summary>A foreign name that resolves to this machine (DNS rebinding) gives a foreign page what is served here, unless the name itself is refused.</summary>
public sealed class HostileHostTests(ServedSample sample) : IClassFixture<ServedSample>
{
    private static readonly string[] OnePathOfEachKind = ["/", "/api/runs/1/transactions.csv", "/_blazor", "/css/app.css", "/nothing"];

    public static readonly TheoryData<string> Foreign = new(
        "evil.example", "evil.example:PORT", "127.0.0.1.evil.example:PORT", "localhost.evil.example", "evil.localhost", "localhost.", "127.1", "0x7f000001",
        "2130706433", "127.0.0.2", "0.0.0.0", "[::]", "[::ffff:127.0.0.1]:PORT", "user@127.0.0.1", "127.0.0.1:0", "127.0.0.1:99999", "127.0.0.1:",
        "127.0.0.1:x", "*", "", " ", "127.0.0.1, evil.example", "http://127.0.0.1");

    private Uri Server => sample.Http.BaseAddress!;

    [Fact]
    public async Task Host_Foreign_IsRefusedEverywhere()
    {
        var let = new List<string>();
        foreach (var endpoint in EndpointCatalog.Of(sample))
        {
            using var request = endpoint.Request();
            request.Headers.Host = $"evil.example:{Server.Port}";
            using var answer = await sample.Http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.BadRequest || !body.Contains("not served under the name", StringComparison.Ordinal)
                || body.Length > 400 || answer.Headers.Contains("Set-Cookie"))
            {
                let.Add($"{endpoint}: {(int)answer.StatusCode} {body[..Math.Min(body.Length, 80)]}");
            }
        }

        Assert.True(let.Count == 0, string.Join('\n', let));
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task Host_ThatIsNoNameOfOurs_IsRefused(string host)
    {
        foreach (var path in OnePathOfEachKind)
        {
            var (status, answer) = await RawRequest.SendAsync(Server, path, "Host: " + Port(host));
            Assert.True(status == 400, $"{path}: {answer}");
            Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Host_NoneOrTwo_IsRefused()
    {
        Assert.Equal(400, (await RawRequest.SendAsync(Server, "/")).Status);
        Assert.Equal(400, (await RawRequest.SendAsync(Server, "/", $"Host: {Server.Authority}", "Host: evil.example")).Status);
        Assert.Equal(400, (await RawRequest.SendAsync(Server, "http://evil.example/", $"Host: {Server.Authority}")).Status);
        Assert.Equal(400, (await RawRequest.SendAsync(Server, "/", "Host: evil.example", $"X-Forwarded-Host: {Server.Authority}")).Status);
    }

    [Theory]
    [InlineData("127.0.0.1:PORT")]
    [InlineData("localhost:PORT")]
    [InlineData("LocalHost")]
    [InlineData("[::1]:PORT")]
    [InlineData("localhost:8000")] // the near end of a tunnel
    public async Task Host_OfOurs_IsServed(string host) =>
        Assert.Equal(200, (await RawRequest.SendAsync(Server, "/runs", "Host: " + Port(host), "Cookie: " + sample.Cookie)).Status);

    [Fact]
    public async Task Host_AddedWhenStarted_IsServed()
    {
        using var folder = new TempFolder();
        using var data = DataFolder.Open(folder.Path);
        await using var app = await WebServer.BuildAsync(data, new ServerOptions("http://127.0.0.1:0") { Hosts = ["fraud.example"], Proxies = ["127.0.0.1"] });
        await app.StartAsync();
        var server = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        const string proxied = "X-Forwarded-Proto: https";
        Assert.Equal(200, (await RawRequest.SendAsync(server, "/sign-in", "Host: fraud.example", proxied, "Origin: https://fraud.example")).Status);
        Assert.Equal(403, (await RawRequest.SendAsync(server, "/", "Host: fraud.example", proxied, "Origin: https://fraud.example:8443")).Status);
        Assert.Equal(400, (await RawRequest.SendAsync(server, "/", "Host: www.fraud.example")).Status);
        await app.StopAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private string Port(string host) => host.Replace("PORT", FormattableString.Invariant($"{Server.Port}"), StringComparison.Ordinal);
}

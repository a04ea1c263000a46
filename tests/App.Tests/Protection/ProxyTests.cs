using System.Net;
using Investigator.Commands;

namespace Investigator.App.Tests.Protection;

/// <summary>Behind a proxy at 127.0.0.2, which is named, in a network 127.0.3.0/24, which is named too; anyone else is not.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private const string Proxy = "127.0.0.2";
    private OutsideServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await OutsideServer.StartAsync(
        new ServerOptions("http://127.0.0.1:0") { Hosts = ["fraud.example", "cases.example:8443"], Proxies = [Proxy, "127.0.3.0/24"] });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("fraud.example")]
    [InlineData("cases.example:8443")]
    public async Task Forwarded_ByANamedProxy_IsWhatTheRequestIs(string host)
    {
        Assert.Equal((200, $"https {host} 203.0.113.9"), await AskAsync(Proxy, "203.0.113.9", "https", host));
        Assert.Equal((200, $"https {host} 203.0.113.9"), await AskAsync("127.0.3.77", "203.0.113.9", "https", host));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.3")]
    [InlineData("127.0.4.1")]
    public async Task Forwarded_ByAnyoneElse_IsNotBelieved(string from)
    {
        var own = _server.Address.Authority;
        Assert.Equal((200, $"http {own} {from}"), await AskAsync(from, "203.0.113.9", "https", "fraud.example"));
        Assert.Equal((200, $"http {own} {from}"), await AskAsync(from, "203.0.113.9", "https", "evil.example"));
    }

    /// <summary>A proxy adds whom it hears to what a browser claims; a chain is followed through named proxies only.</summary>
    [Theory]
    [InlineData("127.0.0.1, 203.0.113.9", "203.0.113.9")]
    [InlineData("10.1.1.1, 127.0.0.2, 203.0.113.9", "203.0.113.9")]
    [InlineData("198.51.100.1, 203.0.113.9, 127.0.3.5", "203.0.113.9")]
    public async Task Address_ClaimedByTheBrowser_IsNotBelieved(string claimed, string believed) =>
        Assert.Equal((200, $"https fraud.example {believed}"), await AskAsync(Proxy, claimed, "https, https, https", "fraud.example"));

    [Theory]
    [InlineData("evil.example")]
    [InlineData("fraud.example.evil.example")]
    [InlineData("www.fraud.example")]
    public async Task Host_ForwardedThatIsNotOurs_IsRefused(string host) =>
        Assert.Equal(400, (await AskAsync(Proxy, "203.0.113.9", "https", host)).Status);

    [Fact]
    public async Task PlainText_FromElsewhere_IsRefusedInWords()
    {
        var (status, words) = await AskAsync(Proxy, "203.0.113.9", "http", "fraud.example");
        Assert.Equal(403, status);
        Assert.Contains("X-Forwarded-Proto: https", words, StringComparison.Ordinal);
    }

    /// <summary>A proxy that says nothing, or is not named, would make all who come through it one and the same, in the clear.</summary>
    [Theory]
    [InlineData(Proxy)]
    [InlineData("127.0.0.1")]
    public async Task Proxy_ThatSaysNothing_IsRefusedInWords(string from)
    {
        using var client = _server.Client("http://fraud.example", from);
        using var answer = await client.GetAsync("/seen");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("--proxy", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fraud.example", "https://fraud.example", 200)]
    [InlineData("fraud.example", "http://fraud.example", 403)]
    [InlineData("fraud.example", "https://evil.example", 403)]
    [InlineData("fraud.example", "https://fraud.example:8443", 403)]
    [InlineData("cases.example:8443", "https://cases.example:8443", 200)]
    [InlineData("cases.example:8443", "https://cases.example", 403)]
    [InlineData("cases.example:8443", "null", 403)]
    public async Task Hub_BehindTheProxy_IsConnectedFromOurOwnPagesAlone(string host, string origin, int status)
    {
        using var client = Through(Proxy, "203.0.113.9", "https", host);
        await _server.SignInAsync(client, "__Host-");
        client.DefaultRequestHeaders.Add("Origin", origin);
        using var answer = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    private async Task<(int Status, string Body)> AskAsync(string from, string claimed, string scheme, string host)
    {
        using var client = Through(from, claimed, scheme, host);
        using var answer = await client.GetAsync("/seen");
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private HttpClient Through(string from, string claimed, string scheme, string host)
    {
        var client = _server.Client($"http://{_server.Address.Authority}", from);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", claimed);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", host);
        return client;
    }
}

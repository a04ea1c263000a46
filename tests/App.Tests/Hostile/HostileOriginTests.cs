using System.Net;
using System.Net.WebSockets;

namespace Investigator.App.Tests.Hostile;

/// <summary>What a page of another site can make a visitor's browser send.</summary>
public sealed class HostileOriginTests(ServedSample sample) : IClassFixture<ServedSample>
{
    public static readonly TheoryData<string> Foreign = new(
        "http://evil.example", "https://evil.example", "null", "", "http://127.0.0.1:1", "http://127.0.0.1", "http://localhost:PORT", "https://127.0.0.1:PORT",
        "http://127.0.0.1.evil.example:PORT", "http://evil.example:PORT", "http://user@127.0.0.1:PORT", "http://127.0.0.1:PORT/", "file://",
        "chrome-extension://abcdefgh");

    private Uri Server => sample.Http.BaseAddress!;

    private string Own => $"http://{Server.Authority}";

    [Fact]
    public async Task Origin_Foreign_IsRefusedEverywhere()
    {
        var let = await LetInAsync(static _ => true, ("Origin", "https://evil.example"));
        Assert.True(let.Count == 0, string.Join('\n', let));
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task Origin_ThatIsNotOurs_NeitherWritesNorConnects(string origin)
    {
        origin = origin.Replace("PORT", FormattableString.Invariant($"{Server.Port}"), StringComparison.Ordinal);
        var let = await LetInAsync(static e => e.Method != "GET" || e.Kind == EndpointKind.Hub, ("Origin", origin));
        Assert.True(let.Count == 0, string.Join('\n', let));
        Assert.Equal(HttpStatusCode.Forbidden, await ConnectAsync(origin));
    }

    /// <summary>Images, scripts, frames, fetches and forms of another site's page, and of what else this machine serves.</summary>
    [Theory]
    [InlineData("cross-site", "no-cors", "image")]
    [InlineData("cross-site", "no-cors", "script")]
    [InlineData("cross-site", "cors", "empty")]
    [InlineData("cross-site", "navigate", "iframe")]
    [InlineData("same-site", "no-cors", "image")]
    [InlineData("same-site", "navigate", "iframe")]
    [InlineData("same-site", "cors", "empty")]
    [InlineData("unheard-of", "", "")]
    public async Task Request_OfAnotherSitesPage_IsRefusedEverywhere(string site, string mode, string destination)
    {
        var let = await LetInAsync(
            static _ => true, ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination));
        Assert.True(let.Count == 0, string.Join('\n', let));
    }

    /// <summary>A link in a mail or a wiki may lead to a page, and to nothing else.</summary>
    [Fact]
    public async Task Link_OnAnotherSite_LeadsToPagesOnly()
    {
        (string, string)[] followed = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
        Assert.Empty(await LetInAsync(static e => e.Kind is EndpointKind.Data or EndpointKind.Hub, followed));
        var pages = EndpointCatalog.Of(sample).Count(static e => e.Kind == EndpointKind.Page);
        Assert.Equal(pages, (await LetInAsync(static e => e.Kind == EndpointKind.Page, followed)).Count);
        using var form = new HttpRequestMessage(HttpMethod.Post, "/runs");
        foreach (var (name, value) in followed) form.Headers.Add(name, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await sample.Http.SendAsync(form)).StatusCode);
    }

    [Fact]
    public async Task Hub_WithoutAnOrigin_IsRefused()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await sample.Http.PostAsync("/_blazor/negotiate?negotiateVersion=1", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await sample.Http.PostAsync("/_blazor/disconnect", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await ConnectAsync(null));
    }

    [Fact]
    public async Task Hub_FromOurOwnPage_IsConnected()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", Own);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        Assert.Equal(HttpStatusCode.OK, (await sample.Http.SendAsync(request)).StatusCode);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(Own));
    }

    [Fact]
    public async Task Origin_OursAndAnother_IsRefused() => Assert.Equal(
        403, (await RawRequest.SendAsync(Server, "/", $"Host: {Server.Authority}", $"Origin: {Own}", "Origin: http://evil.example")).Status);

    /// <returns>The endpoints that answered anything but "forbidden".</returns>
    private async Task<List<string>> LetInAsync(Func<ServedEndpoint, bool> which, params (string Name, string Value)[] headers)
    {
        var let = new List<string>();
        foreach (var endpoint in EndpointCatalog.Of(sample).Where(which))
        {
            using var request = endpoint.Request();
            foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await sample.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (answer.StatusCode != HttpStatusCode.Forbidden) let.Add($"{endpoint}: {(int)answer.StatusCode}");
        }

        return let;
    }

    /// <returns>How the server answered a websocket to the hub.</returns>
    private async Task<HttpStatusCode> ConnectAsync(string? origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Cookie", sample.Cookie);
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{Server.Authority}/_blazor"), CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return socket.HttpStatusCode;
    }
}

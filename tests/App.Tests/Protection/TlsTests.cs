using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigator.App.Tests.Protection;

/// <summary>What was built for loopback holds for every name that the server has over TLS.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private const string Fraud = "fraud.example";
    private const string Cases = "cases.example";

    private static readonly (string Path, int Status)[] Answers =
    [
        ("/seen", 200), ("/runs", 200), ("/nothing", 404), ("/api/nothing", 404), ("/runs/x", 404), ("/css/app.css", 200),
    ];

    private OutsideServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await OutsideServer.StartSecureAsync(
        [Fraud, Cases],
        static app =>
        {
            app.MapGet("/give", static (HttpContext http) => http.Response.Cookies.Append("session", "mine", new CookieOptions { Path = "/account" }))
                .AllowAnonymous();
            app.MapGet("/have", static (HttpContext http) => string.Join(", ", http.Request.Cookies.Select(c => $"{c.Key}={c.Value}"))).AllowAnonymous();
        });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(Fraud)]
    [InlineData(Cases)]
    public async Task Answer_ToANameOfOurs_HasItsHeadersAndIsKeptToTls(string name)
    {
        using var client = _server.Client($"https://{name}");
        await _server.SignInAsync(client, "__Host-");
        foreach (var (path, status) in Answers)
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.StartsWith("default-src 'self'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task Answer_ToALoopbackName_IsNotKeptToTls(string name)
    {
        using var client = _server.Client($"https://{name}");
        using var answer = await client.GetAsync("/seen");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://www.fraud.example")]
    [InlineData("https://fraud.example.evil.example")]
    public async Task Host_ThatIsNoNameOfOurs_IsRefused(string origin)
    {
        using var client = _server.Client(origin);
        foreach (var path in (string[])["/", "/seen", "/api/runs/1/transactions.csv", "/_blazor", "/css/app.css", "/nothing"])
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    /// <summary>Another name of ours is another origin; the same name without TLS too.</summary>
    [Theory]
    [InlineData(Fraud, "https://fraud.example", 200)]
    [InlineData(Cases, "https://cases.example", 200)]
    [InlineData(Fraud, "http://fraud.example", 403)]
    [InlineData(Fraud, "https://evil.example", 403)]
    [InlineData(Fraud, "https://fraud.example.evil.example", 403)]
    [InlineData(Cases, "null", 403)]
    [InlineData(Cases, null, 403)]
    public async Task Hub_OverTls_IsConnectedFromOurOwnPagesAlone(string name, string? origin, int status)
    {
        using var client = _server.Client($"https://{name}");
        await _server.SignInAsync(client, "__Host-");
        if (origin is not null) client.DefaultRequestHeaders.Add("Origin", origin);
        using var answer = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(Fraud)]
    [InlineData(Cases)]
    public async Task Write_OfAnotherSitesPage_IsRefused(string name)
    {
        using var client = _server.Client($"https://{name}");
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await client.PostAsync("/api/runs/1/selections", new StringContent("{}"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Cookie_GivenOverTls_IsForThisHostAlone()
    {
        using var client = _server.Client($"https://{Fraud}");
        using var answer = await client.GetAsync("/give");
        Assert.Equal("__Host-session=mine; path=/; secure; samesite=lax; httponly", Assert.Single(answer.Headers.GetValues("Set-Cookie")).ToLowerInvariant()
            .Replace("__host", "__Host", StringComparison.Ordinal));
    }

    /// <summary>A session that came under the plain name may have been put there over http, or by another host of the domain.</summary>
    [Theory]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("__Secure-", HttpStatusCode.Unauthorized)]
    [InlineData("__Host-", HttpStatusCode.OK)]
    public async Task Session_ComingOverTls_IsTakenUnderTheHostsNameAlone(string prefix, HttpStatusCode status)
    {
        using var client = _server.Client($"https://{Fraud}");
        await _server.SignInAsync(client, prefix);
        Assert.Equal(status, (await client.GetAsync("/runs")).StatusCode);
    }

    [Theory]
    [InlineData("__Host-session=mine", "session=mine")]
    [InlineData("session=put-under-me", "")]
    [InlineData("__host-session=put-under-me", "")]
    [InlineData("session=put-under-me; __Host-session=mine; other=1", "session=mine")]
    public async Task Cookie_ComingOverTls_IsTakenUnderTheHostsNameAlone(string sent, string known)
    {
        using var client = _server.Client($"https://{Fraud}");
        client.DefaultRequestHeaders.Add("Cookie", sent);
        Assert.Equal(known, await client.GetStringAsync("/have"));
    }

    /// <summary>Whoever renews certificates every few weeks does not stop the server for it.</summary>
    [Fact]
    public async Task Certificate_Renewed_IsServedWithoutAStart()
    {
        var first = await SerialAsync();
        Assert.NotNull(first);
        _server.RenewCertificate();
        for (var waited = 0; await SerialAsync() is var now && (now is null || now == first); waited++)
        {
            Assert.True(waited < 600, "the server kept its first certificate for a minute");
            await Task.Delay(100);
        }
    }

    /// <returns>Null in the moment in which the server listens anew.</returns>
    private async Task<string?> SerialAsync()
    {
        string? serial = null;
        using var client = _server.Client($"https://{Fraud}", seen: certificate => serial = certificate.GetSerialNumberString());
        try
        {
            using var answer = await client.GetAsync("/seen");
            return serial;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}

using System.Net;
using Investigator.Access;
using Investigator.App.Tests.Protection;
using Investigator.Commands;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Limits;

namespace Investigator.App.Tests.Limits;

/// <summary>Others come from other loopback addresses.</summary>
public sealed class RateLimitTests : IAsyncLifetime
{
    private const int OfAddress = 4;
    private const int OfName = 6;
    private const int Calls = 5;
    private OutsideServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await OutsideServer.StartAsync(new ServerOptions("http://127.0.0.1:0")
    {
        Limits = new LimitOptions
        {
            SignInsOfAddress = OfAddress,
            SignInsOfAddressPerMinute = 1,
            SignInsOfName = OfName,
            SignInsOfNamePerMinute = 1,
            Calls = Calls,
            CallsPerSecond = 1,
        },
    });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Tries_OfOneAddress_AreLimited()
    {
        for (var i = 0; i < OfAddress; i++) Assert.NotEqual(HttpStatusCode.TooManyRequests, (await TryAsync($"somebody{i}", "127.0.0.2")).StatusCode);
        using var refused = await TryAsync("one more", "127.0.0.2");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.True(refused.Headers.CacheControl!.NoStore);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Equal("text/html", refused.Content.Headers.ContentType!.MediaType);
        Assert.Contains("try again in", page, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await TryAsync("somebody", "127.0.0.3")).StatusCode);
    }

    /// <summary>Whoever has many addresses tries one account no more often; how the name is written makes no other of it.</summary>
    [Fact]
    public async Task Tries_OfOneName_AreLimitedWhereverTheyComeFrom()
    {
        string[] ways = ["anna", "Anna", " ANNA "];
        for (var i = 0; i < OfName; i++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await TryAsync(ways[i % ways.Length], $"127.0.1.{i + 1}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await TryAsync("anna", "127.0.2.1")).StatusCode);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await TryAsync("berta", "127.0.2.2")).StatusCode);
    }

    [Fact]
    public async Task Tries_OfLinks_AreLimited()
    {
        using var client = _server.Client("http://localhost", "127.0.0.4");
        for (var i = 0; i < OfAddress; i++) await client.GetAsync(AccountAddress.First("guessed"));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.GetAsync(AccountAddress.First("guessed"))).StatusCode);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await client.GetAsync("/css/app.css")).StatusCode);
    }

    [Fact]
    public async Task Form_LargerThanAny_IsNotRead()
    {
        using var answer = await TryAsync(new string('x', 1 << 16), "127.0.0.5");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Calls_OfOnePerson_AreLimitedForThatPerson()
    {
        using var one = await ClientAsync();
        using var other = await ClientAsync();
        for (var i = 0; i < Calls; i++) Assert.Equal(HttpStatusCode.NotFound, (await one.GetAsync("/api/runs/999/findings.csv")).StatusCode);
        using var refused = await one.GetAsync("/api/runs/999/findings.csv");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/api/runs/999/findings.csv")).StatusCode);
    }

    [Fact]
    public async Task Calls_OfNobody_AreLimitedByAddress()
    {
        using var client = _server.Client("http://localhost", "127.0.0.6");
        for (var i = 0; i < OfAddress; i++) Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/runs/1/findings.csv")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.GetAsync("/api/runs/1/findings.csv")).StatusCode);
    }

    [Fact]
    public void Uploads_OfOnePerson_AreLimitedForThatPerson()
    {
        using var pace = new UploadPace(new UploadLimits { AtOnce = 2 });
        var (one, other) = (Person("one", Permission.LoadData), Person("other", Permission.LoadData));
        pace.Begin(one);
        pace.Begin(one);
        Assert.Contains("more often", Assert.Throws<InputException>(() => pace.Begin(one)).Message, StringComparison.Ordinal);
        pace.Begin(other);
        Assert.Throws<NotAllowedException>(() => pace.Begin(Person("third", Permission.ViewResults)));
    }

    private static Actor Person(string id, Permission right) => new(id, id, ActorKind.Person) { Rights = new HashSet<Permission> { right } };

    private async Task<HttpClient> ClientAsync()
    {
        var client = _server.Client("http://localhost");
        client.DefaultRequestHeaders.Add("Cookie", await SignedIn.CookieAsync(_server.Services));
        return client;
    }

    private async Task<HttpResponseMessage> TryAsync(string name, string from)
    {
        using var client = _server.Client("http://localhost", from);
        using var form = new FormUrlEncodedContent([new("name", name), new("password", "guessed")]);
        return await client.PostAsync(AccountAddress.SignIn, form);
    }
}

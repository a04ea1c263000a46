using System.Net;
using System.Net.Http.Headers;
using Investigator.Access;
using Investigator.App.Tests.Protection;
using Investigator.Commands;
using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Identity.Keys;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigator.App.Tests.Identity;

/// <summary>Keys of programs, on a server as they reach it. Nothing is stored there, so that "not found" says that the key was let in.</summary>
public sealed class KeyTests : IAsyncLifetime
{
    private const string Export = "/api/runs/999/findings.csv";
    private const string View = "/api/runs/999/map/x";
    private OutsideServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await OutsideServer.StartAsync(
        new ServerOptions("http://127.0.0.1:0"),
        static app => app.MapGet("/api/who", static (Actor actor) => $"{actor.Id} {actor.Kind} {string.Join(' ', actor.Rights.Order())}")
            .WithMetadata(new NeedsAttribute(Permission.ViewResults)));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Key_InForce_MayWhatItsScopesSayAndNoMore()
    {
        var key = await KeyAsync(await OwnerAsync(), Permission.ViewResults, Permission.Export);
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(key, Export));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(key, View));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(key, "/api/runs/999/rules/c0-r1.json"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(key, "/api/runs/999/selections", HttpMethod.Post));
        using var client = Client(key);
        Assert.Equal("key:1 Program ViewResults Export", await client.GetStringAsync("/api/who"));
    }

    [Fact]
    public async Task Key_OpensNeitherPageNorCircuit()
    {
        var key = await KeyAsync(await OwnerAsync(), [.. KeyScopes.All]);
        foreach (var path in (string[])["/", "/runs", "/account/keys", "/datasets/add", "/_blazor"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(key, path));
        }

        using var client = Client(key);
        client.DefaultRequestHeaders.Add("Origin", "http://localhost");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null)).StatusCode);
    }

    [Fact]
    public async Task Key_ThatOpensNothing_IsToldInWords()
    {
        var key = await KeyAsync(await OwnerAsync(), Permission.Export);
        string[] wrong =
        [
            "", "inv_", key[..^1], key + "A", key.ToUpperInvariant(), key.Replace("inv_", "", StringComparison.Ordinal), "' OR 1=1 --", new('a', 5_000),
            "inv_" + new string('A', 43),
        ];
        foreach (var secret in wrong)
        {
            using var client = Client(secret);
            using var answer = await client.GetAsync(Export);
            var words = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, secret);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
            Assert.True(secret.Length < 5 || !words.Contains(secret, StringComparison.Ordinal), words);
        }
    }

    [Fact]
    public async Task Key_RightOrWrong_IsInNoLog()
    {
        using var log = new KeptLog();
        _server.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var key = await KeyAsync(await OwnerAsync(), Permission.Export);
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(key, Export));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(key[..^1], Export));
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains(key[..^1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_Revoked_StopsAtOnce()
    {
        var owner = await OwnerAsync();
        var key = await KeyAsync(owner, Permission.Export);
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(key, Export));
        await using var scope = _server.Services.CreateAsyncScope();
        var revoke = scope.ServiceProvider.GetRequiredService<RevokeKey>();
        Assert.False(await revoke.HandleAsync(ActorOf(await OwnerAsync()), 1)); // not of one's own
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(key, Export));
        Assert.True(await revoke.HandleAsync(ActorOf(owner), 1));
        Assert.False(await revoke.HandleAsync(ActorOf(owner), 1));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(key, Export));
    }

    [Fact]
    public async Task Key_RevokedByAnAdministrator_StopsAtOnce()
    {
        var key = await KeyAsync(await OwnerAsync(), Permission.Export);
        await using var scope = _server.Services.CreateAsyncScope();
        var administrator = ActorOf(await SignedIn.PersonAsync(_server.Services, Role.Administrator));
        Assert.True(await scope.ServiceProvider.GetRequiredService<RevokeKey>().HandleAsync(administrator, 1));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(key, Export));
    }

    [Fact]
    public async Task Key_OfWhoLostTheRole_StopsAtOnce()
    {
        var owner = await OwnerAsync();
        var key = await KeyAsync(owner, Permission.ViewResults, Permission.Export);
        await ChangeAsync(owner, static user => user.Roles = [Role.Administrator]); // may use keys, and not export
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(key, View));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(key, Export));
        await ChangeAsync(owner, static user => user.Roles = [Role.Investigator]); // may export, and not use keys
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(key, Export));
        await ChangeAsync(owner, static user => user.Roles = [Role.RiskExpert]);
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(key, Export));
        await ChangeAsync(owner, static user => user.DisabledAt = TimeProvider.System.GetUtcNow().UtcDateTime);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(key, Export));
    }

    /// <summary>A program that sends a key is never taken for the person whose cookie comes along.</summary>
    [Fact]
    public async Task Key_BesideACookie_CountsAlone()
    {
        var key = await KeyAsync(await OwnerAsync(), Permission.ViewResults);
        using var client = Client(key);
        client.DefaultRequestHeaders.Add("Cookie", await SignedIn.CookieAsync(_server.Services));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(Export)).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "inv_wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(Export)).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", "YTpi");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(Export)).StatusCode);
        client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Export)).StatusCode);
    }

    [Fact]
    public async Task Key_PastItsEnd_OpensNothingAndItsUseIsNotedOnceAMinute()
    {
        var key = await KeyAsync(await OwnerAsync(), Permission.Export);
        var contexts = _server.Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>();
        var clock = new HandClock(TimeProvider.System.GetUtcNow());
        var keys = new KnownKeys(contexts, clock);
        Assert.NotNull(await keys.FindAsync(key, default));
        var first = await UsedAsync(contexts);
        clock.Pass(TimeSpan.FromSeconds(59));
        Assert.NotNull(await keys.FindAsync(key, default));
        Assert.Equal(first, await UsedAsync(contexts));
        clock.Pass(TimeSpan.FromSeconds(2));
        Assert.NotNull(await keys.FindAsync(key, default));
        Assert.True(await UsedAsync(contexts) > first);
        clock.Pass(TimeSpan.FromDays(30));
        Assert.Null(await keys.FindAsync(key, default));
    }

    [Fact]
    public async Task Key_IsNamedWithItsOwnerWhereItDidSomething()
    {
        var owner = await OwnerAsync();
        await KeyAsync(owner, Permission.Select);
        await using var scope = _server.Services.CreateAsyncScope();
        var names = await scope.ServiceProvider.GetRequiredService<NameQueries>().ReadAsync();
        Assert.Equal($"nightly report (key of {owner.Name})", names.Of("key:1"));
    }

    [Fact]
    public async Task Key_IsKeptAsAHashAlone()
    {
        var key = await KeyAsync(await OwnerAsync(), Permission.Export);
        await using var context = await _server.Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
        var row = await context.ApiKeys.SingleAsync();
        Assert.Equal(32, row.Hash.Length);
        Assert.StartsWith(row.Beginning, key, StringComparison.Ordinal);
        Assert.Equal(12, row.Beginning.Length);
    }

    [Theory]
    [InlineData("", 30, "ViewResults", "no usable name")]
    [InlineData("  ", 30, "ViewResults", "no usable name")]
    [InlineData("two\nlines", 30, "ViewResults", "no usable name")]
    [InlineData("x", 0, "ViewResults", "ends within a year")]
    [InlineData("x", 366, "ViewResults", "ends within a year")]
    [InlineData("x", 30, "", "may do nothing")]
    [InlineData("x", 30, "SeePersonal", "no more than its owner")] // a risk expert sees none
    [InlineData("x", 30, "UseKeys", "no more than its owner")] // a key makes no keys
    [InlineData("x", 30, "OwnAccount", "no more than its owner")]
    public async Task Key_ThatMayNotBe_IsRefusedInWords(string name, int days, string scopes, string problem)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        Permission[] asked = scopes.Length == 0 ? [] : [Enum.Parse<Permission>(scopes)];
        var owner = ActorOf(await OwnerAsync());
        var refused = await Assert.ThrowsAsync<InputException>(() => scope.ServiceProvider.GetRequiredService<MakeKey>().HandleAsync(owner, name, asked, days));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_MadeByWhoMayNot_IsRefused()
    {
        await using var scope = _server.Services.CreateAsyncScope();
        var make = scope.ServiceProvider.GetRequiredService<MakeKey>();
        var investigator = ActorOf(await SignedIn.PersonAsync(_server.Services, Role.Investigator));
        await Assert.ThrowsAsync<NotAllowedException>(() => make.HandleAsync(investigator, "x", [Permission.Export], 30));
        var program = ActorOf(await OwnerAsync()) with { Kind = ActorKind.Program };
        await Assert.ThrowsAsync<InputException>(() => make.HandleAsync(program, "x", [Permission.Export], 30));
        await Assert.ThrowsAsync<InputException>(() => make.HandleAsync(Actor.Local, "x", [Permission.Export], 30));
    }

    [Fact]
    public void Scopes_OfKeys_AreWhatEndpointsAskFor()
    {
        var asked = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
            .Select(static e => e.Metadata.GetMetadata<NeedsAttribute>()!.Permission).Distinct().ToList();
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(KeyScopes.All));
    }

    private static async Task<DateTime?> UsedAsync(IDbContextFactory<InvestigatorContext> contexts)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return (await context.ApiKeys.AsNoTracking().SingleAsync()).UsedAt;
    }

    private static Actor ActorOf(UserEntity user) => new(user.Id, user.Name, ActorKind.Person) { Rights = AccessPolicy.Of(user.Roles) };

    private Task<UserEntity> OwnerAsync() => SignedIn.PersonAsync(_server.Services, Role.RiskExpert);

    private async Task<string> KeyAsync(UserEntity owner, params Permission[] scopes)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        var actor = ActorOf(owner) with { Rights = AccessPolicy.All };
        return await scope.ServiceProvider.GetRequiredService<MakeKey>().HandleAsync(actor, "nightly report", scopes, 30);
    }

    private async Task ChangeAsync(UserEntity user, Action<UserEntity> change)
    {
        await using var scope = _server.Services.GetRequiredService<Accounts>().Open(Actor.Local, Permission.ManagePeople);
        change(await scope.Context.Users.SingleAsync(u => u.Id == user.Id));
        await scope.Context.SaveChangesAsync();
    }

    private async Task<HttpStatusCode> AskAsync(string key, string path, HttpMethod? method = null)
    {
        using var client = Client(key);
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private HttpClient Client(string key)
    {
        var client = _server.Client("http://localhost");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + key);
        return client;
    }
}

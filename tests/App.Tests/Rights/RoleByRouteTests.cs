using System.CommandLine;
using System.Reflection;
using Investigator.Access;
using Investigator.App.Tests.Hostile;
using Investigator.Commands;
using Investigator.Composition;
using Investigator.Identity.Keys;
using Investigator.TestKit.Circuits;
using Investigator.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Rights;

/// <summary>Each role, and nobody, at every address of the server.</summary>
public sealed class RoleByRouteTests(ServedSample sample) : IClassFixture<ServedSample>
{
    [Fact]
    public void Routes_OfTheServer_EachHaveARow() => RequireRows(
        Routes().Select(Key), ExpectedRoutes.All.Keys, $"{nameof(ExpectedRoutes)}.{nameof(ExpectedRoutes.All)}");

    /// <summary>Files that come with the app are for anybody, and nothing else is so by being one.</summary>
    [Fact]
    public void Files_OfTheApp_AreForAnybody()
    {
        var files = EndpointCatalog.Of(sample).Where(IsFile).ToList();
        Assert.True(files.Count > 10, $"only {files.Count} files were found");
        Assert.All(files, static file => Assert.NotNull(file.Endpoint.Metadata.GetMetadata<IAllowAnonymous>()));
    }

    [Fact]
    public async Task Route_ByEachRole_LetsInWhomItIsFor()
    {
        var wrong = new List<string>();
        foreach (var role in Who.All)
        {
            foreach (var route in Routes().Where(static r => ExpectedRoutes.All.ContainsKey(Key(r))))
            {
                // A session of its own for each: one of them ends it.
                var entered = await EntersAsync(route, role is { } one ? ("Cookie", await SignedIn.CookieAsync(sample.Services, one)) : null);
                if (entered != Who.Has(ExpectedRoutes.All[Key(route)], role)) wrong.Add($"{Key(route)} {(entered ? "lets in" : "keeps out")} {Who.Name(role)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Scopes_OfKeys_EachHaveARow() => RequireRows(
        KeyScopes.All.Select(static s => s.ToString()), ExpectedRoutes.OfKeys.Keys.Select(static s => s.ToString()),
        $"{nameof(ExpectedRoutes)}.{nameof(ExpectedRoutes.OfKeys)}");

    [Fact]
    public async Task Route_ByAKeyOfEachScope_LetsInWhatTheKeyIsFor()
    {
        var owner = await SignedIn.PersonAsync(sample.Services);
        var actor = new Actor(owner.Id, owner.Name, ActorKind.Person) { Rights = AccessPolicy.Of(owner.Roles) };
        var wrong = new List<string>();
        foreach (var (scope, opened) in ExpectedRoutes.OfKeys)
        {
            await using var services = sample.Services.CreateAsyncScope();
            var key = await services.ServiceProvider.GetRequiredService<MakeKey>().HandleAsync(actor, $"{scope}", [scope], days: 1);
            foreach (var route in Routes().Where(static r => ExpectedRoutes.All.ContainsKey(Key(r))))
            {
                var entered = await EntersAsync(route, ("Authorization", $"Bearer {key}"));
                if (entered != (opened.Contains(Key(route)) || ExpectedRoutes.All[Key(route)] == Who.Anybody))
                {
                    wrong.Add($"{Key(route)} {(entered ? "lets in" : "keeps out")} a key for {scope}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Pages_OfTheApp_EachHaveAHeadingInTheTable() => RequireRows(
        typeof(Links).Assembly.GetTypes().SelectMany(static t => t.GetCustomAttributes<RouteAttribute>()).Select(static r => r.Template),
        ExpectedRoutes.Headings.Keys, $"{nameof(ExpectedRoutes)}.{nameof(ExpectedRoutes.Headings)}");

    /// <summary>A page that may not be asked for may not be gone to from another page either, where no request is made.</summary>
    [Theory]
    [InlineData(Role.Investigator)]
    [InlineData(Role.RiskExpert)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Administrator)]
    public async Task Page_InsideACircuit_ShowsItselfToWhomItIsFor(Role role)
    {
        using var http = await SignedIn.ClientAsync(sample.Services, role);
        var cookie = http.DefaultRequestHeaders.GetValues("Cookie").Single();
        var cancel = TestContext.Current.CancellationToken;
        var page = ServedPage.Of(await http.GetStringAsync(Links.Home, cancel));
        await using var circuit = await CircuitClient.StartAsync(http.BaseAddress!, Links.Home, page, cancel, cookie: cookie);
        await circuit.UntilShownAsync("^What to look at first in run", () => Task.CompletedTask, Patience);
        var wrong = new List<string>();
        foreach (var (route, heading) in ExpectedRoutes.Headings.Where(static h => h is { Value: not null, Key: not "/" }))
        {
            var (shown, refused) = (false, false);
            circuit.OnBatch = batch =>
            {
                refused |= batch.Shows(NotForYou);
                shown |= batch.Shows(heading!);
            };
            await circuit.GoAsync(EndpointCatalog.Fill(route, static _ => null), $"{NotForYou}|{heading}", Patience);
            await circuit.GoAsync(Links.Home, ExpectedRoutes.Headings[Links.Home]!, Patience);
            var isFor = Who.Has(ExpectedRoutes.All["GET " + route], role);
            if (shown != isFor || refused == isFor) wrong.Add($"{route} {(shown ? "shows itself" : "does not show itself")} to {Who.Name(role)}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(circuit.Errors);
    }

    /// <summary>What can be called on the line of a circuit is all for whoever opened it, and nobody else can open one.</summary>
    [Fact]
    public async Task Hub_ItsMethods_AreForWhoCouldOpenTheLine()
    {
        var hub = typeof(Microsoft.AspNetCore.Components.Server.CircuitOptions).Assembly.GetType("Microsoft.AspNetCore.Components.Server.ComponentHub", true)!;
        var methods = hub.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(static m => !m.IsVirtual && !m.IsSpecialName);
        RequireRows(methods.Select(static m => m.Name), ExpectedRoutes.HubMethods, $"{nameof(ExpectedRoutes)}.{nameof(ExpectedRoutes.HubMethods)}");
        var site = sample.Http.BaseAddress!;
        var page = ServedPage.Of(await sample.Http.GetStringAsync(Links.Home));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => CircuitClient.StartAsync(site, Links.Home, page, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Commands_OfTheApp_EachHaveARow()
    {
        var commands = CommandTree.Build(WebServer.BuildAsync).Subcommands;
        RequireRows(commands.Select(static c => c.Name), ExpectedRoutes.Commands.Keys, $"{nameof(ExpectedRoutes)}.{nameof(ExpectedRoutes.Commands)}");
        Assert.All(commands, static c => Assert.Equal((c.Name, ExpectedRoutes.Commands[c.Name]), (c.Name, c.Options.Any(static o => o.Name == "--data"))));
    }

    private const string NotForYou = "^You may not see this page$";

    private static TimeSpan Patience => TimeSpan.FromSeconds(30);

    private static string Key(ServedEndpoint route) => $"{route.Method} /{route.Endpoint.RoutePattern.RawText!.TrimStart('/')}";

    private static bool IsFile(ServedEndpoint route) => route.Kind == EndpointKind.Asset
        && (route.Endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || route.Path.StartsWith("/_framework/", StringComparison.Ordinal));

    private List<ServedEndpoint> Routes() => [.. EndpointCatalog.Of(sample).Where(static r => !IsFile(r))];

    /// <param name="route">Where to ask.</param>
    /// <param name="proof">The header that says who asks; none for nobody.</param>
    private async Task<bool> EntersAsync(ServedEndpoint route, (string Header, string Value)? proof)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = sample.Http.BaseAddress };
        using var request = route.Request();
        request.Headers.Add("Accept", route.Kind == EndpointKind.Page ? "text/html" : "*/*");
        if (route.Kind == EndpointKind.Hub) request.Headers.Add("Origin", sample.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        if (proof is { } said) request.Headers.Add(said.Header, said.Value);
        using var answer = await http.SendAsync(request);
        var status = (int)answer.StatusCode;
        Assert.True(status < 500 || status == 503, $"{status} {route}");
        return status is not (401 or 403) && !IsToSignIn(answer);
    }

    // Signing out and a link that does not work lead to that page too, in other words.
    private static bool IsToSignIn(HttpResponseMessage answer) => answer.RequestMessage!.Method == HttpMethod.Get
        && answer.Headers.Location?.ToString() is { } there && (there == "/sign-in" || there.StartsWith("/sign-in?returnUrl", StringComparison.Ordinal));

    private static void RequireRows(IEnumerable<string> there, IEnumerable<string> rows, string table)
    {
        var (found, written) = (there.ToHashSet(StringComparer.Ordinal), rows.ToHashSet(StringComparer.Ordinal));
        var missing = found.Except(written).Order(StringComparer.Ordinal).Select(name => $"'{name}' has no row: say in {table} whom it is for.");
        var stale = written.Except(found).Order(StringComparer.Ordinal).Select(name => $"'{name}' is not there any more: take its row out of {table}.");
        var problems = missing.Concat(stale).ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}

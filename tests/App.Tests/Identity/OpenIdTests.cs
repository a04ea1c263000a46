using System.Net;
using AngleSharp.Html.Parser;
using Investigator.Access;
using Investigator.App.Tests.Protection;
using Investigator.Commands;
using Investigator.Identity;
using Investigator.Identity.OpenId;
using Investigator.Storage.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Identity;

/// <summary>The whole way to another system's accounts and back, with a real provider.</summary>
public sealed class OpenIdTests : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private OutsideServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _server = await OutsideServer.StartAsync(
            new ServerOptions("http://127.0.0.1:0"),
            static app => app.MapGet("/api/who", static (Actor actor) => $"{actor.Id} {actor.Name} {string.Join(' ', actor.Rights.Order())}")
                .WithMetadata(new NeedsAttribute(Permission.ViewResults)),
            new { OpenId = Settings() });
        await _provider.KnowAsync(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task SignIn_WithAMappedRole_MakesAnAccountAndLeadsOn()
    {
        using var browser = new Browsing();
        _provider.Groups = ["fraud-team", "everyone"];
        Assert.Equal("/runs?x=1", await SignInAsync(browser, "/runs?x=1"));
        var user = Assert.Single(await UsersAsync());
        Assert.Equal(("Anna", "Anna Ahrens", null), (user.UserName, user.Name, user.PasswordHash));
        Assert.Equal([Role.Investigator], user.Roles);
        Assert.Equal($"{user.Id} Anna Ahrens {Rights(Role.Investigator)}", await WhoAsync(browser));
    }

    /// <summary>What someone is called may change, and may become someone else's name; the provider's own id of a person does not.</summary>
    [Fact]
    public async Task Account_IsFoundByTheProvidersIdOfThePersonAlone()
    {
        _provider.Groups = ["fraud-team"];
        using var first = new Browsing();
        await SignInAsync(first);
        _provider.Name = "Anna Berg";
        using var second = new Browsing();
        await SignInAsync(second);
        Assert.Equal("Anna Berg", Assert.Single(await UsersAsync()).Name);
        _provider.Subject = "4712";
        using var other = new Browsing();
        await SignInAsync(other);
        Assert.Equal(["Anna", "Anna2"], (await UsersAsync()).Select(static u => u.UserName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Account_OfTheSameIdAtAnotherProvider_IsAnother()
    {
        var accounts = _server.Services.GetRequiredService<OpenIdAccounts>();
        var place = new SignInPlace("127.0.0.1", "test");
        var here = await accounts.HandleAsync(new OpenIdPerson("https://one.example", "1", "Anna", "anna", [Role.Investigator]), place);
        var there = await accounts.HandleAsync(new OpenIdPerson("https://two.example", "1", "Anna", "anna", [Role.Investigator]), place);
        Assert.NotEqual(here!.Id, there!.Id);
    }

    [Fact]
    public async Task Account_WithAPassword_IsNotTakenOverByItsName()
    {
        var local = await SignedIn.PersonAsync(_server.Services, Role.Administrator);
        (_provider.Name, _provider.Groups) = (local.UserName!, ["fraud-team"]);
        using var browser = new Browsing();
        await SignInAsync(browser);
        Assert.Equal(2, (await UsersAsync()).Count);
        Assert.DoesNotContain(local.Id, await WhoAsync(browser), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Role_ChangedAtTheProvider_IsChangedHereAtTheNextSignIn()
    {
        _provider.Groups = ["fraud-team"];
        using var open = new Browsing();
        await SignInAsync(open);
        _provider.Groups = ["urn:example:heads"];
        using var next = new Browsing();
        await SignInAsync(next);
        Assert.Contains(Rights(Role.Supervisor), await WhoAsync(next), StringComparison.Ordinal);
        Assert.Contains(Rights(Role.Supervisor), await WhoAsync(open), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Role_TakenAwayAtTheProvider_EndsWhatIsOpenAndLetsNobodyIn()
    {
        _provider.Groups = ["fraud-team"];
        using var open = new Browsing();
        await SignInAsync(open);
        _provider.Groups = ["everyone"];
        using var next = new Browsing();
        Assert.Equal("/sign-in?problem=openid-role", await SignInAsync(next));
        Assert.Contains("have no role here", await ReadAsync(next, "/sign-in?problem=openid-role"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await open.GetAsync(At("/api/who"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await next.GetAsync(At("/api/who"))).StatusCode);
    }

    [Fact]
    public async Task SignIn_WithoutAMappedRole_MakesNoAccount()
    {
        using var browser = new Browsing();
        _provider.Groups = ["everyone", "Fraud-Team"];
        Assert.Equal("/sign-in?problem=openid-role", await SignInAsync(browser));
        Assert.Empty(await UsersAsync());
    }

    [Fact]
    public async Task SignIn_OfAClosedAccount_IsRefused()
    {
        _provider.Groups = ["fraud-team"];
        using var browser = new Browsing();
        await SignInAsync(browser);
        await using (var scope = _server.Services.GetRequiredService<Accounts>().Open(Actor.Local, Permission.ManagePeople))
        {
            (await scope.Context.Users.SingleAsync()).DisabledAt = TimeProvider.System.GetUtcNow().UtcDateTime;
            await scope.Context.SaveChangesAsync();
        }

        using var next = new Browsing();
        Assert.Equal("/sign-in?problem=openid-role", await SignInAsync(next));
    }

    [Fact]
    public async Task SignIn_DeniedByTheProvider_IsToldInWords()
    {
        _provider.Denies = true;
        using var browser = new Browsing();
        Assert.Equal("/sign-in?problem=openid", await SignInAsync(browser));
        Assert.Contains("did not sign you in", await ReadAsync(browser, "/sign-in?problem=openid"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task ReturnUrl_ToAnotherSite_LeadsToTheStartPage(string elsewhere)
    {
        _provider.Groups = ["fraud-team"];
        using var browser = new Browsing();
        Assert.Equal("/", await SignInAsync(browser, elsewhere));
    }

    /// <summary>What came back once does not come back again, not even with the cookies of that moment.</summary>
    [Fact]
    public async Task Answer_Replayed_SignsNobodyIn()
    {
        _provider.Groups = ["fraud-team"];
        using var browser = new Browsing();
        var back = await BackAsync(browser);
        var before = browser.Cookies.GetAllCookies().ToList();
        Assert.Equal("/", (await browser.StepAsync(back)).PathAndQuery);
        Assert.Equal("/sign-in?problem=openid", (await browser.StepAsync(back)).PathAndQuery);
        using var thief = new Browsing();
        foreach (var cookie in before) thief.Cookies.Add(new Cookie(cookie.Name, cookie.Value, "/", "127.0.0.1"));
        Assert.Equal("/sign-in?problem=openid", (await thief.StepAsync(back)).PathAndQuery);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync(At("/api/who"))).StatusCode);
    }

    /// <summary>Else someone could be led to sign in as another, and work in that one's place.</summary>
    [Fact]
    public async Task Answer_InAnotherBrowser_SignsNobodyIn()
    {
        _provider.Groups = ["fraud-team"];
        using var browser = new Browsing();
        var back = await BackAsync(browser);
        using var other = new Browsing();
        Assert.Equal("/sign-in?problem=openid", (await other.StepAsync(back)).PathAndQuery);
        await SignInAsync(other);
        using var third = new Browsing();
        await BackAsync(third); // has a try of its own under way
        Assert.Equal("/sign-in?problem=openid", (await third.StepAsync(back)).PathAndQuery);
    }

    [Theory]
    [InlineData("state", "")]
    [InlineData("state", "wrong")]
    [InlineData("code", "")]
    [InlineData("code", "wrong")]
    [InlineData("error", "access_denied")]
    public async Task Answer_ChangedOnItsWay_SignsNobodyIn(string part, string value)
    {
        _provider.Groups = ["fraud-team"];
        using var browser = new Browsing();
        var back = await BackAsync(browser);
        var query = QueryHelpers.ParseQuery(back.Query).ToDictionary(static p => p.Key, static p => (string?)p.Value);
        query[part] = value;
        var changed = new Uri(QueryHelpers.AddQueryString(back.GetLeftPart(UriPartial.Path), query));
        Assert.Equal("/sign-in?problem=openid", (await browser.StepAsync(changed)).PathAndQuery);
        Assert.Empty(await UsersAsync());
    }

    [Theory]
    [InlineData(".AspNetCore.OpenIdConnect.Nonce")]
    [InlineData(".AspNetCore.Correlation")]
    public async Task Answer_WithoutTheCookieOfItsTry_SignsNobodyIn(string cookie)
    {
        _provider.Groups = ["fraud-team"];
        using var browser = new Browsing();
        var back = await BackAsync(browser);
        var gone = browser.Cookies.GetAllCookies().Single(c => c.Name.StartsWith(cookie, StringComparison.Ordinal));
        Assert.True(gone.HttpOnly);
        gone.Expired = true;
        Assert.Equal("/sign-in?problem=openid", (await browser.StepAsync(back)).PathAndQuery);
    }

    /// <summary>A token of the provider's, made for another try, is none for this one.</summary>
    [Fact]
    public async Task Answer_WithTheNonceOfAnotherTry_SignsNobodyIn()
    {
        _provider.Groups = ["fraud-team"];
        using var browser = new Browsing();
        var asked = await browser.StepAsync(At(OpenIdWay.Path));
        var query = QueryHelpers.ParseQuery(asked.Query).ToDictionary(static p => p.Key, static p => (string?)p.Value);
        Assert.Equal("S256", query["code_challenge_method"]);
        query["nonce"] = "another";
        var back = await browser.StepAsync(new Uri(QueryHelpers.AddQueryString(asked.GetLeftPart(UriPartial.Path), query)));
        Assert.Equal("/sign-in?problem=openid", (await browser.StepAsync(back)).PathAndQuery);
        Assert.Empty(await UsersAsync());
    }

    [Fact]
    public async Task SignOut_EndsTheSessionHereAndAtTheProvider()
    {
        _provider.Groups = ["fraud-team"];
        using var browser = new Browsing();
        await SignInAsync(browser);
        var token = KeyValuePair.Create("__RequestVerificationToken", await TokenAsync(browser));
        using var answer = await browser.PostAsync(At(AccountAddress.SignOut), token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var onward = Assert.Single(answer.Headers.GetValues("Refresh"));
        Assert.StartsWith($"0; url={new Uri(new Uri(_provider.Authority), "/connect/end")}?", onward, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(At("/api/who"))).StatusCode);
        var home = await browser.StepAsync(new Uri(onward["0; url=".Length..]));
        Assert.Equal(At("/sign-in"), home);
        Assert.Equal(1, _provider.SignedOut);
    }

    [Fact]
    public async Task SignIn_OverTls_HasCookiesOfThisHostAlone()
    {
        _provider.Groups = ["fraud-team"];
        await using var server = await OutsideServer.StartSecureAsync([], openId: Settings());
        await _provider.KnowAsync(server.Address);
        using var browser = new Browsing();
        var back = await browser.StepAsync(await browser.StepAsync(new Uri(server.Address, OpenIdWay.Path)));
        Assert.Equal("/", (await browser.StepAsync(back)).PathAndQuery);
        var cookies = browser.Cookies.GetAllCookies();
        Assert.NotEmpty(cookies);
        Assert.All(cookies, static c => Assert.StartsWith("__Host-", c.Name, StringComparison.Ordinal));
        Assert.All(cookies, static c => Assert.True(c is { Secure: true, HttpOnly: true, Path: "/" }, c.Name));
        Assert.Contains(cookies, static c => c.Name.StartsWith("__Host-investigator", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignInPage_OffersTheProviderByItsName()
    {
        await SignedIn.PersonAsync(_server.Services, Role.Administrator);
        using var browser = new Browsing();
        var html = new HtmlParser().ParseDocument(await ReadAsync(browser, "/sign-in?returnUrl=%2Fruns"));
        var button = html.QuerySelectorAll("a").Single(static a => a.TextContent == "Sign in with Example");
        Assert.Equal("/account/openid?returnUrl=%2Fruns", button.GetAttribute("href"));
    }

    [Fact]
    public async Task Provider_ThatIsAway_IsToldInWords()
    {
        await using var server = await OutsideServer.StartAsync(new ServerOptions("http://127.0.0.1:0"), settings: new
        {
            OpenId = new { Authority = "http://127.0.0.1:1", ClientId = "x", Roles = new Dictionary<string, string> { ["a"] = "investigator" } },
        });
        using var browser = new Browsing();
        var told = await browser.StepAsync(new Uri(server.Address, OpenIdWay.Path + "?returnUrl=/runs"));
        Assert.Equal("/sign-in?problem=openid-away&returnUrl=%2Fruns", told.PathAndQuery);
    }

    private object Settings() => new
    {
        _provider.Authority,
        ClientId = TestProvider.Client,
        ClientSecret = TestProvider.Secret,
        Name = "Example",
        RoleClaim = "groups",
        Roles = new Dictionary<string, string> { ["fraud-team"] = "investigator", ["urn:example:heads"] = "supervisor" },
    };

    private static string Rights(Role role) => string.Join(' ', AccessPolicy.Of([role]).Order());

    private Uri At(string path) => new(_server.Address, path);

    private async Task<string> ReadAsync(Browsing browser, string path)
    {
        using var answer = await browser.GetAsync(At(path));
        return await answer.Content.ReadAsStringAsync();
    }

    /// <returns>Where the provider sends the browser back to.</returns>
    private async Task<Uri> BackAsync(Browsing browser, string returnUrl = "/")
    {
        var asked = await browser.StepAsync(At(QueryHelpers.AddQueryString(OpenIdWay.Path, "returnUrl", returnUrl)));
        Assert.StartsWith(_provider.Authority, asked.ToString(), StringComparison.Ordinal);
        return await browser.StepAsync(asked);
    }

    /// <returns>Where one is in the end.</returns>
    private async Task<string> SignInAsync(Browsing browser, string returnUrl = "/") =>
        (await browser.StepAsync(await BackAsync(browser, returnUrl))).PathAndQuery;

    private async Task<string> WhoAsync(Browsing browser)
    {
        using var answer = await browser.GetAsync(At("/api/who"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string> TokenAsync(Browsing browser)
    {
        await SignedIn.PersonAsync(_server.Services, Role.Administrator); // else there is no form to sign in by
        var page = await ReadAsync(browser, "/sign-in");
        return new HtmlParser().ParseDocument(page).QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? "";
    }

    private async Task<List<UserEntity>> UsersAsync()
    {
        await using var context = await _server.Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
        return await context.Users.AsNoTracking().ToListAsync();
    }
}

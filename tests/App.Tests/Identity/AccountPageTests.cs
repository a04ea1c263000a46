using Bunit;
using Investigator.Access;
using Investigator.Identity;
using Investigator.Web.Layout;
using Investigator.Web.Pages.Account;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Identity;

/// <summary>One's own account's page, as someone who is signed in.</summary>
public sealed class AccountPageTests : PageTest
{
    private UserEntity _user = null!;

    public AccountPageTests() => Services.AddScoped(static scope => scope.GetRequiredService<CurrentActor>().Actor)
        .AddScoped<AntiforgeryStateProvider, NoToken>();

    [Fact]
    public async Task Password_ChangedInTwoFields_LoadsThePageAnew()
    {
        var page = await OpenAsync();
        await page.Find("input.old-password").ChangeAsync(TestAccounts.Password);
        await page.Find("input.new-password").ChangeAsync("seven lamps over water");
        await page.Find("input.again").ChangeAsync("seven lamps over wat");
        await page.Find("section[aria-labelledby=password] form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("not the same", page.Find("section[aria-labelledby=password] .problem").TextContent));

        await page.Find("input.again").ChangeAsync("seven lamps over water");
        await page.Find("section[aria-labelledby=password] form").SubmitAsync();
        page.WaitForAssertion(() => Assert.EndsWith("/account?done=password", Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Authenticator_SetUpByACode_ShowsRecoveryCodesOnceAndIsSwitchedOffByBoth()
    {
        var page = await OpenAsync();
        await page.Find(".enrol").ClickAsync();
        page.WaitForElement(".qr svg");
        var key = page.Find("code.key").TextContent;
        await page.Find("input.code").ChangeAsync("000000");
        await page.Find("section[aria-labelledby=authenticator] form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("does not fit", page.Find("section[aria-labelledby=authenticator] .problem").TextContent));

        await page.Find("input.code").ChangeAsync(TestAccounts.CodeOf(key));
        await page.Find("section[aria-labelledby=authenticator] form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal(10, page.FindAll(".recovery-codes li").Count));
        var code = page.Find(".recovery-codes li").TextContent.Trim();
        await page.FindAll("section[aria-labelledby=authenticator] button").Last().ClickAsync();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".recovery-codes")));

        await page.Find("input.code").ChangeAsync(code);
        await page.Find("input.code-password").ChangeAsync(TestAccounts.Password);
        await page.Find("section[aria-labelledby=authenticator] form").SubmitAsync();
        page.WaitForElement(".enrol");
    }

    [Fact]
    public async Task Sessions_OfOtherBrowsers_AreEndedOneByOne()
    {
        var page = await OpenAsync();
        Assert.Single(page.FindAll(".sessions li"));
        await SessionAsync(SignInWay.Password);
        page = Open<AccountPage>("/account");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".sessions li").Count));
        await page.Find(".sessions li button").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("this one", Assert.Single(page.FindAll(".sessions li")).TextContent));
    }

    [Fact]
    public async Task Passkeys_UnderANumber_SayWhereTheyWork()
    {
        var page = await OpenAsync("http://127.0.0.1:5080/account");
        Assert.Equal("http://localhost:5080/account", page.Find("section[aria-labelledby=passkeys] a").GetAttribute("href"));
        Assert.Empty(page.FindAll("form[data-passkey]"));
    }

    [Fact]
    public async Task Name_Changed_IsTheSessionsToo()
    {
        var page = await OpenAsync();
        await page.Find("input.own-name").InputAsync("Ada Lovelace");
        await page.Find("section[aria-labelledby=name] form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal(
            "Ada Lovelace", Services.GetRequiredService<Sessions>().Find(Services.GetRequiredService<CurrentActor>().Session!.Id)!.Name));
    }

    [Fact]
    public async Task Notice_OfTheWayBack_StaysUntilThereIsOne()
    {
        _user = await SignedIn.PersonAsync(Services);
        await BeginAsync(SignInWay.Link);
        Assert.Contains("works once", Render<WayBackNotice>().Find(".way-back").TextContent);
        await TestAccounts.DoAsync<Investigator.Identity.Passwords.ChangePassword>(
            Services, h => h.HandleAsync(TestAccounts.ActorOf(_user), null, null, TestAccounts.Password));
        Assert.Empty(Render<WayBackNotice>().FindAll(".way-back"));
    }

    private async Task<IRenderedComponent<AccountPage>> OpenAsync(string url = "http://localhost/account")
    {
        _user = await TestAccounts.WithPasswordAsync(Services);
        await BeginAsync(SignInWay.Password);
        var page = Open<AccountPage>(url);
        page.WaitForElement("section[aria-labelledby=sessions]");
        return page;
    }

    private async Task BeginAsync(SignInWay way)
    {
        var session = await SessionAsync(way);
        Services.GetRequiredService<CurrentActor>().Set(Services.GetRequiredService<Sessions>().Find(session)!, "127.0.0.1");
    }

    private Task<string> SessionAsync(SignInWay way) =>
        TestAccounts.DoAsync<BeginSession, string>(Services, h => h.HandleAsync(_user, way, new SignInPlace("127.0.0.1", "Firefox/1 Linux")));

    private sealed class NoToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}

using Investigator.Access;
using Investigator.Identity;
using Investigator.Identity.People;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Identity;

public sealed class InvitationTests(ServedSample sample) : IClassFixture<ServedSample>
{
    private const string UsedUp = "/sign-in?problem=link";

    private static int _number;

    [Fact]
    public async Task Invitation_LookedAtOftenAndAcceptedOnce_MakesOneAccountWithItsRoles()
    {
        var page = await InviteAsync(Role.Supervisor);
        using AccountBrowser browser = new(sample.Http.BaseAddress!), late = new(sample.Http.BaseAddress!);
        for (var i = 0; i < 3; i++) Assert.Contains("invites you to work here as a supervisor", await browser.ReadAsync(page), StringComparison.Ordinal);
        var name = NewName();

        // The second has the form open already.
        var open = late.ReadAsync(page);
        Assert.Equal("/", await AcceptAsync(browser, page, name));
        await open;

        Assert.True(await browser.IsInAsync());
        Assert.Contains("This link does not work", await late.ReadAsync(page), StringComparison.Ordinal);
        await using var context = await sample.Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
        Assert.Equal([Role.Supervisor], (await context.Users.SingleAsync(u => u.UserName == name)).Roles);
    }

    [Fact]
    public async Task Invitation_SentTwiceAtOnce_MakesOneAccount()
    {
        var secret = await TestAccounts.DoAsync<InvitePerson, string>(sample.Services, h => h.HandleAsync(Actor.Local, "Twin", [Role.Investigator]));
        var names = new[] { NewName(), NewName(), NewName(), NewName() };
        var made = await Task.WhenAll(names.Select(name => Task.Run(() => TestAccounts.DoAsync<AcceptInvitation, AcceptedLink>(
            sample.Services, h => h.HandleAsync(secret, new NewAccount(name, name, TestAccounts.Password, TestAccounts.Password), new SignInPlace("", ""))))));
        Assert.Single(made, static m => m.User is not null);
    }

    [Theory]
    [InlineData("Password-2026!", "Password-2026!", "guessed", "among the first")]
    [InlineData("four quiet herons", "four quiet heron", "differs", "not the same")]
    [InlineData("herons", "herons", "short", "too short")]
    public async Task Invitation_WithAPasswordThatIsRefused_SaysWhyAndCanBeSentAgain(string password, string again, string problem, string words)
    {
        var page = await InviteAsync(Role.Investigator);
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        var name = NewName();
        var back = await AcceptAsync(browser, page, name, password, again);
        Assert.Contains($"problem={problem}", back, StringComparison.Ordinal);
        Assert.DoesNotContain(password.Replace(' ', '+'), back, StringComparison.Ordinal);
        var shown = await browser.ReadAsync(back);
        Assert.Contains(words, shown, StringComparison.Ordinal);
        Assert.Contains($"value=\"{name}\"", shown, StringComparison.Ordinal);
        Assert.Equal("/", await AcceptAsync(browser, back, name));
    }

    [Fact]
    public async Task Invitation_WithANameThatIsTaken_AsksForAnother()
    {
        var page = await InviteAsync(Role.Investigator);
        var taken = (await SignedIn.PersonAsync(sample.Services)).UserName!;
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        var back = await AcceptAsync(browser, page, taken.ToUpperInvariant());
        Assert.Contains("Somebody has this user name already", await browser.ReadAsync(back), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_WithdrawnOrWrongOrOfAnotherUse_AreAnsweredAlike()
    {
        var page = await InviteAsync(Role.Investigator);
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        var pending = await TestAccounts.DoAsync<PersonQueries, IReadOnlyList<PendingLink>>(sample.Services, h => h.PendingAsync());
        Assert.True(await TestAccounts.DoAsync<WithdrawLink, bool>(sample.Services, h => h.HandleAsync(Actor.Local, pending[0].Id)));
        Assert.False(await TestAccounts.DoAsync<WithdrawLink, bool>(sample.Services, h => h.HandleAsync(Actor.Local, pending[0].Id)));
        var withdrawn = await ShownAsync(browser, page);
        Assert.Contains("This link does not work", withdrawn, StringComparison.Ordinal);
        Assert.Equal(withdrawn, await ShownAsync(browser, "/invitation?token=never-made"));
        Assert.Equal(withdrawn, await ShownAsync(browser, "/invitation"));
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        var secret = await TestAccounts.DoAsync<MakeRecoveryLink, string>(sample.Services, h => h.HandleAsync(Actor.Local, user.Id));
        var accepted = await TestAccounts.DoAsync<AcceptInvitation, AcceptedLink>(sample.Services, h => h.HandleAsync(
            secret, new NewAccount("A", NewName(), TestAccounts.Password, TestAccounts.Password), new SignInPlace("", "")));
        Assert.Equal(new AcceptedLink(null), accepted);
    }

    [Fact]
    public async Task Recovery_SetsThePasswordAndTakesAllElseThatLedIn()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        using AccountBrowser before = new(sample.Http.BaseAddress!), browser = new(sample.Http.BaseAddress!);
        await before.SignInAsync(user.UserName!, TestAccounts.Password);
        await TestAccounts.EnrolAsync(sample.Services, user);
        var page = AccountAddress.Invitation(await TestAccounts.DoAsync<MakeRecoveryLink, string>(sample.Services, h => h.HandleAsync(Actor.Local, user.Id)));
        const string another = "seven lamps over water";
        Assert.Contains(user.UserName!, await browser.ReadAsync(page), StringComparison.Ordinal);

        Assert.Equal("/", await RecoverAsync(another));

        Assert.True(await browser.IsInAsync());
        Assert.False(await before.IsInAsync());
        Assert.Equal("/", await before.SignInAsync(user.UserName!, another));
        Assert.Contains("This link does not work", await browser.ReadAsync(page), StringComparison.Ordinal);

        async Task<string> RecoverAsync(string password)
        {
            using var answer = await browser.SendAsync(page, AccountAddress.Recover, ("password", password), ("again", password));
            return AccountBrowser.To(answer);
        }
    }

    [Fact]
    public async Task Recovery_MadeAnew_TakesThePlaceOfTheOneBefore()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        var first = await TestAccounts.DoAsync<MakeRecoveryLink, string>(sample.Services, h => h.HandleAsync(Actor.Local, user.Id));
        await TestAccounts.DoAsync<MakeRecoveryLink, string>(sample.Services, h => h.HandleAsync(Actor.Local, user.Id));
        var late = await TestAccounts.DoAsync<AcceptRecovery, AcceptedLink>(
            sample.Services, h => h.HandleAsync(first, TestAccounts.Password, TestAccounts.Password, new SignInPlace("", "")));
        Assert.Equal(new AcceptedLink(null), late);
    }

    [Fact]
    public async Task Form_WithoutItsToken_IsRefused()
    {
        using var answer = await sample.Http.PostAsync(AccountAddress.Accept, new FormUrlEncodedContent([new("token", "x"), new("name", "x")]));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEqual(UsedUp, AccountBrowser.To(answer));
    }

    private async Task<string> InviteAsync(params Role[] roles) => AccountAddress.Invitation(
        await TestAccounts.DoAsync<InvitePerson, string>(sample.Services, h => h.HandleAsync(Actor.Local, "New colleague", roles)));

    private static async Task<string> ShownAsync(AccountBrowser browser, string page) =>
        new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await browser.ReadAsync(page)).QuerySelector("main")!.TextContent;

    private static string NewName() => FormattableString.Invariant($"colleague{Interlocked.Increment(ref _number)}");

    private static async Task<string> AcceptAsync(
        AccountBrowser browser, string page, string name, string password = TestAccounts.Password, string again = TestAccounts.Password)
    {
        using var answer = await browser.SendAsync(
            page, AccountAddress.Accept, ("name", name), ("userName", name), ("password", password), ("again", again));
        return AccountBrowser.To(answer);
    }
}

using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Identity.Passwords;

namespace Investigator.App.Tests.Identity;

public sealed class PasswordTests(ServedSample sample) : IClassFixture<ServedSample>
{
    private const string Another = "seven lamps over water";

    [Fact]
    public async Task Change_WithTheOldOne_EndsEveryOtherSession()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        using AccountBrowser mine = new(sample.Http.BaseAddress!), other = new(sample.Http.BaseAddress!);
        Assert.Equal("/", await mine.SignInAsync(user.UserName!, TestAccounts.Password));
        Assert.Equal("/", await other.SignInAsync(user.UserName!, TestAccounts.Password));
        var kept = (await TestAccounts.DoAsync<OwnAccount, IReadOnlyList<OpenSession>>(sample.Services, h => h.SessionsAsync(TestAccounts.ActorOf(user))))
            .OrderBy(static s => s.CreatedAt).First();

        await TestAccounts.DoAsync<ChangePassword>(
            sample.Services, h => h.HandleAsync(TestAccounts.ActorOf(user), kept.Id, TestAccounts.Password, Another));

        Assert.True(await mine.IsInAsync());
        Assert.False(await other.IsInAsync());
        Assert.Equal("/sign-in?problem=wrong", await other.SignInAsync(user.UserName!, TestAccounts.Password));
        Assert.Equal("/", await other.SignInAsync(user.UserName!, Another));
    }

    [Theory]
    [InlineData("short one", "at least 12 characters")]
    [InlineData("Password-2026!", "among the first")]
    [InlineData("investigator12", "among the first")]
    public async Task Change_ToOneThatIsTooEasy_SaysWhy(string password, string words)
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        var refused = await Assert.ThrowsAsync<InputException>(() => TestAccounts.DoAsync<ChangePassword>(
            sample.Services, h => h.HandleAsync(TestAccounts.ActorOf(user), null, TestAccounts.Password, password)));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_WithWrongOldOnes_RestsTheAccount()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        for (var i = 0; i < 5; i++) await ChangeAsync("not this one at all");
        await ChangeAsync(TestAccounts.Password);

        Task ChangeAsync(string old) => Assert.ThrowsAsync<InputException>(() => TestAccounts.DoAsync<ChangePassword>(
            sample.Services, h => h.HandleAsync(TestAccounts.ActorOf(user), null, old, Another)));
    }

    [Fact]
    public async Task First_OfWhoHasNone_IsSetWithoutAnOldOne()
    {
        var user = await SignedIn.PersonAsync(sample.Services);
        Assert.False((await TestAccounts.DoAsync<OwnAccount, WaysIn?>(sample.Services, h => h.WaysAsync(TestAccounts.ActorOf(user))))!.ComesBack);

        await TestAccounts.DoAsync<ChangePassword>(sample.Services, h => h.HandleAsync(TestAccounts.ActorOf(user), null, null, Another));

        Assert.True((await TestAccounts.DoAsync<OwnAccount, WaysIn?>(sample.Services, h => h.WaysAsync(TestAccounts.ActorOf(user))))!.ComesBack);
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        Assert.Equal("/", await browser.SignInAsync(user.UserName!, Another));
    }
}

using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Identity.SecondFactor;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Identity;

public sealed class SecondFactorTests(ServedSample sample) : IClassFixture<ServedSample>
{
    private const string Again = "/sign-in/code?problem=wrong";

    [Fact]
    public async Task SignIn_WithACode_IsDoneInTwoStepsAndGoesWhereItWasGoing()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        var (key, _) = await TestAccounts.EnrolAsync(sample.Services, user);
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);

        Assert.Equal(AccountAddress.CodePage, await browser.SignInAsync(user.UserName!, TestAccounts.Password, "/sign-in?returnUrl=%2Ffindings"));
        Assert.False(await browser.IsInAsync());
        Assert.Equal("/findings", await CodeAsync(browser, TestAccounts.CodeOf(key)));
        Assert.True(await browser.IsInAsync());
    }

    [Fact]
    public async Task Code_ThatWasTaken_IsNotTakenAgain()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        var (key, _) = await TestAccounts.EnrolAsync(sample.Services, user);
        var code = TestAccounts.CodeOf(key);
        using AccountBrowser first = new(sample.Http.BaseAddress!), second = new(sample.Http.BaseAddress!);
        await first.SignInAsync(user.UserName!, TestAccounts.Password);
        await second.SignInAsync(user.UserName!, TestAccounts.Password);

        Assert.Equal("/", await CodeAsync(first, code));
        Assert.Equal(Again, await CodeAsync(second, code));
        Assert.Equal("/", await CodeAsync(second, TestAccounts.CodeOf(key, 1)));
    }

    [Fact]
    public async Task RecoveryCode_LetsInOnceAndIsKeptAsAHash()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        var (key, codes) = await TestAccounts.EnrolAsync(sample.Services, user);
        Assert.Equal(10, codes.Distinct().Count());
        await using var context = await sample.Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
        var kept = string.Join(' ', await context.Set<UserTokenEntity>().Where(t => t.UserId == user.Id).Select(static t => t.Value).ToListAsync());
        Assert.All(codes, code => Assert.DoesNotContain(code, kept, StringComparison.Ordinal));
        Assert.DoesNotContain(key.Replace(" ", "", StringComparison.Ordinal), kept, StringComparison.Ordinal);

        using AccountBrowser first = new(sample.Http.BaseAddress!), second = new(sample.Http.BaseAddress!);
        await first.SignInAsync(user.UserName!, TestAccounts.Password);
        await second.SignInAsync(user.UserName!, TestAccounts.Password);
        Assert.Equal("/", await CodeAsync(first, codes[3]));
        Assert.Equal(Again, await CodeAsync(second, codes[3]));
        Assert.Equal(Again, await CodeAsync(second, kept.Split(';')[0]));
    }

    [Fact]
    public async Task Codes_ThatDoNotFit_RestTheAccountAndTheRightOneDoesNotHelpThen()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        var (key, _) = await TestAccounts.EnrolAsync(sample.Services, user);
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        await browser.SignInAsync(user.UserName!, TestAccounts.Password);
        var wrong = TestAccounts.CodeOf(key, 100);

        for (var i = 0; i < 5; i++) Assert.Equal(Again, await CodeAsync(browser, wrong));

        Assert.Equal(Again, await CodeAsync(browser, TestAccounts.CodeOf(key)));
        Assert.Equal("/sign-in?problem=wrong", await browser.SignInAsync(user.UserName!, TestAccounts.Password));
    }

    /// <summary>A sign-in that was begun does not outlive a change of the password.</summary>
    [Fact]
    public async Task Step_BegunBeforeThePasswordChanged_IsOver()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        var (key, _) = await TestAccounts.EnrolAsync(sample.Services, user);
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        await browser.SignInAsync(user.UserName!, TestAccounts.Password);
        await TestAccounts.DoAsync<Investigator.Identity.Passwords.ChangePassword>(
            sample.Services, h => h.HandleAsync(TestAccounts.ActorOf(user), null, TestAccounts.Password, "seven lamps over water"));

        Assert.Equal(Again, await CodeAsync(browser, TestAccounts.CodeOf(key)));
        Assert.False(await browser.IsInAsync());
    }

    [Fact]
    public async Task Code_WithoutAPasswordBefore_IsNotAskedFor()
    {
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        Assert.Contains("Begin with your password", await browser.ReadAsync(AccountAddress.CodePage), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SwitchOff_NeedsPasswordAndCode()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        var (key, codes) = await TestAccounts.EnrolAsync(sample.Services, user);
        await Assert.ThrowsAsync<InputException>(() => OffAsync("not this one at all", TestAccounts.CodeOf(key)));
        await Assert.ThrowsAsync<InputException>(() => OffAsync(TestAccounts.Password, TestAccounts.CodeOf(key, 100)));
        await OffAsync(TestAccounts.Password, codes[0]);
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        Assert.Equal("/", await browser.SignInAsync(user.UserName!, TestAccounts.Password));

        Task OffAsync(string password, string code) =>
            TestAccounts.DoAsync<RemoveAuthenticator>(sample.Services, h => h.HandleAsync(TestAccounts.ActorOf(user), password, code));
    }

    [Fact]
    public async Task RecoveryCodes_Renewed_AreTheOnlyOnes()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        var (key, old) = await TestAccounts.EnrolAsync(sample.Services, user);
        var renewed = await TestAccounts.DoAsync<RenewRecoveryCodes, IReadOnlyList<string>>(
            sample.Services, h => h.HandleAsync(TestAccounts.ActorOf(user), TestAccounts.CodeOf(key)));
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        await browser.SignInAsync(user.UserName!, TestAccounts.Password);
        Assert.Equal(Again, await CodeAsync(browser, old[0]));
        Assert.Equal("/", await CodeAsync(browser, renewed[0]));
    }

    private static async Task<string> CodeAsync(AccountBrowser browser, string code)
    {
        using var answer = await browser.SendAsync(AccountAddress.CodePage, AccountAddress.Code, ("code", code));
        return AccountBrowser.To(answer);
    }
}

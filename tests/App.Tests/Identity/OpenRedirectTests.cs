using Investigator.Identity;

namespace Investigator.App.Tests.Identity;

/// <summary>An address that somebody else chose for after the sign-in leads to a page of ours or to the start page.</summary>
public sealed class OpenRedirectTests(ServedSample sample) : IClassFixture<ServedSample>
{
    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/%0d%0aLocation:%20https://evil.example")]
    [InlineData("http:evil.example")]
    public async Task SignIn_SentElsewhereAfterwards_GoesToAPageOfOurs(string there)
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        var (key, _) = await TestAccounts.EnrolAsync(sample.Services, user);
        var plain = await TestAccounts.WithPasswordAsync(sample.Services);
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        var page = "/sign-in?returnUrl=" + Uri.EscapeDataString(there);
        Assert.True(IsOurs(await browser.SignInAsync(plain.UserName!, TestAccounts.Password, page)));
        Assert.True(IsOurs(await browser.SignInAsync(plain.UserName!, "not this one at all", page)));
        await browser.SignInAsync(user.UserName!, TestAccounts.Password, page);
        using var answer = await browser.SendAsync(AccountAddress.CodePage, AccountAddress.Code, ("code", TestAccounts.CodeOf(key)));
        Assert.True(IsOurs(AccountBrowser.To(answer)));
    }

    private static bool IsOurs(string location) => location.StartsWith('/') && location is not ['/', '/' or '\\', ..];
}

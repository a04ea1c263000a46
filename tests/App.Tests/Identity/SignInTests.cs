using System.Net;
using Investigator.Access;
using Investigator.Composition;
using Investigator.Identity;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Identity;

/// <summary>What is told to who tries, and what of before lets nobody in any more.</summary>
public sealed class SignInTests(ServedSample sample) : IClassFixture<ServedSample>
{
    [Fact]
    public async Task SignIn_ThatDoesNotFit_IsAnsweredAlikeForEverybody()
    {
        var known = await TestAccounts.WithPasswordAsync(sample.Services);
        var resting = await TestAccounts.WithPasswordAsync(sample.Services);
        var without = await SignedIn.PersonAsync(sample.Services);
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        for (var i = 0; i < 5; i++) await browser.SignInAsync(resting.UserName!, "not this one at all");

        (string Name, string Password)[] tries =
        [
            (known.UserName!, "not this one at all"), ("nobody-has-this", TestAccounts.Password), (resting.UserName!, TestAccounts.Password),
            (without.UserName!, TestAccounts.Password), ("", ""),
        ];
        foreach (var (name, password) in tries) Assert.Equal("/sign-in?problem=wrong", await browser.SignInAsync(name, password));
    }

    [Fact]
    public async Task SignIn_OverAnEarlierSession_IsAnotherSession()
    {
        var (first, second) = (await TestAccounts.WithPasswordAsync(sample.Services), await TestAccounts.WithPasswordAsync(sample.Services));
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        await browser.SignInAsync(first.UserName!, TestAccounts.Password);
        var planted = browser.Cookie;
        await browser.SignInAsync(second.UserName!, TestAccounts.Password);
        Assert.NotEqual(planted, browser.Cookie);
        Assert.Contains(first.Name, await ReadAsAsync(planted), StringComparison.Ordinal);
        Assert.DoesNotContain(second.Name, await ReadAsAsync(planted), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookie_AfterSignOut_IsOfNoUse()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        await browser.SignInAsync(user.UserName!, TestAccounts.Password);
        var old = browser.Cookie;
        using (await browser.SendAsync("/account", AccountAddress.SignOut)) Assert.False(await browser.IsInAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await AsAsync(old));
    }

    [Fact]
    public async Task Cookie_OfAnotherInstallation_IsOfNoUse()
    {
        using var folder = new TempFolder();
        using var data = DataFolder.Open(folder.Path);
        await using var other = await WebServer.BuildAsync(data, "http://127.0.0.1:0");
        var user = await TestAccounts.WithPasswordAsync(sample.Services);
        var mine = await SignedIn.CookieAsync(sample.Services, user);
        var theirs = await SignedIn.CookieAsync(other.Services, Role.Administrator);
        Assert.Equal(HttpStatusCode.OK, await AsAsync(mine));

        // Under this installation's name too, and with this one's session in the other's seal.
        var (name, session) = (mine[..mine.IndexOf('=', StringComparison.Ordinal)], theirs[(theirs.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        foreach (var forged in (string[])[theirs, $"{name}={session}", mine[..^4] + "AAAA", $"{name}=", $"{name}=null"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await AsAsync(forged));
        }
    }

    [Fact]
    public async Task Form_WithoutItsToken_IsRefused()
    {
        using var http = new HttpClient { BaseAddress = sample.Http.BaseAddress };
        string[] forms =
        [
            AccountAddress.SignIn, AccountAddress.Code, AccountAddress.Accept, AccountAddress.Recover, AccountAddress.PasskeySignIn, AccountAddress.AddPasskey,
            AccountAddress.SignOut,
        ];
        foreach (var form in forms)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, form);
            request.Content = new FormUrlEncodedContent([new("name", "x"), new("everywhere", "true")]);
            request.Headers.Add("Cookie", sample.Cookie);
            using var answer = await http.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{form}: {(int)answer.StatusCode}");
        }

        Assert.Equal(HttpStatusCode.OK, await AsAsync(sample.Cookie));
    }

    /// <summary>What is no passkey, or was not asked for, is told alike.</summary>
    [Fact]
    public async Task Passkey_ThatIsNone_IsRefused()
    {
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        using var http = new HttpClient { BaseAddress = sample.Http.BaseAddress };
        using var asked = await http.PostAsync(AccountAddress.PasskeyRequest, null);
        using var begun = System.Text.Json.JsonDocument.Parse(await asked.Content.ReadAsStringAsync());
        var step = begun.RootElement.GetProperty("step").GetString()!;
        (string Credential, string Step)[] tries =
        [
            ("", ""), ("{}", step), ("null", step), ("[", step), ("{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\",\"response\":{}}", step),
            ("{}", "no-step"),
        ];
        foreach (var (credential, token) in tries)
        {
            using var answer = await browser.SendAsync(
                AccountAddress.SignInPage, AccountAddress.PasskeySignIn, ("credential", credential), ("step", token));
            Assert.Equal("/sign-in?problem=passkey", AccountBrowser.To(answer));
        }
    }

    private async Task<string> ReadAsAsync(string cookie)
    {
        using var answer = await SendAsAsync(cookie, "/account");
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<HttpStatusCode> AsAsync(string cookie)
    {
        using var answer = await SendAsAsync(cookie, "/runs");
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsAsync(string cookie, string path)
    {
        using var http = new HttpClient { BaseAddress = sample.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        return await http.SendAsync(request);
    }
}

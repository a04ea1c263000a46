using Investigator.Access;
using Investigator.Composition;
using Investigator.Identity;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Identity;

/// <summary>The way back for who has lost everything but the machine.</summary>
public sealed class SignInOptionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Serve_ForWhoIsKnown_PrintsALinkThatSetsThePassword()
    {
        UserEntity user;
        using (var data = DataFolder.Open(_folder.Path))
        await using (var app = await WebServer.BuildAsync(data, "http://127.0.0.1:0"))
        {
            user = await TestAccounts.WithPasswordAsync(app.Services, Role.Administrator);
            await TestAccounts.EnrolAsync(app.Services, user);
        }

        using var served = AppProcess.Start("serve", "--data", _folder.Path, "--url", AppProcess.FreeUrl(), "--sign-in", user.UserName!);
        var link = await SignInLink.OfAsync(served, TimeSpan.FromMinutes(1));
        Assert.Contains($"lets {user.UserName} set a new password", served.Output, StringComparison.Ordinal);
        using var browser = new AccountBrowser(new Uri(link.GetLeftPart(UriPartial.Authority)));
        using var answer = await browser.SendAsync(
            link.PathAndQuery, AccountAddress.Recover, ("password", "seven lamps over water"), ("again", "seven lamps over water"));
        Assert.Equal("/", AccountBrowser.To(answer));
        Assert.True(await browser.IsInAsync());
        await served.KillAsync();
    }

    [Fact]
    public async Task Serve_ForWhoIsNotKnown_SaysSoAndServesNothing()
    {
        using var served = AppProcess.Start("serve", "--data", _folder.Path, "--url", AppProcess.FreeUrl(), "--sign-in", "nobody.here");
        Assert.Equal(2, await served.ExitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("nobody signs in with this user name", served.Output, StringComparison.Ordinal);
        Assert.Contains("nobody.here", served.Output, StringComparison.Ordinal);
    }
}

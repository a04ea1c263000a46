using Investigator.TestKit;
using Microsoft.Playwright;

namespace Investigator.Browser.Tests;

/// <summary>The first administrator's way from the link in the terminal to a password, a passkey and a colleague, by name: numbers have no passkeys.</summary>
[Collection(DemoCollection.Name)]
public class AccountTests(DemoApp app)
{
    private const string Password = "four quiet herons wade";

    [Fact]
    public async Task Administrator_WithAPasswordAndAPasskey_SignsInByEitherAndInvites()
    {
        using var folder = new TempFolder();
        var url = AppProcess.FreeUrl().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        using var served = AppProcess.Start("serve", "--data", folder.Path, "--url", url);
        Assert.True(await served.SeesAsync(line => line.StartsWith("Investigator serves", StringComparison.Ordinal), TimeSpan.FromMinutes(2)), served.Output);
        var link = await SignInLink.OfAsync(served, TimeSpan.FromSeconds(30));
        var refused = new List<string>();
        var page = await app.OpenAsync(link.PathAndQuery, from: url, refused: refused);
        await AddAuthenticatorAsync(page);

        await Assertions.Expect(page.Locator(".way-back")).ToContainTextAsync("works once");
        await page.GotoAsync(url + "/account");
        await page.AssertNoSeriousViolationAsync();
        await page.Locator("input.new-password").FillAsync(Password);
        await page.Locator("input.again").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Your password is set")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".way-back")).ToHaveCountAsync(0);
        await page.AssertNoSeriousViolationAsync();

        await page.Locator("form[data-passkey] input[name=name]").FillAsync("Test key");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The passkey is added")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("ul.passkeys input")).ToHaveValueAsync("Test key");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        await page.AssertNoSeriousViolationAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        // Home, or the page that was open when it was asked for again because its session had ended.
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Signed in as") })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await page.GotoAsync(url + "/people");
        await page.AssertNoSeriousViolationAsync();
        await page.Locator("input.invited-name").FillAsync("Grace");
        await page.Locator("section[aria-labelledby=invite] input[type=checkbox]").First.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
        var invitation = new Uri(await page.Locator(".link-once code").InnerTextAsync());
        await page.AssertNoSeriousViolationAsync();

        var colleague = await app.OpenAsync(invitation.PathAndQuery, from: url, refused: refused);
        await colleague.AssertNoSeriousViolationAsync();
        await colleague.Locator("input[name=userName]").FillAsync("grace");
        await colleague.Locator("input[name=password]").FillAsync(Password);
        await colleague.Locator("input[name=again]").FillAsync(Password);
        await colleague.GetByRole(AriaRole.Button, new() { Name = "Make my account" }).ClickAsync();
        await Assertions.Expect(colleague.GetByRole(AriaRole.Button, new() { Name = "Signed in as Grace" })).ToBeVisibleAsync();
        Assert.Empty(refused);
        await colleague.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>A device of the browser's own that keeps passkeys and finds that whoever is there is the right one.</summary>
    private static async Task AddAuthenticatorAsync(IPage page)
    {
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new
            {
                protocol = "ctap2",
                transport = "internal",
                hasResidentKey = true,
                hasUserVerification = true,
                isUserVerified = true,
                automaticPresenceSimulation = true,
            },
        });
    }
}

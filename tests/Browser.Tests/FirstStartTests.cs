using Investigator.TestKit;
using Microsoft.Playwright;

namespace Investigator.Browser.Tests;

/// <summary>What a newcomer does with files of her own: an empty app, data, a run, its findings, a download. Nothing of it can be read by others.</summary>
[Collection(DemoCollection.Name)]
public class FirstStartTests(DemoApp app)
{
    [Fact]
    public async Task FirstStart_FromAnEmptyFolderThroughDataAndARun_EndsAtItsFindings()
    {
        using var folder = new TempFolder();
        using (var generate = AppProcess.Start("generate", "--transactions", "2500", "--format", "csv", "--out", folder.File("shop")))
        {
            Assert.Equal(0, await generate.ExitAsync(TimeSpan.FromMinutes(2)));
        }
        var url = AppProcess.FreeUrl();
        using var served = AppProcess.Start("serve", "--data", folder.File("data"), "--imports", folder.File("shop"), "--url", url);
        Assert.True(await served.SeesAsync(line => line.StartsWith("Investigator serves", StringComparison.Ordinal), TimeSpan.FromMinutes(2)), served.Output);

        // One click on the link in the terminal, and one is in.
        var link = await SignInLink.OfAsync(served, TimeSpan.FromSeconds(30));
        var page = await app.OpenAsync(link.PathAndQuery, from: url);
        await Assertions.Expect(page.GetByText("Three steps to the first risky finding")).ToBeVisibleAsync();
        await page.AssertNoSeriousViolationAsync();
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Add data" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Add data");
        await page.AssertNoSeriousViolationAsync();
        var wizard = new Wizard(page);
        await wizard.TakeAsync(Wizard.Transactions, "shop/transactions.csv");
        await wizard.GiveAsync(Wizard.Events, folder.File("shop/events.csv"));
        await wizard.NextAsync();
        await page.AssertNoSeriousViolationAsync();
        await wizard.LoadAsync();
        await page.AssertNoSeriousViolationAsync();
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Start a run" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "#1", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Run #1");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Findings", Exact = true }).ClickAsync(new() { Timeout = 180_000 });
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Findings");
        await Assertions.Expect(page.Locator("a[href*='/findings/']").First).ToBeVisibleAsync();
        var table = await page.APIRequest.GetAsync(url + "/api/runs/1/transactions.csv");
        Assert.Equal(2501, (await table.TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await page.Context.CloseAsync();
        Assert.Empty(ReadableByOthers(folder.File("data")));
    }

    private static IEnumerable<string> ReadableByOthers(string folder) =>
        Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Prepend(folder)
            .Where(static path => !OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0);
}

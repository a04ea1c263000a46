using Investigator.TestKit;
using Microsoft.Playwright;

namespace Investigator.Browser.Tests;

/// <summary>What a newcomer does with files of her own: an empty app, data, a run, its clusters.</summary>
[Collection(DemoCollection.Name)]
public class FirstStartTests(DemoApp app)
{
    [Fact]
    public async Task FirstStart_FromAnEmptyFolderThroughDataAndARun_EndsAtItsClusters()
    {
        using var folder = new TempFolder();
        using (var generate = AppProcess.Start("generate", "--transactions", "2500", "--format", "csv", "--out", folder.File("shop")))
        {
            Assert.Equal(0, await generate.ExitAsync(TimeSpan.FromMinutes(2)));
        }
        var url = AppProcess.FreeUrl();
        using var served = AppProcess.Start("serve", "--data", folder.File("data"), "--url", url);
        Assert.True(await served.SeesAsync(line => line.StartsWith("Investigator serves", StringComparison.Ordinal), TimeSpan.FromMinutes(2)), served.Output);

        var page = await app.OpenAsync("/", from: url);
        await Assertions.Expect(page.GetByText("Three steps to the first risky cluster")).ToBeVisibleAsync();
        await page.AssertNoSeriousViolationAsync();
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Add data" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Add data");
        foreach (var (part, file) in ((string, string)[])[("Transactions", "transactions.csv"), ("Events (optional)", "events.csv")])
        {
            var source = page.GetByRole(AriaRole.Group, new() { Name = part });
            await source.GetByLabel("Or a path on the server").FillAsync(Path.Combine(folder.File("shop"), file));
            await source.GetByRole(AriaRole.Button, new() { Name = "Use this path" }).ClickAsync();
            await Assertions.Expect(source.GetByText(file)).ToBeVisibleAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check the columns" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Load" })).ToBeVisibleAsync();
        await page.AssertNoSeriousViolationAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Load" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Quality report")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.AssertNoSeriousViolationAsync();
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Start a run" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "#1", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Run #1");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Clusters", Exact = true }).ClickAsync(new() { Timeout = 180_000 });
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Clusters");
        await Assertions.Expect(page.Locator("a[href*='/clusters/']").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}

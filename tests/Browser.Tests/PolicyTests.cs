using Microsoft.Playwright;

namespace Investigator.Browser.Tests;

[Collection(DemoCollection.Name)]
public class PolicyTests(DemoApp app)
{
    /// <summary>A demo has one person, who can ask and decide nothing.</summary>
    [Fact]
    public async Task Change_AskedForInTheDemo_WaitsForSomeoneElse()
    {
        var page = await app.OpenAsync("/settings");
        await Assertions.Expect(page.GetByText("a second person who may approve is needed")).ToBeVisibleAsync();
        await page.GetByLabel("Least fraud share").FillAsync("35.5");
        await Assertions.Expect(page.Locator(".preview-of-change")).ToContainTextAsync("findings of run 1", new() { Timeout = 20_000 });
        await page.AssertNoSeriousViolationAsync();
        var ask = page.GetByRole(AriaRole.Button, new() { Name = "Ask for this change" });
        await ask.ClickAsync();
        // The browser itself asks for the reason.
        Assert.False(await page.Locator("textarea.reason").EvaluateAsync<bool>("field => field.validity.valid"));
        await page.GetByLabel("Reason").FillAsync("Offices are called risky <b>too often</b>");
        await ask.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "see the requests" }).ClickAsync();

        var card = page.Locator("article.request");
        await Assertions.Expect(card).ToContainTextAsync("from 20% to 35.5%");
        await Assertions.Expect(card).ToContainTextAsync("Offices are called risky <b>too often</b>");
        await Assertions.Expect(card.GetByRole(AriaRole.Button)).ToHaveTextAsync(["Withdraw"]);
        await page.AssertNoSeriousViolationAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("[aria-labelledby=decided] .tag")).ToHaveTextAsync("withdrawn");
        await page.AssertNoSeriousViolationAsync();
        await page.Context.CloseAsync();
    }
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Investigator.Browser.Tests;

[Collection(DemoCollection.Name)]
public partial class WalkTests(DemoApp app)
{
    [Theory]
    [InlineData("/", "Investigator")]
    [InlineData("/datasets", "Datasets")]
    [InlineData("/runs", "Runs")]
    [InlineData("/findings", "Findings")]
    [InlineData("/map", "Map")]
    [InlineData("/rules", "Rules")]
    [InlineData("/transactions", "Transactions")]
    [InlineData("/dashboard", "Dashboard")]
    [InlineData("/approvals", "Approvals")]
    [InlineData("/settings", "Policy settings")]
    public async Task Page_OfTheDemo_HasItsHeadingAndNoSeriousViolation(string path, string heading)
    {
        foreach (var (dark, width, height) in ((bool, int, int)[])[(false, 1440, 900), (true, 390, 844)])
        {
            var refused = new List<string>();
            var page = await app.OpenAsync(path, dark, width, height, refused: refused);
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(heading);
            await page.AssertNoSeriousViolationAsync();
            Assert.Empty(refused);
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task Demo_FromFindingsToALassoOnTheMap_ShowsTheMembersSelected()
    {
        Assert.Contains("risky findings; the first", app.Output, StringComparison.Ordinal);
        var page = await app.OpenAsync("/findings");
        await page.Locator("a[href*='/findings/']").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(FindingUrl());
        await page.AssertNoSeriousViolationAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = "Map" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Map");
        await page.Locator(".main-svg").First.WaitForAsync();
        await Assertions.Expect(page.GetByText("WebGL is not supported")).ToHaveCountAsync(0);
        var lasso = page.GetByRole(AriaRole.Button, new() { Name = "Lasso" });
        await lasso.ClickAsync();
        await Assertions.Expect(lasso).ToHaveAttributeAsync("aria-pressed", "true");
        var plot = (await page.Locator(".js-plotly-plot").BoundingBoxAsync())!;
        (float X, float Y)[] corners = [(0.02f, 0.05f), (0.98f, 0.05f), (0.98f, 0.85f), (0.02f, 0.85f), (0.02f, 0.06f)];
        await page.Mouse.MoveAsync(plot.X + (corners[0].X * plot.Width), plot.Y + (corners[0].Y * plot.Height));
        await page.Mouse.DownAsync();
        foreach (var (x, y) in corners[1..]) await page.Mouse.MoveAsync(plot.X + (x * plot.Width), plot.Y + (y * plot.Height), new() { Steps = 8 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(page).ToHaveURLAsync(SelectionUrl(), new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator("table tbody tr").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await page.Context.CloseAsync();
    }

    [GeneratedRegex(@"/runs/\d+/findings/\d+")]
    private static partial Regex FindingUrl();

    [GeneratedRegex(@"selection=\d+")]
    private static partial Regex SelectionUrl();
}

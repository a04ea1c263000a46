using Deque.AxeCore.Playwright;

namespace Investigator.Browser.Tests;

[Collection(DemoCollection.Name)]
public class WalkTests(DemoApp app)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/clusters")]
    [InlineData("/rules")]
    [InlineData("/dashboard")]
    [InlineData("/datasets")]
    [InlineData("/runs")]
    public async Task Page_OfTheDemo_HasAHeadingAndNoSeriousAxeViolation(string path)
    {
        var page = await app.OpenAsync(path);
        await page.Locator("h1").First.WaitForAsync();
        await page.WaitForTimeoutAsync(2500);
        var serious = (await page.RunAxe()).Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{v.Id}: {v.Help} {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}").ToArray();
        Assert.True(serious.Length == 0, string.Join("\n", serious));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Demo_Started_PrintedItsRiskiestClusters() => Assert.Contains("risky clusters; the", await Task.FromResult(app.Output), StringComparison.Ordinal);
}

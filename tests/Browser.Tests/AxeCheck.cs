using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Investigator.Browser.Tests;

internal static class AxeCheck
{
    /// <summary>Waits until the page has settled, then lets axe look for what keeps people out.</summary>
    public static async Task AssertNoSeriousViolationAsync(this IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var serious = (await page.RunAxe()).Violations
            .Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{page.Url}: {v.Id}: {v.Nodes.First().Html}").ToArray();
        Assert.True(serious.Length == 0, string.Join('\n', serious));
    }
}

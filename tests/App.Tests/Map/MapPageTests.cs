using Bunit;
using Investigator.Selections;
using Investigator.Storage.Database;
using Investigator.Web;
using Investigator.Web.Controls;
using Investigator.Web.Pages.Map;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Map;

public sealed class MapPageTests : PageTest
{
    [Fact]
    public void Page_NoRun_SaysWhatToDo()
    {
        var page = Open<MapPage>(Links.Map());
        page.WaitForAssertion(() => Assert.Contains("No run has finished yet", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_Run_ShowsTheMapAndHowToSelect()
    {
        await Shop.AddAsync();
        var page = Open<MapPage>(Links.Map());
        page.WaitForState(() => page.FindAll(".map-plot").Count == 1);
        var rows = (await SampleAsync()).Rows.Count;
        Assert.Contains($"{Format.Count(rows)} transactions", page.Find(".map-plot").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains("Nothing is selected", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Selection_ShowsTotalsAndMembers()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var label = sample.Clusters.First(c => c.Size > 25).Label;
        var made = await Services.GetRequiredService<CreateSelection>().HandleAsync(Actor.Local, run, new ClusterShape(label));
        var page = Open<MapPage>(Links.Map(run, selection: made!.Value.Id));
        page.WaitForState(() => page.FindAll("tbody tr.mud-table-row").Count == 25);
        Assert.Contains($"{sample.Members(label).Count()} transactions selected", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_UnknownSelection_SaysSo()
    {
        var run = await Shop.AddAsync();
        var page = Open<MapPage>(Links.Map(run, selection: 77));
        page.WaitForAssertion(() => Assert.Contains($"Run {run} has no selection 77", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_ChosenCluster_SelectsItsMembersWithoutAPointer()
    {
        var run = await Shop.AddAsync();
        var page = Open<MapPage>(Links.Map(run, cluster: 0));
        page.WaitForState(() => page.FindAll("button").Any(b => b.TextContent.Contains("Select its members", StringComparison.Ordinal)));
        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent.Contains("Select its members", StringComparison.Ordinal)).Click());
        page.WaitForAssertion(() => Assert.Contains("selection=1", Navigation.Uri, StringComparison.Ordinal));
    }
}

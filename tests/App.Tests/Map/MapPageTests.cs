using AngleSharp.Dom;
using Bunit;
using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Findings;
using Investigator.Runs;
using Investigator.Selections;
using Investigator.Storage.Database;
using Investigator.Tags;
using Investigator.Web;
using Investigator.Web.Controls;
using Investigator.Web.Pages.Map;
using Investigator.Web.Pages.Tags;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Map;

public sealed class MapPageTests : PageTest
{
    [Fact]
    public async Task Page_OfACluster_GoesOnToTheFindingThatHoldsIt()
    {
        var run = await Shop.AddAsync();
        await SqlAsync("UPDATE findings SET Number = Number + 40");
        Open<MapPage>(FormattableString.Invariant($"/map?run={run}&cluster=0"));
        var number = await Services.GetRequiredService<FindingQueries>().FindByClusterAsync(run, 0);
        Assert.Equal(40, number);
        Assert.EndsWith(Links.Map(run, finding: number), Navigation.Uri, StringComparison.Ordinal);
    }

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
    public async Task Page_MapThatIsBeingDrawn_SaysHowFarItIsAndFillsItselfIn()
    {
        var run = await Shop.AddAsync();
        await Shop.SetMapAsync(run, MapStatus.Drawing);
        var monitor = Services.GetRequiredService<MapMonitor>();
        monitor.Begin(run);
        var page = Open<MapPage>(Links.Map(run));
        monitor.Report(run, new StageProgress(StageNames.Projection, 150, 600, 50, TimeSpan.FromSeconds(9)));
        page.WaitForAssertion(() => Assert.Equal("The map is being drawn: 25%", page.Find("#map-coming").TextContent));
        Assert.Empty(page.FindAll(".map-plot"));
        Assert.DoesNotContain("draw on the map", page.Markup, StringComparison.Ordinal);

        await Shop.SetMapAsync(run, MapStatus.Drawn);
        monitor.Touch(run, ended: true);

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".map-plot")));
        Assert.Empty(page.FindAll("#map-coming"));
    }

    [Fact]
    public async Task Page_MapThatCouldNotBeDrawn_SaysWhyAndLetsItBeDrawnAgain()
    {
        var run = await Shop.AddAsync();
        await Shop.SetMapAsync(run, MapStatus.Failed, "there is not enough memory");
        var page = Open<MapPage>(Links.Map(run));
        page.WaitForAssertion(() => Assert.Contains("There is not enough memory.", page.Markup, StringComparison.Ordinal));
        Assert.Contains("The map could not be drawn", page.Markup, StringComparison.Ordinal);

        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent.Contains("Draw again", StringComparison.Ordinal)).Click());

        page.WaitForAssertion(() => Assert.Equal("The map is still to be drawn", page.Find("#map-coming").TextContent));
        Assert.Equal((MapStatus.Waiting, null), (await Services.GetRequiredService<RunQueries>().FindAsync(run)) is { } r ? (r.Map, r.MapError) : default);

        await page.InvokeAsync(() => page.Find("button[aria-label='Stop drawing the map']").Click());

        page.WaitForAssertion(() => Assert.Contains("Someone stopped it.", page.Markup, StringComparison.Ordinal));
        Assert.Contains("The map was not drawn", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_RunWithoutAMap_SaysSoAndKeepsTheRest()
    {
        var run = await Shop.AddAsync();
        await Shop.SetMapAsync(run, MapStatus.None);
        var made = await Services.GetRequiredService<CreateSelection>().HandleAsync(Actor.Local, run, new FindingShape(0));
        var page = Open<MapPage>(Links.Map(run, selection: made!.Id));
        page.WaitForState(() => page.FindAll("tbody tr.mud-table-row").Count > 0);
        Assert.Contains("This run has no map", page.Markup, StringComparison.Ordinal);
        Assert.Contains($"{made.Count} transactions selected", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Selection_ShowsTotalsAndMembers()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var label = sample.Findings.First(c => c.Size > 25).Number;
        var made = await Services.GetRequiredService<CreateSelection>().HandleAsync(Actor.Local, run, new FindingShape(label));
        var page = Open<MapPage>(Links.Map(run, selection: made!.Id));
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
    public async Task Page_ChosenFinding_SelectsItsMembersWithoutAPointer()
    {
        var run = await Shop.AddAsync();
        var page = Open<MapPage>(Links.Map(run, finding: 0));
        page.WaitForState(() => page.FindAll("button").Any(b => b.TextContent.Contains("Select its members", StringComparison.Ordinal)));
        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent.Contains("Select its members", StringComparison.Ordinal)).Click());
        page.WaitForAssertion(() => Assert.Contains("selection=1", Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_SelectionDeleted_AsksFirstThenClearsTheMapAndKeepsItsTags()
    {
        var run = await Shop.AddAsync();
        var made = await Services.GetRequiredService<CreateSelection>().HandleAsync(Actor.Local, run, new FindingShape(0));
        await Services.GetRequiredService<AddTag>().HandleAsync(Actor.Local, TagTarget.OfSelection(run, made!.Id), "mule ring", TagKind.FraudType);
        var page = Open<MapPage>(Links.Map(run, selection: made.Id));
        page.WaitForState(() => Buttons(page, "Delete").Any());
        Assert.Contains("members of #0", page.Find("#selections tbody").TextContent, StringComparison.Ordinal);

        await page.InvokeAsync(() => Buttons(page, "Delete").Single().Click());
        Assert.Contains("1 tag stay", page.Find("[role=alertdialog]").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => Buttons(page, "Keep").Single().Click());
        Assert.NotNull(await Services.GetRequiredService<SelectionQueries>().FindAsync(run, made.Id));

        await page.InvokeAsync(() => Buttons(page, "Delete").Single().Click());
        await page.InvokeAsync(() => Buttons(page, "Delete for good").Single().Click());
        page.WaitForAssertion(() => Assert.Contains("There are none yet", page.Find("#selections").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("selection=", Navigation.Uri, StringComparison.Ordinal);
        Assert.Null(await Services.GetRequiredService<SelectionQueries>().FindAsync(run, made.Id));
        var place = Assert.Single(await Services.GetRequiredService<TagQueries>().PlacesAsync());
        Assert.Equal((run, null, made.Count), (place.Run, place.Selection, place.Count));
        var tags = Open<TagsPage>(Links.TagsPath);
        tags.WaitForAssertion(() => Assert.Contains($"a deleted selection of run {run}", tags.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_NoRoomForAnotherSelection_LeadsToThoseThatCanBeDeleted()
    {
        var run = await Shop.AddAsync();
        await using (var context = await Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().OpenAsync(Actor.Local, Permission.StartRuns))
        {
            var shape = """{"shape":"cluster","cluster":7}""";
            context.Selections.Add(new SelectionEntity { RunId = run, Shape = shape, Count = SelectionQuota.AtLeast, Rows = [], TransactionIds = "[]" });
            await context.SaveChangesAsync(Xunit.TestContext.Current.CancellationToken);
        }

        var page = Open<MapPage>(Links.Map(run, finding: 0));
        page.WaitForState(() => Buttons(page, "Select its members").Any());
        await page.InvokeAsync(() => Buttons(page, "Select its members").Single().Click());
        page.WaitForAssertion(() => Assert.Equal(Links.Selections(run), page.Find(".mud-alert a").GetAttribute("href")));
    }

    private static IEnumerable<IElement> Buttons(IRenderedComponent<MapPage> page, string words) =>
        page.FindAll("button").Where(b => b.TextContent.Trim() == words);
}

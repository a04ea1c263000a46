using System.Text.Json;
using Bunit;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Runs;
using Investigator.Settings;
using Investigator.Web.Controls;
using Investigator.Web.Pages.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Runs;

public sealed class RunsPageTests : PageTest
{
    [Fact]
    public void Runs_None_SaysWhatARunIsAndOffersOne()
    {
        var page = Open<RunsPage>("/runs");

        Assert.Equal("No run yet", page.WaitForElement(".empty-state h2").TextContent);
        Assert.Equal("/datasets/add", page.Find(".empty-state a").GetAttribute("href"));
    }

    [Fact]
    public async Task Runs_History_NewestFirstWithWhyARunFailed()
    {
        var dataset = await Shop.AddDatasetAsync();
        var finished = await Shop.AddFinishedRunAsync(dataset);
        var failed = await Shop.AddRunAsync(dataset, RunStatus.Failed, "the disk is full");

        var page = Open<RunsPage>("/runs");

        var rows = page.WaitForElements("table tbody tr", 2);
        Assert.Equal([$"#{failed}", $"#{finished}"], rows.Select(r => r.QuerySelector("a")!.TextContent));
        Assert.Contains("the disk is full", rows[0].TextContent);
        Assert.Contains(Took(await SampleAsync()), rows[1].TextContent);
    }

    [Fact]
    public async Task Runs_StatusInTheUrl_NarrowsTheHistory()
    {
        var dataset = await Shop.AddDatasetAsync();
        await Shop.AddFinishedRunAsync(dataset);
        var failed = await Shop.AddRunAsync(dataset, RunStatus.Failed, "out of memory");

        var page = Open<RunsPage>("/runs?status=failed");

        Assert.Equal($"#{failed}", page.WaitForElements("table tbody tr", 1)[0].QuerySelector("a")!.TextContent);
    }

    [Fact]
    public async Task Runs_InMotion_ShowsStageBarRateAndRemainingTime()
    {
        var run = await Shop.AddRunAsync(await Shop.AddDatasetAsync(), RunStatus.Running);
        var monitor = Services.GetRequiredService<RunMonitor>();
        monitor.Begin(run);
        monitor.Report(run, new StageProgress("neighbors", 150, 600, 50, TimeSpan.FromSeconds(9)));

        var page = Open<RunsPage>("/runs");

        Assert.Contains("Neighbours", page.WaitForElement("ol.stages li.now").TextContent);
        Assert.Equal(5, page.FindAll("ol.stages li.done").Count);
        var line = page.Find(".progress-line").TextContent;
        Assert.Contains("25%", line);
        Assert.Contains("150 of 600", line);
        Assert.Contains("50 rows per second", line);
        Assert.Contains("9.0 s left", line);

        monitor.Report(run, new StageProgress("hierarchy", 1, 0, 0, null));
        page.WaitForAssertion(() => Assert.Contains("Hierarchy", page.Find("ol.stages li.now").TextContent));
    }

    [Fact]
    public async Task Runs_CancelAWaitingRun_TakesItOutOfTheQueue()
    {
        var run = await Shop.AddRunAsync(await Shop.AddDatasetAsync(), RunStatus.Queued);
        var page = Open<RunsPage>("/runs");

        await page.WaitForElement($"button[aria-label='Cancel run {run}']").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".run-progress")));
        Assert.Equal(RunStatus.Cancelled, (await Services.GetRequiredService<RunQueries>().FindAsync(run))!.Status);
    }

    [Fact]
    public async Task Runs_StartDialog_QueuesARunWithTheChosenOptions()
    {
        var dataset = await Shop.AddDatasetAsync();
        Open<RunsPage>($"/runs?start={dataset}");

        await Providers.WaitForElement("input[type=number]").ChangeAsync(new() { Value = "7" });
        await Providers.FindAll("button").Single(b => b.TextContent.Trim() == "Start").ClickAsync(new());

        var run = Assert.Single(await Services.GetRequiredService<RunQueries>().ActiveAsync());
        Assert.Equal((dataset, 7, RunStatus.Queued), (run.DatasetId, run.Seed, run.Status));
    }

    [Fact]
    public async Task Runs_StartDialog_ShowsAndTakesTheBarsInForce()
    {
        var dataset = await Shop.AddDatasetAsync();
        var policy = new PolicySettings { RiskyLowerBound = 0.35, RiskyOdds = 7, RiskyCoordination = 0.9, MinKnownOutcomes = 4 };
        Services.GetRequiredService<CurrentSettings>().Take(new SettingsVersion(1, policy, DateTime.UnixEpoch, "anna", 1));
        Open<RunsPage>($"/runs?start={dataset}");

        Assert.Equal(["35%", "7", "4", "90%"], Providers.WaitForElements("dl.bars dd", 4).Select(d => d.TextContent));
        await Providers.FindAll("button").Single(b => b.TextContent.Trim() == "Start").ClickAsync(new());

        var queries = Services.GetRequiredService<RunQueries>();
        var run = (await queries.FindDetailAsync(Assert.Single(await queries.ActiveAsync()).Id))!;
        var risk = JsonSerializer.Deserialize<RunOptions>(run.Options, JsonFile.Options)!.Risk;
        Assert.Equal((0.35, 7.0, 0.9, 4.0), (risk.RiskyLowerBound, risk.RiskyOdds, risk.RiskyCoordination, risk.MinKnownOutcomes));
    }

    [Fact]
    public async Task Runs_StartDialogWithAnEarlierModel_QueuesARunThatAppliesIt()
    {
        var dataset = await Shop.AddDatasetAsync();
        var earlier = await Shop.AddFinishedRunAsync(dataset);
        Open<RunsPage>($"/runs?start={dataset}");

        var option = Providers.WaitForElements("select.behavior-model option", 2)[1];
        Assert.Contains($"run #{earlier}", option.TextContent);
        await Providers.Find("select.behavior-model").ChangeAsync(new() { Value = option.GetAttribute("value") });
        await Providers.FindAll("button").Single(b => b.TextContent.Trim() == "Start").ClickAsync(new());

        var queries = Services.GetRequiredService<RunQueries>();
        var model = Assert.Single(await queries.ModelsAsync());
        var queued = Assert.Single(await queries.ActiveAsync());
        var run = (await queries.FindDetailAsync(queued.Id))!;
        Assert.Equal(model.Folder, JsonSerializer.Deserialize<RunOptions>(run.Options, JsonFile.Options)!.Embedding.Model);
    }

    [Fact]
    public async Task Runs_StartDialogWithAnImpossibleOption_SaysWhatWasExpectedAndQueuesNothing()
    {
        var dataset = await Shop.AddDatasetAsync();
        Open<RunsPage>($"/runs?start={dataset}");

        await Providers.WaitForElement("input.min-cluster-size").ChangeAsync(new() { Value = "1" });
        await Providers.FindAll("button").Single(b => b.TextContent.Trim() == "Start").ClickAsync(new());

        Assert.Contains("2 or more", Providers.WaitForElement(".problem").TextContent);
        Assert.Empty(await Services.GetRequiredService<RunQueries>().ActiveAsync());
    }

    private static string Took(PreparedRun run) => Format.Duration(run.Entity.FinishedAt!.Value - run.Entity.StartedAt!.Value);
}

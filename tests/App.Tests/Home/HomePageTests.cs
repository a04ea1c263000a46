using Bunit;
using Investigator.Engine.Core;
using Investigator.Engine.Risk;
using Investigator.Runs;
using Investigator.Web.Pages.Home;

namespace Investigator.App.Tests.Home;

public sealed class HomePageTests : PageTest
{
    [Fact]
    public void Home_NothingLoaded_ShowsTheThreeStepsAndTheDemo()
    {
        var page = Open<HomePage>("/");

        page.WaitForElement(".first-steps");
        Assert.Equal("/datasets/add", page.Find(".first-steps li.next a").GetAttribute("href"));
        Assert.Contains("demo", page.Find(".first-steps code").TextContent);
        Assert.Single(page.FindAll("h1"));
    }

    [Fact]
    public async Task Home_DatasetWithoutRun_PointsAtTheRun()
    {
        await Shop.AddDatasetAsync();

        var page = Open<HomePage>("/");

        page.WaitForElement(".first-steps");
        Assert.Contains("Start a run", page.Find(".first-steps li.next h3").TextContent);
    }

    [Fact]
    public async Task Home_FinishedRun_ListsTheWorstFindingsFirstEachOneClickAway()
    {
        var run = await Shop.AddAsync();
        var riskiest = (await SampleAsync()).Findings.Where(c => c.Risky).Take(5).ToList();

        var page = Open<HomePage>("/");

        var rows = page.WaitForElements("table.top-findings tbody tr", 5);
        Assert.Equal(riskiest.Select(c => $"/runs/{run}/findings/{c.Number}"), rows.Select(r => r.QuerySelector("a")!.GetAttribute("href")));
        Assert.Equal(riskiest.Select(c => Wording.Chance(c.Probability!.Value)), page.FindAll(".chance b").Select(e => e.TextContent));
        Assert.Equal(riskiest.Select(c => c.Basis == RiskBasis.Coordination),
            rows.Select(r => r.TextContent.Contains("mainly by signs of coordination", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Home_RunWaiting_ShowsItsProgressBesideTheLastResults()
    {
        var dataset = await Shop.AddDatasetAsync();
        await Shop.AddFinishedRunAsync(dataset);
        var waiting = await Shop.AddRunAsync(dataset, RunStatus.Queued);

        var page = Open<HomePage>("/");

        page.WaitForElement(".run-progress");
        Assert.Contains($"Run #{waiting}", page.Find(".run-progress h2").TextContent);
        Assert.NotEmpty(page.FindAll("table.top-findings"));
    }

    [Fact]
    public async Task Home_StoreUnreadable_SaysSoAndOffersToTryAgain()
    {
        await BreakStoreAsync();

        var page = Open<HomePage>("/");

        Assert.Contains("could not be loaded", page.WaitForElement("[role=alert] h2").TextContent);
        Assert.Contains("Try again", page.Find("[role=alert] button").TextContent);
    }
}

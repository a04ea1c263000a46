using Bunit;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Model;
using Investigator.Engine.Tables;
using Investigator.Runs;
using Investigator.Web;
using Investigator.Web.Pages.Runs;

namespace Investigator.App.Tests.Runs;

public sealed class RunPageTests : PageTest
{
    [Fact]
    public void Run_Unknown_SaysThereIsNone()
    {
        var page = Open<RunPage>("/runs/9", p => p.Add(r => r.Id, 9));

        Assert.Contains("There is no such run", page.WaitForElement("h1").TextContent);
    }

    [Fact]
    public async Task Run_Finished_ShowsStagesNotesFilesAndLinks()
    {
        var run = await Shop.AddFinishedRunAsync(await Shop.AddDatasetAsync());

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        Assert.Equal(11, page.WaitForElements("section[aria-labelledby=stages] tbody tr").Count);
        Assert.Contains("browser has one value", page.Find("ul.notes").TextContent);
        Assert.Equal([$"/api/runs/{run}/files/members.parquet", $"/api/runs/{run}/files/feature-catalog.json", $"/api/runs/{run}/files/scale.json", $"/api/runs/{run}/files/model.json", $"/api/runs/{run}/files/weights.npy", $"/api/runs/{run}/files/run.json"], page.FindAll("ul.files a").Select(a => a.GetAttribute("href")));
        Assert.Contains(page.FindAll(".page-head a"), a => a.GetAttribute("href") == $"/clusters?run={run}");
        Assert.Contains("Seed", page.Find("section[aria-labelledby=options]").TextContent);
    }

    [Fact]
    public async Task Run_Finished_ShowsTheFeaturesAsDeclared()
    {
        var run = await Shop.AddFinishedRunAsync(await Shop.AddDatasetAsync());

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        var rows = page.WaitForElements("section[aria-labelledby=catalog] tbody tr");
        Assert.Equal(["accounts_on_device_24h", "accounts on this device in the last 24 hours", "distinct", "device", "24h", "account", "count", "yes", "yes"], rows[0].Children.Select(c => c.TextContent.Trim()));
        Assert.Equal(["no", "yes"], rows[1].Children.Select(c => c.TextContent.Trim()).TakeLast(2));
        Assert.Contains("2 features, 1 of them not causal", page.Find("section[aria-labelledby=catalog] p").TextContent);
    }

    [Fact]
    public async Task Run_Finished_ShowsWhatTheDistancesAreMadeOf()
    {
        var run = await Shop.AddFinishedRunAsync(await Shop.AddDatasetAsync());

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        var tables = page.WaitForElements("section[aria-labelledby=scale] table");
        Assert.Equal([["embedding", "32", "70.0%", ""], ["features", "2", "30.0%", ""]], tables[0].QuerySelectorAll("tbody tr").Select(r => r.Children.Select(c => c.TextContent.Trim()).ToArray()));
        Assert.Equal(["amount", "features", "log", "1", "20.0%", ""], tables[1].QuerySelectorAll("tbody tr")[1].Children.Select(c => c.TextContent.Trim()));
        Assert.Equal("width:20%", tables[1].QuerySelectorAll("tbody tr")[1].QuerySelector(".share-bar")!.GetAttribute("style"));
        Assert.Contains("currency: dropped, no row has a value", page.Find("section[aria-labelledby=scale] ul").TextContent);
        Assert.Contains("20 principal components took the place of 34 dimensions and kept 95.1% of the variance", page.Find("section[aria-labelledby=scale] p").TextContent);
    }

    [Fact]
    public async Task Run_OfBeforeThereWereCatalogueAndReport_ShowsNeither()
    {
        var run = await Shop.AddFinishedRunAsync(await Shop.AddDatasetAsync());
        foreach (var name in (string[])["feature-catalog.json", "scale.json"])
        {
            foreach (var file in Directory.EnumerateFiles(Data.Runs, name, SearchOption.AllDirectories)) File.Delete(file);
        }

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        page.WaitForElement("section[aria-labelledby=stages]");
        Assert.Empty(page.FindAll("section[aria-labelledby=catalog], section[aria-labelledby=scale]"));
    }

    [Fact]
    public async Task Run_ThatLearned_ShowsTheLossesPassByPassAndWhatTheyAreWorth()
    {
        var run = await Shop.AddFinishedRunAsync(await Shop.AddDatasetAsync());

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        var panel = page.WaitForElement("section[aria-label='How the behaviour model was learned']");
        Assert.Contains("From 900 different sequences", panel.TextContent);
        Assert.Contains("the next page in 51.2% of cases; counting which page follows which does in 48.6%", panel.TextContent);
        Assert.Equal([["1", "3.50", "3.25"], ["2", "3.10", "2.90"]], panel.QuerySelectorAll("tbody tr").Select(r => r.Children.Select(c => c.TextContent.Trim()).ToArray()));
    }

    [Fact]
    public async Task Run_ThatAppliedAModel_ShowsWhichAndHowFarTheDataDrifted()
    {
        var run = await Shop.AddFinishedRunAsync(await Shop.AddDatasetAsync());
        var file = Assert.Single(Directory.EnumerateFiles(Data.Runs, TrainingReport.FileName, SearchOption.AllDirectories));
        JsonFile.Write(file, new TrainingReport(900, [], 2, 4.2) { Model = "/runs/may", Drift = new ModelDrift(0.034, 0.2, 0.11) });

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        var panel = page.WaitForElement("section[aria-labelledby=training]");
        Assert.Contains("/runs/may", panel.TextContent);
        Assert.Equal(["3.4%", "20.0%", "11.0%"], panel.QuerySelectorAll("dd").Select(d => d.TextContent.Trim()));
    }

    [Fact]
    public async Task Run_ThatAppliedAnotherRunsModel_LinksToThatRun()
    {
        var dataset = await Shop.AddDatasetAsync();
        var learner = await Shop.AddFinishedRunAsync(dataset);
        var model = Assert.Single(Directory.EnumerateDirectories(Data.Runs));
        var run = await Shop.AddFinishedRunAsync(dataset);
        var folder = Assert.Single(Directory.EnumerateDirectories(Data.Runs), other => other != model);
        JsonFile.Write(Path.Combine(folder, TrainingReport.FileName), new TrainingReport(900, [], 2, 4.2) { Model = model, Drift = new ModelDrift(0, 0, 0) });

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        var panel = page.WaitForElement("section[aria-labelledby=training]");
        Assert.Equal(Links.Run(learner), panel.QuerySelector("a")?.GetAttribute("href"));
        Assert.DoesNotContain(model, panel.TextContent);
    }

    [Fact]
    public async Task Run_Failed_SaysWhy()
    {
        var run = await Shop.AddRunAsync(await Shop.AddDatasetAsync(), RunStatus.Failed, "the disk is full");

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        Assert.Contains("the disk is full", page.WaitForElement(".problem").TextContent);
        Assert.DoesNotContain(page.FindAll(".page-head a"), a => a.TextContent.Trim() == "Clusters");
    }

    [Fact]
    public async Task Run_RecordMissing_SaysWhichFile()
    {
        var run = await Shop.AddFinishedRunAsync(await Shop.AddDatasetAsync());
        foreach (var file in Directory.EnumerateFiles(Data.Runs, "run.json", SearchOption.AllDirectories)) File.Delete(file);

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        Assert.Contains("run.json", page.WaitForElement("[role=alert]").TextContent);
    }
}

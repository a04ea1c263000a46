using System.Globalization;
using System.Text.Json;
using Bunit;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Runs;
using Investigator.Runs;
using Investigator.TestKit;
using Investigator.Web;
using Investigator.Web.Controls;
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
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        var recorded = sample.Json("run.json").GetProperty("stages").EnumerateArray().Append(sample.Json("map.json").GetProperty("cost")).ToList();
        var stages = recorded.Select(s => s.GetProperty("rows").GetInt64());
        var rows = page.WaitForElements("section[aria-labelledby=stages] tbody tr").Select(r => r.Children[3].TextContent.Trim());
        Assert.Equal(stages.Select(Format.Count), rows);
        var taken = recorded.Select(s => s.GetProperty("cpu_seconds").GetDouble());
        var shown = page.FindAll("section[aria-labelledby=stages] tbody tr").Select(r => r.Children[5].TextContent.Trim());
        Assert.Equal(taken.Select(t => Format.Number(t)), shown);
        var notes = sample.Json("run.json").GetProperty("notes").EnumerateArray().Select(n => n.GetString());
        Assert.Equal(notes, page.FindAll("section[aria-labelledby=notes] li").Select(n => n.TextContent));
        var files = page.FindAll("ul.files a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.All((string[])["members.parquet", "rules.sql", "narratives.md", "run.json"], name => Assert.Contains($"/api/runs/{run}/files/{name}", files));
        Assert.All(files, link => Assert.True(File.Exists(Path.Combine(sample.RunFolder, Path.GetFileName(link))), link));
        Assert.Contains(page.FindAll(".page-head a"), a => a.GetAttribute("href") == $"/findings?run={run}");
        Assert.Contains("Seed", page.Find("section[aria-labelledby=options]").TextContent);
    }

    [Fact]
    public void Stages_OfARunFromBeforeProcessorTimeWasMeasured_SayThatItIsNotKnown()
    {
        var table = Render<StageTable>(p => p.Add(t => t.Stages, [new StageRecord("risk", 1, 2, 3), new StageRecord("rules", 1, 2, 3)]));

        Assert.All(table.FindAll("tbody tr").Select(r => r.Children[5].TextContent.Trim()), t => Assert.Equal("–", t));
        Assert.Equal("–", table.FindAll("tfoot td")[4].TextContent.Trim());
    }

    [Fact]
    public async Task Run_Finished_ShowsTheFeaturesAsDeclared()
    {
        var run = await Shop.AddAsync();

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        var table = page.WaitForElements("section[aria-labelledby=catalog] tbody tr");
        var rows = table.Select(r => string.Join('|', r.Children.Select(c => c.TextContent.Trim()))).ToList();
        Assert.Contains("accounts_on_device_24h|accounts on this device in the last 24 hours|distinct|device|24h|account|count|yes|yes", rows);
        var catalog = (await SampleAsync()).Json("feature-catalog.json").GetProperty("features").EnumerateArray().ToList();
        Assert.Equal(catalog.Select(f => $"{f.GetProperty("name")}|{(Causal(f) ? "yes" : "no")}"), rows.Select(r => $"{r.Split('|')[0]}|{r.Split('|')[7]}"));
        var summary = page.Find("section[aria-labelledby=catalog] p").TextContent;
        Assert.Contains($"{catalog.Count} features, {catalog.Count(f => !Causal(f))} of them not causal", summary);

        static bool Causal(JsonElement feature) => !feature.TryGetProperty("causal", out var causal) || causal.GetBoolean();
    }

    [Fact]
    public async Task Run_Finished_ShowsWhatTheDistancesAreMadeOf()
    {
        var run = await Shop.AddAsync();

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        var tables = page.WaitForElements("section[aria-labelledby=scale] table");
        var scale = (await SampleAsync()).Json("scale.json");
        foreach (var (table, list, name) in ((int, string, string)[])[(0, "blocks", "block"), (1, "features", "feature")])
        {
            var rows = tables[table].QuerySelectorAll("tbody tr").Select(r => $"{r.Children[0].TextContent.Trim()} {r.Children[^2].TextContent.Trim()}");
            var shares = scale.GetProperty(list).EnumerateArray().Select(s => $"{s.GetProperty(name)} {Format.Percent(s.GetProperty("share").GetDouble())}");
            Assert.Equal(shares, rows);
        }

        var why = tables[1].QuerySelectorAll("tbody tr").Select(r => (r.Children[4].TextContent.Trim(), r.Children[5].TextContent.Trim()));
        Assert.Equal(scale.GetProperty("features").EnumerateArray().Select(f => (f.GetProperty("reason").GetString(), f.GetProperty("weight").GetDouble()))
            .Select(f => (f.Item1!.Length == 0 ? "–" : f.Item2.ToString("0.##", CultureInfo.InvariantCulture), f.Item1)), why);
        Assert.Contains(why, w => w.Item2.StartsWith("known outcomes: 0.", StringComparison.Ordinal));
        var embedding = tables[1].QuerySelectorAll("tbody tr").Single(r => r.Children[0].TextContent.Trim() == "embedding");
        Assert.Equal(["embedding", "embedding", "as it is", "8"], embedding.Children.Take(4).Select(c => c.TextContent.Trim()));
        var width = double.Parse(embedding.QuerySelector(".share-bar")!.GetAttribute("style")!["width:".Length..^1], CultureInfo.InvariantCulture);
        var share = scale.GetProperty("features").EnumerateArray().Single(f => f.GetProperty("feature").GetString() == "embedding").GetProperty("share");
        Assert.Equal(share.GetDouble() * 100, width, 1);
        Assert.Contains("currency: dropped, the same value everywhere", page.Find("section[aria-labelledby=scale] ul").TextContent);
        var components = scale.GetProperty("components");
        var (from, to, kept) = (components.GetProperty("from"), components.GetProperty("to"), Format.Percent(components.GetProperty("kept").GetDouble()));
        Assert.Contains(
            $"{to} principal components took the place of {from} dimensions and kept {kept} of the variance",
            page.Find("section[aria-labelledby=scale] p").TextContent);
    }

    [Fact]
    public async Task Run_OfBeforeThereWereCatalogueAndReport_ShowsNeither()
    {
        var run = await Shop.AddAsync();
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
        var run = await Shop.AddAsync();

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        var panel = page.WaitForElement("section[aria-label='How the behaviour model was learned']");
        var report = (await SampleAsync()).Json("training.json");
        Assert.Contains($"From {report.GetProperty("sequences")} different sequences", panel.TextContent);
        Assert.Contains($"the next page in {Accuracy("network")} of cases;", panel.TextContent);
        Assert.Contains($"counting which page follows which does in {Accuracy("counting")}", panel.TextContent);
        Assert.Equal(
            report.GetProperty("epochs").EnumerateArray().Select(e => (string[])[$"{e.GetProperty("epoch")}", Loss(e, "train"), Loss(e, "held_out")]),
            panel.QuerySelectorAll("tbody tr").Select(r => r.Children.Select(c => c.TextContent.Trim()).ToArray()));

        string Accuracy(string predictor) => Format.Percent(report.GetProperty(predictor).GetProperty("page_accuracy").GetDouble());

        static string Loss(JsonElement epoch, string of) => Format.Number(epoch.GetProperty(of).GetDouble());
    }

    [Fact]
    public async Task Run_ThatAppliedAModel_ShowsWhichAndHowFarTheDataDrifted()
    {
        var model = (await SampleAsync()).RunFolder;
        var applied = Applying(model);
        var run = await Shop.AddAsync(applied);

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        var panel = page.WaitForElement("section[aria-labelledby=training]");
        Assert.Contains(model, panel.TextContent);
        var drift = (await PreparedRun.OfAsync(applied)).Json("training.json").GetProperty("drift");
        Assert.Equal(
            ((string[])["unknown_pages", "page_shift", "dwell_shift"]).Select(part => Format.Percent(drift.GetProperty(part).GetDouble())),
            panel.QuerySelectorAll("dd").Select(d => d.TextContent.Trim()));
    }

    [Fact]
    public async Task Run_ThatAppliedAnotherRunsModel_LinksToThatRun()
    {
        var model = (await SampleAsync()).RunFolder;
        var learner = await Shop.AddAsync();
        var folder = Assert.Single(Directory.EnumerateDirectories(Data.Runs));
        var run = await Shop.AddAsync(Applying(model));
        var reports = Directory.GetFiles(Data.Runs, "training.json", SearchOption.AllDirectories);
        var report = Assert.Single(reports, file => File.ReadAllText(file).Contains(model, StringComparison.Ordinal));
        await File.WriteAllTextAsync(report, (await File.ReadAllTextAsync(report)).Replace(model, folder, StringComparison.Ordinal));
        new RunFolder(Path.GetDirectoryName(report)!).Seal(Retention.Explain);

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        var panel = page.WaitForElement("section[aria-labelledby=training]");
        Assert.Equal(Links.Run(learner), panel.QuerySelector("a")?.GetAttribute("href"));
        Assert.DoesNotContain(folder, panel.TextContent);
    }

    [Fact]
    public async Task Run_Failed_SaysWhy()
    {
        var run = await Shop.AddRunAsync(await Shop.AddDatasetAsync(), RunStatus.Failed, "the disk is full");

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        Assert.Contains("the disk is full", page.WaitForElement(".problem").TextContent);
        Assert.DoesNotContain(page.FindAll(".page-head a"), a => a.TextContent.Trim() == "Findings");
    }

    [Fact]
    public async Task Run_RecordMissing_SaysWhichFile()
    {
        var run = await Shop.AddAsync();
        foreach (var file in Directory.EnumerateFiles(Data.Runs, "run.json", SearchOption.AllDirectories)) File.Delete(file);

        var page = Open<RunPage>($"/runs/{run}", p => p.Add(r => r.Id, run));

        Assert.Contains("run.json", page.WaitForElement("[role=alert]").TextContent);
    }

    /// <summary>The shop's first half under a model that the whole shop's run learned.</summary>
    private static RunBuilder Applying(string model)
    {
        var sample = new RunBuilder();
        return sample with
        {
            Simulation = sample.Simulation with { Transactions = 600 },
            Options = sample.Options with { Embedding = new EmbeddingOptions { Model = model } },
        };
    }
}

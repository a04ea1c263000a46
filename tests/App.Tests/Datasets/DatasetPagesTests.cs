using Bunit;
using Investigator.Datasets;
using Investigator.Engine.Ingest;
using Investigator.Web.Controls;
using Investigator.Web.Pages.Datasets;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Datasets;

public sealed class DatasetPagesTests : PageTest
{
    [Fact]
    public void Datasets_None_OffersToAddData()
    {
        var page = Open<DatasetsPage>("/datasets");

        Assert.Equal("No data yet", page.WaitForElement(".empty-state h2").TextContent);
        Assert.Equal("/datasets/add", page.Find(".empty-state a").GetAttribute("href"));
    }

    [Fact]
    public async Task Datasets_Some_ListsThemWithTheirRunsAndAWayToStartOne()
    {
        var dataset = await Shop.AddDatasetAsync();
        await Shop.AddFinishedRunAsync(dataset);
        var sample = await SampleAsync();

        var page = Open<DatasetsPage>("/datasets");

        var cells = page.WaitForElements("table tbody td").Select(c => c.TextContent.Trim()).ToList();
        Assert.Equal(["shop", Format.Count(sample.Rows.Count), Format.Count(sample.Events()), "7"], cells[..4]);
        Assert.Equal("1", cells[7]);
        Assert.Contains(page.FindAll("table a"), a => a.GetAttribute("href") == $"/runs?start={dataset}");
    }

    [Fact]
    public void Dataset_Unknown_SaysThereIsNone()
    {
        var page = Open<DatasetPage>("/datasets/4", p => p.Add(d => d.Id, 4));

        Assert.Contains("There is no such dataset", page.WaitForElement("h1").TextContent);
    }

    [Fact]
    public async Task Dataset_WithRejects_ReportsReasonsMissingValuesAndTheCsv()
    {
        var dataset = await Shop.AddDatasetAsync();
        var sample = await SampleAsync();

        var page = Open<DatasetPage>($"/datasets/{dataset}", p => p.Add(d => d.Id, dataset));

        var reasons = page.WaitForElements("section[aria-labelledby=rejects] tbody tr", 2);
        Assert.Contains("amount is not finite", reasons[0].TextContent);
        Assert.Contains("4", reasons[0].QuerySelector(".num")!.TextContent);
        Assert.Equal($"/api/datasets/{dataset}/rejects.csv", page.Find("section[aria-labelledby=rejects] a").GetAttribute("href"));
        Assert.Contains(Format.Of(sample.Rows.Count(r => r.Amount is null), sample.Rows.Count), page.Find("section[aria-labelledby=columns]").TextContent);
        var refused = page.FindAll("table.counts tbody tr").Select(static r => string.Join(" ", r.Children.Select(static c => c.TextContent.Trim())))
            .Single(static r => r.StartsWith("refused", StringComparison.Ordinal));
        Assert.Equal($"refused 7 ({Format.Percent(7.0 / (sample.Rows.Count + 7))}) none", refused);
        Assert.Contains("Finest timefractions of a second", string.Concat(page.FindAll("dl.facts dt, dl.facts dd").Select(e => e.TextContent.Trim())));
        Assert.Equal($"/runs?start={dataset}", page.Find(".page-head .actions a").GetAttribute("href"));
    }

    [Fact]
    public async Task Dataset_OfItsLoad_TellsEveryRowAndHowTheFilesWereRead()
    {
        var dataset = await Shop.AddDatasetAsync();
        await ChangeAsync(data => data with
        {
            TransactionRows = new RowCounts { Read = 2_000, Kept = 1_600, Copies = 100, Refunds = 293, Refused = 7 },
            EventRows = new RowCounts { Read = 900, Kept = 870, WithoutPayment = 30 },
            TransactionFormat = new SourceFormat { Encoding = "utf-8", Delimiter = ";", Decimal = "," },
        });

        var page = Open<DatasetPage>($"/datasets/{dataset}", p => p.Add(d => d.Id, dataset));

        var rows = page.WaitForElements("table.counts tbody tr").Select(static r => r.Children.Select(static c => c.TextContent.Trim())).ToList();
        Assert.Equal(
        [
            ["read from the files", "2,000", "900"],
            ["kept", "1,600 (80.0%)", "870 (96.7%)"],
            ["refunds set aside", "293 (14.7%)", "none"],
            ["delivered before", "100 (5.0%)", "none"],
            ["refused", "7 (0.4%)", "none"],
            ["of accounts without a payment", "none", "30 (3.3%)"],
        ], rows);
        var reading = page.Find("section[aria-labelledby=reading]");
        Assert.Contains("Between columnssemicolon (;)", Squeezed(reading.TextContent), StringComparison.Ordinal);
        Assert.Contains("Numberswritten like 1234,50", Squeezed(reading.TextContent), StringComparison.Ordinal);
        Assert.Equal($"/api/datasets/{dataset}/mapping.json", reading.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Dataset_OfBeforeRowsWereCounted_TellsWhatIsKnown()
    {
        var dataset = await Shop.AddDatasetAsync();
        await ChangeAsync(static data => data with { TransactionRows = null, EventRows = null, TransactionFormat = null, EventFormat = null });

        var page = Open<DatasetPage>($"/datasets/{dataset}", p => p.Add(d => d.Id, dataset));

        Assert.Contains("Account", page.WaitForElement("section[aria-labelledby=reading]").TextContent, StringComparison.Ordinal);
        var sample = await SampleAsync();
        Assert.Contains(Format.Of(7, sample.Rows.Count + sample.Events() + 7), page.Find("section[aria-labelledby=report]").TextContent);
        Assert.Empty(page.FindAll("table.counts"));
    }

    [Fact]
    public async Task Dataset_FilesGone_SaysWhichFile()
    {
        var dataset = await Shop.AddDatasetAsync();
        foreach (var folder in Directory.EnumerateDirectories(Data.Datasets)) Directory.Delete(folder, recursive: true);

        var page = Open<DatasetPage>($"/datasets/{dataset}", p => p.Add(d => d.Id, dataset));

        Assert.Contains("dataset.json", page.WaitForElement("[role=alert]").TextContent);
    }

    private static string Squeezed(string text) => string.Concat(text.Split('\n').Select(static line => line.Trim()));

    /// <summary>Rewrites what is known of the one dataset, as another load would have it.</summary>
    private async Task ChangeAsync(Func<Dataset, Dataset> change)
    {
        var queries = Services.GetRequiredService<DatasetQueries>();
        var folder = queries.Folder(Assert.Single(await queries.ListAsync()));
        var changed = change(folder.Open());
        File.Delete(folder.ManifestPath);
        folder.Save(changed);
        folder.Seal();
    }
}

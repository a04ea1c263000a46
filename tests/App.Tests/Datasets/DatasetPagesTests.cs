using Bunit;
using Investigator.Web.Controls;
using Investigator.Web.Pages.Datasets;

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
        Assert.Contains("amount is negative", reasons[0].TextContent);
        Assert.Contains("4", reasons[0].QuerySelector(".num")!.TextContent);
        Assert.Equal($"/api/datasets/{dataset}/rejects.csv", page.Find("section[aria-labelledby=rejects] a").GetAttribute("href"));
        Assert.Contains(Format.Of(sample.Rows.Count(r => r.Amount is null), sample.Rows.Count), page.Find("section[aria-labelledby=columns]").TextContent);
        Assert.Contains(Format.Of(7, sample.Rows.Count + sample.Events() + 7), page.Find("section[aria-labelledby=report]").TextContent);
        Assert.Contains("Finest timefractions of a second", string.Concat(page.FindAll("dl.facts dt, dl.facts dd").Select(e => e.TextContent.Trim())));
        Assert.Equal($"/runs?start={dataset}", page.Find(".page-head .actions a").GetAttribute("href"));
    }

    [Fact]
    public async Task Dataset_FilesGone_SaysWhichFile()
    {
        var dataset = await Shop.AddDatasetAsync();
        foreach (var folder in Directory.EnumerateDirectories(Data.Datasets)) Directory.Delete(folder, recursive: true);

        var page = Open<DatasetPage>($"/datasets/{dataset}", p => p.Add(d => d.Id, dataset));

        Assert.Contains("dataset.json", page.WaitForElement("[role=alert]").TextContent);
    }
}

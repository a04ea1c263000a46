using Bunit;
using Investigator.Web;
using Investigator.Web.Pages.Clusters;

namespace Investigator.App.Tests.Clusters;

public sealed class ClustersPageTests : SamplePageTest
{
    [Fact]
    public void Page_NoRun_SaysWhatToDo()
    {
        var page = Open<ClustersPage>(Links.Clusters());
        page.WaitForAssertion(() => Assert.Contains("No run has finished yet", page.Markup, StringComparison.Ordinal));
        Assert.Contains(page.FindAll("a"), a => a.GetAttribute("href") == Links.Datasets);
    }

    [Fact]
    public async Task Page_UnknownRun_SaysSo()
    {
        await AddRunAsync();
        var page = Open<ClustersPage>(Links.Clusters(99));
        page.WaitForAssertion(() => Assert.Contains("There is no finished run 99", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_Run_ListsRiskiestFirst()
    {
        var run = await AddRunAsync();
        var page = Open<ClustersPage>(Links.Clusters());
        page.WaitForState(() => page.FindAll(".headline-cell a").Count == 4);
        Assert.Equal(["#0", "#1", "#2", "#3"], page.FindAll(".headline-cell a").Select(a => a.TextContent));
        Assert.Contains("38 of 41 known", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Risky · coordination", page.Markup, StringComparison.Ordinal);
        Assert.Contains(page.FindAll("a"), a => a.GetAttribute("href") == Links.Api.ClustersCsv(run));
    }

    [Theory]
    [InlineData("?risky=true", "#0 #1")]
    [InlineData("?basis=coordination", "#1")]
    [InlineData("?min=100", "#0 #2")]
    [InlineData("?text=office", "#3")]
    [InlineData("?sort=size&dir=asc", "#1 #3 #0 #2")]
    [InlineData("?sort=nonsense", "#0 #1 #2 #3")]
    public async Task Page_FilteredByItsUrl_ShowsThose(string query, string expected)
    {
        await AddRunAsync();
        var page = Open<ClustersPage>(Links.ClustersPath + query);
        page.WaitForAssertion(() => Assert.Equal(expected, string.Join(' ', page.FindAll(".headline-cell a").Select(a => a.TextContent))));
    }

    [Fact]
    public async Task Page_NothingLeft_OffersToClear()
    {
        await AddRunAsync();
        var page = Open<ClustersPage>(Links.ClustersPath + "?min=100000");
        page.WaitForState(() => page.Markup.Contains("No cluster is left", StringComparison.Ordinal));
        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent.Contains("Clear the filters", StringComparison.Ordinal)).Click());
        page.WaitForAssertion(() => Assert.EndsWith(Links.ClustersPath, Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_BrokenStore_OffersARetry()
    {
        await BreakStoreAsync();
        var page = Open<ClustersPage>(Links.Clusters());
        page.WaitForAssertion(() => Assert.Contains("The run could not be read", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }
}

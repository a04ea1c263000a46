using Bunit;
using Investigator.Engine.Risk;
using Investigator.Web;
using Investigator.Web.Pages.Clusters;

namespace Investigator.App.Tests.Clusters;

public sealed class ClustersPageTests : PageTest
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
        await Shop.AddAsync();
        var page = Open<ClustersPage>(Links.Clusters(99));
        page.WaitForAssertion(() => Assert.Contains("There is no finished run 99", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_Run_ListsRiskiestFirst()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var page = Open<ClustersPage>(Links.Clusters());
        page.WaitForState(() => page.FindAll(".headline-cell a").Count == sample.Clusters.Count);
        Assert.Equal(sample.Clusters.Select(c => $"#{c.Label}"), page.FindAll(".headline-cell a").Select(a => a.TextContent));
        var riskiest = sample.Members(sample.Clusters[0].Label).ToList();
        Assert.Contains($"{riskiest.Count(sample.IsKnownFraud)} of {riskiest.Count(sample.IsKnown)} known", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Risky · coordination", page.Markup, StringComparison.Ordinal);
        Assert.Contains(page.FindAll("a"), a => a.GetAttribute("href") == Links.Api.ClustersCsv(run));
    }

    [Theory]
    [InlineData("?risky=true")]
    [InlineData("?basis=coordination")]
    [InlineData("?min=30")]
    [InlineData("?text=DEVICE")]
    [InlineData("?sort=size&dir=asc")]
    [InlineData("?sort=nonsense")]
    public async Task Page_FilteredByItsUrl_ShowsThose(string query)
    {
        await Shop.AddAsync();
        var all = (await SampleAsync()).Clusters;
        var expected = query switch
        {
            "?risky=true" => all.Where(c => c.Risky),
            "?basis=coordination" => all.Where(c => c.Basis == RiskBasis.Coordination),
            "?min=30" => all.Where(c => c.Size >= 30),
            "?text=DEVICE" => all.Where(c => c.Headline.Contains("device", StringComparison.Ordinal)),
            "?sort=size&dir=asc" => all.OrderBy(c => c.Size).ThenBy(c => c.Label),
            _ => all,
        };
        Assert.NotEmpty(expected);

        var page = Open<ClustersPage>(Links.ClustersPath + query);

        page.WaitForAssertion(() => Assert.Equal(expected.Select(c => $"#{c.Label}"), page.FindAll(".headline-cell a").Select(a => a.TextContent)));
    }

    [Fact]
    public async Task Page_NothingLeft_OffersToClear()
    {
        await Shop.AddAsync();
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

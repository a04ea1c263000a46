using Bunit;
using Investigator.Web;
using Investigator.Web.Pages.Cluster;

namespace Investigator.App.Tests.Cluster;

public sealed class ClusterPageTests : SamplePageTest
{
    private IRenderedComponent<ClusterPage> OpenCluster(int run, int label, string? tab = null) => Open<ClusterPage>(Links.Cluster(run, label, tab), p => p.Add(c => c.Run, run).Add(c => c.Label, label));

    [Fact]
    public async Task Page_UnknownCluster_SaysSo()
    {
        var page = OpenCluster(await AddRunAsync(), 42);
        page.WaitForAssertion(() => Assert.Contains("There is no such cluster", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Story_SentenceWithRows_LinksToThoseRows()
    {
        var run = await AddRunAsync();
        var page = OpenCluster(run, 0);
        page.WaitForState(() => page.FindAll(".story li").Count == 6);
        Assert.StartsWith("Stolen cards", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Contains(page.FindAll(".story a"), a => a.GetAttribute("href")!.Contains("where=seconds_to_payment:le:45", StringComparison.Ordinal) || a.GetAttribute("href")!.Contains("where=seconds_to_payment%3Ale%3A45", StringComparison.Ordinal));
        Assert.Equal(5, page.FindAll(".story a").Count);
    }

    [Fact]
    public async Task Story_NoOutcomeKnown_KeepsBothEvidencesApart()
    {
        var page = OpenCluster(await AddRunAsync(), 1);
        page.WaitForState(() => page.FindAll("#outcomes-head").Count == 1);
        Assert.Contains("No outcome is known yet", page.Markup, StringComparison.Ordinal);
        Assert.Contains("decides", page.Find("#coordination-head").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("decides", page.Find("#outcomes-head").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_MiddleOfTheRanking_LeadsToBothNeighbours()
    {
        var run = await AddRunAsync();
        var page = OpenCluster(run, 1, "rules");
        page.WaitForState(() => page.FindAll("[data-key]").Count == 2);
        Assert.Equal([Links.Cluster(run, 0, "rules"), Links.Cluster(run, 2, "rules")], page.FindAll("[data-key]").Select(a => a.GetAttribute("href")));
        page.WaitForAssertion(() => Assert.Contains("c1-r1", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_HarmlessCluster_SaysWhyThereAreNone()
    {
        var page = OpenCluster(await AddRunAsync(), 3, "rules");
        page.WaitForAssertion(() => Assert.Contains("No rule describes this cluster", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Contrasts_Tab_ShowsEffectsWithBothMedians()
    {
        var page = OpenCluster(await AddRunAsync(), 0, "contrasts");
        page.WaitForState(() => page.FindAll(".effect").Count == 4);
        Assert.Contains("+0.93", page.Markup, StringComparison.Ordinal);
        Assert.Contains("headless", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sequences_Tab_DrawsTypicalWeakAndOrdinary()
    {
        var page = OpenCluster(await AddRunAsync(), 0, "sequences");
        page.WaitForState(() => page.FindAll(".timeline").Count == 10);
        Assert.Equal(3, page.FindAll("h3.part").Count);
        Assert.All(page.FindAll("svg[role=img]"), svg => Assert.NotEqual("", svg.GetAttribute("aria-label")));
        Assert.Contains("login", page.Find(".legend").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sequences_Tab_ShowsWhereAttentionFellHereAndElsewhere()
    {
        var page = OpenCluster(await AddRunAsync(), 0, "sequences");
        page.WaitForState(() => page.FindAll("#typical-steps tbody tr").Count == 3);
        Assert.Equal(["3", "pay", "2 s", "", "80.0%"], page.FindAll("#typical-steps tbody tr")[2].QuerySelectorAll("td").Select(static td => td.TextContent.Trim()));
        Assert.Equal(["pay", "74.0%", "11.0%", "2 s", "6.5 s"], page.FindAll("#attended-pages tbody tr")[0].QuerySelectorAll("td").Select(static td => td.TextContent.Trim()));
        Assert.Equal(["bind_card", "20.0%", "–", "5 s", "–"], page.FindAll("#attended-pages tbody tr")[1].QuerySelectorAll("td").Select(static td => td.TextContent.Trim()));
        Assert.Equal(["2 s to 8 s", "90.0%", "30.0%"], page.FindAll("#attended-pauses tbody tr")[0].QuerySelectorAll("td").Select(static td => td.TextContent.Trim()));
        Assert.Equal("2 min and longer", page.FindAll("#attended-pauses tbody tr")[1].QuerySelectorAll("td")[0].TextContent.Trim());
    }

    [Fact]
    public async Task Sequences_TabOfAClusterWithoutAttention_ShowsNoTablesOfIt()
    {
        var page = OpenCluster(await AddRunAsync(), 1, "sequences");
        page.WaitForState(() => page.FindAll(".timeline").Count > 0);
        Assert.Empty(page.FindAll("#typical-steps"));
    }

    [Fact]
    public async Task Members_Tab_ListsAPageOfThem()
    {
        var page = OpenCluster(await AddRunAsync(), 0, "members");
        page.WaitForState(() => page.FindAll("tbody tr.mud-table-row").Count == 25);
        Assert.Contains("1-25 of 120", page.Markup, StringComparison.Ordinal);
    }
}

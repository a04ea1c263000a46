using Bunit;
using Investigator.Web;
using Investigator.Web.Pages.Rules;

namespace Investigator.App.Tests.Rules;

public sealed class RulesPageTests : SamplePageTest
{
    [Fact]
    public void Page_NoRun_SaysWhatToDo()
    {
        var page = Open<RulesPage>(Links.Rules());
        page.WaitForAssertion(() => Assert.Contains("No run has finished yet", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_Run_ListsRulesWithBothMeasures()
    {
        var run = await AddRunAsync();
        var page = Open<RulesPage>(Links.Rules());
        page.WaitForState(() => page.FindAll("article.rule").Count == 2);
        Assert.Contains("8 of 9 known", page.Markup, StringComparison.Ordinal);
        Assert.Contains(page.FindAll("a"), a => a.GetAttribute("href") == Links.Api.RuleJson(run, "c0-r1"));
    }

    [Fact]
    public async Task Page_ClusterWithoutRules_SaysSo()
    {
        var run = await AddRunAsync();
        var page = Open<RulesPage>(Links.Rules(run, 3));
        page.WaitForAssertion(() => Assert.Contains("There are no rules here", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_OneCluster_ShowsItsRulesOnly()
    {
        var page = Open<RulesPage>(Links.Rules(await AddRunAsync(), 1));
        page.WaitForAssertion(() => Assert.Equal("c1-r1", Assert.Single(page.FindAll("article.rule code")).TextContent));
    }
}

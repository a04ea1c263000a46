using Bunit;
using Investigator.Findings;
using Investigator.Web;
using Investigator.Web.Pages.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Rules;

public sealed class RulesPageTests : PageTest
{
    [Fact]
    public async Task Page_OfACluster_GoesOnToTheFindingThatHoldsIt()
    {
        var run = await Shop.AddAsync();
        await SqlAsync("UPDATE findings SET Number = Number + 40");
        Open<RulesPage>(FormattableString.Invariant($"/rules?run={run}&cluster=0"));
        var number = await Services.GetRequiredService<FindingQueries>().FindByClusterAsync(run, 0);
        Assert.Equal(40, number);
        Assert.EndsWith(Links.Rules(run, finding: number), Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_NoRun_SaysWhatToDo()
    {
        var page = Open<RulesPage>(Links.Rules());
        page.WaitForAssertion(() => Assert.Contains("No run has finished yet", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_Run_ListsWhatIsExportedWithItsFiguresAndFoldsTheRest()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var page = Open<RulesPage>(Links.Rules());
        page.WaitForState(() => page.FindAll("article.rule").Count == sample.Rules.Count);
        Assert.Contains(sample.Rules, r => r.Exported);
        foreach (var rule in sample.Json("rules.json").EnumerateArray())
        {
            var card = Card(rule);
            var figures = rule.GetProperty("measured");
            var (fraud, legitimate) = (figures.GetProperty("known_fraud").GetInt32(), figures.GetProperty("known_legitimate").GetInt32());
            Assert.Contains(fraud + legitimate == 0 ? "none known" : $"{fraud} of {fraud + legitimate} known", card.TextContent, StringComparison.Ordinal);
            Assert.Contains(card.QuerySelectorAll("a"), a => a.GetAttribute("href") == Links.Api.RuleJson(run, rule.GetProperty("id").GetString()!));
            Assert.Null(card.Closest("details"));
        }

        foreach (var rule in sample.Json("rules-withheld.json").EnumerateArray())
        {
            var card = Card(rule);
            Assert.Contains(rule.GetProperty("withheld").GetString()!, card.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(card.QuerySelectorAll("a, button"), a => a.TextContent is "JSON" or "Copy as SQL");
            Assert.NotNull(card.Closest("details"));
        }

        AngleSharp.Dom.IElement Card(System.Text.Json.JsonElement rule) =>
            page.FindAll("article.rule").Single(a => a.QuerySelector("code")!.TextContent == rule.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Page_FindingWithoutRules_SaysSo()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var page = Open<RulesPage>(Links.Rules(run, sample.Findings.First(c => !c.Risky).Number));
        page.WaitForAssertion(() => Assert.Contains("There are no rules here", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_BeyondTheEnd_ShowsTheLastOne()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var page = Open<RulesPage>(new GridView(Page: 70).On(Links.Rules(run)));
        page.WaitForState(() => page.FindAll("article.rule").Count == sample.Rules.Count);
    }

    [Fact]
    public async Task Page_OneFinding_ShowsItsRulesOnly()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var label = sample.Rules[0].Finding;
        var page = Open<RulesPage>(Links.Rules(run, label));
        var expected = sample.Rules.Where(r => r.Finding == label).Select(r => r.Code).Order();
        page.WaitForAssertion(() => Assert.Equal(expected, page.FindAll("article.rule").Select(a => a.QuerySelector("code")!.TextContent).Order()));
    }
}

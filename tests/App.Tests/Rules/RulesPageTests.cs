using Bunit;
using Investigator.Web;
using Investigator.Web.Pages.Rules;

namespace Investigator.App.Tests.Rules;

public sealed class RulesPageTests : PageTest
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
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var page = Open<RulesPage>(Links.Rules());
        page.WaitForState(() => page.FindAll("article.rule").Count == sample.Rules.Count);
        foreach (var rule in sample.Json("rules.json").EnumerateArray())
        {
            var card = page.FindAll("article.rule").Single(a => a.QuerySelector("code")!.TextContent == rule.GetProperty("id").GetString());
            foreach (var measured in (string[])["learned", "later"])
            {
                var measures = rule.GetProperty(measured);
                var (fraud, legitimate) = (measures.GetProperty("known_fraud").GetInt32(), measures.GetProperty("known_legitimate").GetInt32());
                Assert.Contains(fraud + legitimate == 0 ? "none known" : $"{fraud} of {fraud + legitimate} known", card.TextContent, StringComparison.Ordinal);
            }

            Assert.Contains(card.QuerySelectorAll("a"), a => a.GetAttribute("href") == Links.Api.RuleJson(run, rule.GetProperty("id").GetString()!));
        }
    }

    [Fact]
    public async Task Page_FindingWithoutRules_SaysSo()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var page = Open<RulesPage>(Links.Rules(run, sample.Findings.First(c => !c.Risky).Number));
        page.WaitForAssertion(() => Assert.Contains("There are no rules here", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_OneFinding_ShowsItsRulesOnly()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var label = sample.Rules[0].Label;
        var page = Open<RulesPage>(Links.Rules(run, label));
        var expected = sample.Rules.Where(r => r.Label == label).Select(r => r.Code).Order();
        page.WaitForAssertion(() => Assert.Equal(expected, page.FindAll("article.rule").Select(a => a.QuerySelector("code")!.TextContent).Order()));
    }
}

using Bunit;
using Investigator.Engine.Risk;
using Investigator.Findings;
using Investigator.Web;
using Investigator.Web.Controls;
using Investigator.Web.Pages.Findings;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Findings;

public sealed class FindingsPageTests : PageTest
{
    [Fact]
    public void Page_NoRun_SaysWhatToDo()
    {
        var page = Open<FindingsPage>(Links.Findings());
        page.WaitForAssertion(() => Assert.Contains("No run has finished yet", page.Markup, StringComparison.Ordinal));
        Assert.Contains(page.FindAll("a"), a => a.GetAttribute("href") == Links.Datasets);
    }

    [Fact]
    public async Task Page_UnknownRun_SaysSo()
    {
        await Shop.AddAsync();
        var page = Open<FindingsPage>(Links.Findings(99));
        page.WaitForAssertion(() => Assert.Contains("There is no finished run 99", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_Run_ListsTheMostExpectedLossFirst()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var page = Open<FindingsPage>(Links.Findings());
        page.WaitForState(() => page.FindAll(".headline-cell a").Count == sample.Findings.Count);
        Assert.Equal(sample.Findings.Select(c => $"#{c.Number}"), page.FindAll(".headline-cell a").Select(a => a.TextContent));
        var riskiest = sample.Members(sample.Findings[0].Number).ToList();
        Assert.Contains($"{riskiest.Count(sample.IsKnownFraud)} of {riskiest.Count(sample.IsKnown)} known", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Risky · outcomes", page.Markup, StringComparison.Ordinal);
        Assert.Contains(page.FindAll("a"), a => a.GetAttribute("href") == Links.Api.FindingsCsv(run));
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
        var all = (await SampleAsync()).Findings;
        var expected = query switch
        {
            "?risky=true" => all.Where(c => c.Risky),
            "?basis=coordination" => all.Where(c => c.Basis == RiskBasis.Coordination),
            "?min=30" => all.Where(c => c.Size >= 30),
            "?text=DEVICE" => all.Where(c => c.Headline.Contains("device", StringComparison.Ordinal)),
            "?sort=size&dir=asc" => all.OrderBy(c => c.Size).ThenByDescending(c => c.To).ThenBy(c => c.Number),
            _ => all,
        };
        Assert.NotEmpty(expected);

        var page = Open<FindingsPage>(Links.FindingsPath + query);

        page.WaitForAssertion(() => Assert.Equal(expected.Select(c => $"#{c.Number}"), page.FindAll(".headline-cell a").Select(a => a.TextContent)));
    }

    [Fact]
    public async Task Page_NothingLeft_OffersToClear()
    {
        await Shop.AddAsync();
        var page = Open<FindingsPage>(Links.FindingsPath + "?min=100000");
        page.WaitForState(() => page.Markup.Contains("No finding is left", StringComparison.Ordinal));
        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent.Contains("Clear the filters", StringComparison.Ordinal)).Click());
        page.WaitForAssertion(() => Assert.EndsWith(Links.FindingsPath, Navigation.Uri, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("?risky=true&page=99", "?risky=true")]
    [InlineData("?page=2", "")]
    [InlineData("?page=1000000000&size=100&sort=size", "?size=100&sort=size")]
    public async Task Page_BeyondTheEnd_ShowsTheLastOne(string query, string last)
    {
        await Shop.AddAsync();
        var page = Open<FindingsPage>(Links.FindingsPath + query);
        page.WaitForAssertion(() =>
        {
            Assert.NotEmpty(page.FindAll(".headline-cell a"));
            Assert.EndsWith(Links.FindingsPath + last, Navigation.Uri, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    public async Task Page_SignThatStandsForOthersInPatterns_StandsForItself(string sign)
    {
        var run = await Shop.AddAsync();
        await SqlAsync($"UPDATE findings SET Headline = 'with {sign} in it' WHERE Number = 1");
        await SqlAsync($"UPDATE findings SET Headline = 'without it' WHERE Number <> 1");
        var queries = Services.GetRequiredService<FindingQueries>();
        var (lines, total) = await queries.PageAsync(run, new FindingFilter { Text = sign }, FindingSort.Number, false, 0, 100);
        Assert.Equal((1, 1), (Assert.Single(lines).Number, total));
    }

    [Fact]
    public async Task Page_NoAmounts_TellsWhatIsAtRiskInPayments()
    {
        var run = await Shop.AddAsync();
        await SqlAsync("UPDATE findings SET Money = 0, MoneyAtRisk = 0, MissedFraudMoney = 0");
        var finding = (await Services.GetRequiredService<FindingQueries>().AllAsync(run)).First(static f => f.MissedFraud > 0);
        var page = Open<FindingsPage>(Links.Findings());
        page.WaitForAssertion(() =>
            Assert.Contains(Format.Count(finding.Size - finding.Declined, "payment"), page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("0.00", page.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_BrokenStore_OffersARetry()
    {
        await BreakStoreAsync();
        var page = Open<FindingsPage>(Links.Findings());
        page.WaitForAssertion(() => Assert.Contains("The run could not be read", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }
}

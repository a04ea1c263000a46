using Bunit;
using Investigator.Dashboard;
using Investigator.Transactions;
using Investigator.Web.Controls;
using Investigator.Web.Pages.Dashboard;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Dashboard;

public sealed class DashboardPageTests : PageTest
{
    [Fact]
    public void Dashboard_NoFinishedRun_OffersOne()
    {
        var page = Open<DashboardPage>("/dashboard");

        Assert.Equal("No run has finished yet", page.WaitForElement(".empty-state h2").TextContent);
    }

    [Fact]
    public async Task Dashboard_FinishedRun_CardsOpenWhatTheyCount()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var risky = sample.Rows.Where(r => sample.Findings.Any(c => c.Risky && c.Number == r.Finding)).ToList();
        var missed = sample.Rows.Where(r => sample.IsKnownFraud(r) && r.Decision == "approved").ToList();
        var atRisk = risky.Where(static r => r.Decision != "declined").ToList();

        var page = Open<DashboardPage>("/dashboard");

        var cards = page.WaitForElements("a.stat", 4);
        Assert.Equal($"/findings?run={run}&risky=true", cards[0].GetAttribute("href"));
        var money = ((IEnumerable<RunRow>[])[atRisk, missed, risky.Where(sample.IsKnownFraud)]).Select(Money).Select(Format.CompactMoney);
        Assert.Equal([$"{sample.Findings.Count(c => c.Risky)}", .. money], cards.Select(c => c.QuerySelector(".stat-value")!.TextContent));
        Assert.InRange(atRisk.Count, 1, risky.Count - 1);
        Assert.Equal($"/transactions?run={run}&risky=true&atRisk=true", cards[1].GetAttribute("href"));
        Assert.Contains($"{missed.Count} payments approved", cards[2].TextContent, StringComparison.Ordinal);
        Assert.Contains($"{missed.Intersect(risky).Count()} of them in risky findings", cards[2].TextContent, StringComparison.Ordinal);
        Assert.Equal($"/transactions?run={run}&missed=true", cards[2].GetAttribute("href"));
        Assert.Equal($"/transactions?run={run}&risky=true&fraud=true", cards[3].GetAttribute("href"));

        var scope = await Services.GetRequiredService<ScopeQueries>().ResolveAsync(new TransactionScope(run, Risky: true) { Fraud = true });
        var transactions = Services.GetRequiredService<TransactionQueries>();
        var (rows, count) = await transactions.PageAsync(run, scope.Filter, TransactionSort.Time, descending: false, 0, 1000);
        Assert.Equal(count, rows.Count);
        Assert.Equal(risky.Where(sample.IsKnownFraud).Select(r => (long)r.Row), rows.Select(r => r.Row));
    }

    [Fact]
    public async Task Dashboard_ByDay_TableTwinAddsUpToTheCards()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var queries = Services.GetRequiredService<DashboardQueries>();

        var days = await queries.ByDayAsync(run);
        var totals = await queries.TotalsAsync(run);
        var page = Open<DashboardPage>($"/dashboard?run={run}");

        Assert.Equal(sample.Rows.Select(r => r.Time.Date).Distinct().Count(), page.WaitForElements(".chart-table tbody tr").Count);
        Assert.Equal(totals.RiskyTransactions, days.Sum(d => d.Risky));
        Assert.Equal(totals.MissedFraud, days.Sum(d => d.MissedFraud));
        Assert.Equal(totals.RiskyMissedFraud, days.Sum(d => d.RiskyMissedFraud));
        Assert.Equal(totals.MoneyAtRisk, days.Sum(d => d.MoneyAtRisk), 6);
    }

    [Fact]
    public async Task Dashboard_FilesGone_SaysSoWithARetry()
    {
        var run = await Shop.AddAsync();
        Directory.Delete(Data.Runs, recursive: true);

        var page = Open<DashboardPage>($"/dashboard?run={run}");

        Assert.Contains("could not be loaded", page.WaitForElement("[role=alert] h2").TextContent);
    }

    private static double Money(IEnumerable<RunRow> rows) => rows.Sum(static r => r.Amount ?? 0);
}

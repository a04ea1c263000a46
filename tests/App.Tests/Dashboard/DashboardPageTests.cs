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
        var run = await Shop.AddFinishedRunAsync(await Shop.AddDatasetAsync());
        var totals = await Services.GetRequiredService<DashboardQueries>().TotalsAsync(run);

        var page = Open<DashboardPage>("/dashboard");

        var cards = page.WaitForElements("a.stat", 4);
        Assert.Equal($"/clusters?run={run}&risky=true", cards[0].GetAttribute("href"));
        Assert.Equal("5", cards[0].QuerySelector(".stat-value")!.TextContent);
        Assert.Equal(Format.CompactMoney(totals.MoneyAtRisk), cards[1].QuerySelector(".stat-value")!.TextContent);
        Assert.Equal($"/transactions?run={run}&missed=true", cards[2].GetAttribute("href"));
        Assert.Equal($"/transactions?run={run}&risky=true&fraud=true", cards[3].GetAttribute("href"));

        var scope = await Services.GetRequiredService<ScopeQueries>().ResolveAsync(new TransactionScope(run, Risky: true) { Fraud = true });
        var (rows, count) = await Services.GetRequiredService<TransactionQueries>().PageAsync(run, scope.Filter, TransactionSort.Time, descending: false, 0, 1000);
        Assert.Equal(count, rows.Count);
        Assert.Equal(totals.KnownFraudMoney, rows.Sum(r => r.Amount ?? 0), 6);
    }

    [Fact]
    public async Task Dashboard_ByDay_TableTwinAddsUpToTheCards()
    {
        var run = await Shop.AddFinishedRunAsync(await Shop.AddDatasetAsync());
        var queries = Services.GetRequiredService<DashboardQueries>();

        var days = await queries.ByDayAsync(run);
        var totals = await queries.TotalsAsync(run);
        var page = Open<DashboardPage>($"/dashboard?run={run}");

        Assert.Equal(13, page.WaitForElements(".chart-table tbody tr").Count);
        Assert.Equal(totals.RiskyTransactions, days.Sum(d => d.Risky));
        Assert.Equal(totals.MissedFraud, days.Sum(d => d.MissedFraud));
        Assert.Equal(totals.MoneyAtRisk, days.Sum(d => d.RiskyMoney), 6);
    }

    [Fact]
    public async Task Dashboard_FilesGone_SaysSoWithARetry()
    {
        var run = await Shop.AddFinishedRunAsync(await Shop.AddDatasetAsync());
        Directory.Delete(Data.Runs, recursive: true);

        var page = Open<DashboardPage>($"/dashboard?run={run}");

        Assert.Contains("could not be loaded", page.WaitForElement("[role=alert] h2").TextContent);
    }
}

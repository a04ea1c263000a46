using Bunit;
using Investigator.Transactions;
using Investigator.Web;
using Investigator.Web.Pages.Transactions;

namespace Investigator.App.Tests.Transactions;

public sealed class TransactionsPageTests : SamplePageTest
{
    [Fact]
    public async Task Page_ClusterAndCondition_SaysItInChips()
    {
        var run = await AddRunAsync();
        var page = Open<TransactionsPage>(Links.Transactions(new TransactionScope(run, Cluster: 0, Where: ["seconds_to_payment:le:20"])));
        page.WaitForState(() => page.FindAll("tbody tr.mud-table-row").Count > 0);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".chip").Count));
        Assert.Contains("time from the first page to payment is at most 20", page.Find(".chips").TextContent, StringComparison.Ordinal);
        Assert.Equal(10, page.FindAll("tbody tr.mud-table-row").Count);
    }

    [Fact]
    public async Task Page_RemovedChip_WidensTheUrl()
    {
        var run = await AddRunAsync();
        var page = Open<TransactionsPage>(Links.Transactions(run, cluster: 1, missed: true));
        page.WaitForState(() => page.FindAll(".chip-close").Count == 2);
        await page.InvokeAsync(() => page.FindAll(".chip-close")[0].Click());
        page.WaitForAssertion(() => Assert.EndsWith(Links.Transactions(run, missed: true), Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_NothingLeft_SaysSo()
    {
        var run = await AddRunAsync();
        var page = Open<TransactionsPage>(Links.Transactions(run, cluster: 3, missed: true));
        page.WaitForAssertion(() => Assert.Contains("No transaction is left by these filters", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_BadCondition_ReadsNothing()
    {
        var run = await AddRunAsync();
        var page = Open<TransactionsPage>(Links.Transactions(new TransactionScope(run, Where: ["1=1"])));
        page.WaitForAssertion(() => Assert.Contains("The link cannot be followed", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("tbody tr"));
    }
}

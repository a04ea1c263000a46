using Bunit;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Runs;
using Investigator.Transactions;
using Investigator.Web;
using Investigator.Web.Pages.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Transactions;

public sealed class TransactionsPageTests : PageTest
{
    [Fact]
    public async Task Page_FindingAndCondition_SaysItInChips()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var (label, amounts) = (sample.Findings.First(c => c.Risky && c.Size > 25).Number, sample.Numbers("amount"));
        var median = sample.Members(label).Select(r => amounts[r.Row]).OfType<double>().Order().ElementAt(10);
        var page = Open<TransactionsPage>(Links.Transactions(new TransactionScope(run, Finding: label, Where: [$"amount:le:{median:R}"])));
        page.WaitForState(() => page.FindAll("tbody tr.mud-table-row").Count > 0);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".chip").Count));
        Assert.Contains("amount is at most", page.Find(".chips").TextContent, StringComparison.Ordinal);
        Assert.Equal(sample.Members(label).Count(r => amounts[r.Row] <= median), page.FindAll("tbody tr.mud-table-row").Count);
    }

    [Fact]
    public async Task Page_RemovedChip_WidensTheUrl()
    {
        var run = await Shop.AddAsync();
        var page = Open<TransactionsPage>(Links.Transactions(run, finding: 1, missed: true));
        page.WaitForState(() => page.FindAll(".chip-close").Count == 2);
        await page.InvokeAsync(() => page.FindAll(".chip-close")[0].Click());
        page.WaitForAssertion(() => Assert.EndsWith(Links.Transactions(run, missed: true), Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_NothingLeft_SaysSo()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var page = Open<TransactionsPage>(Links.Transactions(run, finding: sample.Findings.First(c => !c.Risky).Number, risky: true));
        page.WaitForAssertion(() => Assert.Contains("No transaction is left by these filters", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_BeyondTheEnd_ShowsTheLastOne()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var finding = sample.Findings.First(static f => f.Size > 10);
        var page = Open<TransactionsPage>(Links.Transactions(new TransactionScope(run, Finding: finding.Number), new GridView(Page: 500, Size: 10)));
        var pages = (finding.Size + 9) / 10;
        page.WaitForAssertion(() => Assert.Equal(finding.Size - ((pages - 1) * 10), page.FindAll("tbody tr.mud-table-row").Count));
        Assert.Contains(FormattableString.Invariant($"page={pages}"), Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_RefundsNotedAtTheirPayments_ShowsWhatWasGivenBack()
    {
        var run = await Shop.AddAsync();
        var folder = (await Services.GetRequiredService<RunQueries>().FilesAsync(run))!.DatasetFolder;
        using (var tables = TableConnection.Open())
        {
            var copy = folder.Transactions + ".copy";
            tables.Execute($"COPY (SELECT *, CASE WHEN row = 3 THEN amount END AS refunded FROM {folder.TransactionsTable}) "
                + $"TO {Sql.Text(copy)} (FORMAT parquet)");
            File.Move(copy, folder.Transactions, overwrite: true);
        }

        var dataset = folder.Open();
        var linked = dataset.Mapping.WithTransactions(static t => t with { Refunds = new() { Use = RefundUse.Link } });
        folder.Save(dataset with { Mapping = linked });
        folder.Seal();

        var page = Open<TransactionsPage>(Links.Transactions(new TransactionScope(run), new GridView("Refunded", Ascending: false)));

        page.WaitForState(() => page.FindAll("tbody tr.mud-table-row").Count > 1);
        var shown = page.FindAll("tbody tr.mud-table-row").Take(2).Select(static r => r.QuerySelectorAll("td")
            .Where(static c => c.GetAttribute("data-label") is "Amount" or "Refunded").Select(static c => c.TextContent.Trim()).ToList()).ToList();
        Assert.Equal(shown[0][0], shown[0][1]);
        Assert.Equal("–", shown[1][1]);
        Assert.NotEqual("–", shown[0][1]);
    }

    [Fact]
    public async Task Page_NoRefundsNoted_HasNoColumnForThem()
    {
        var page = Open<TransactionsPage>(Links.Transactions(new TransactionScope(await Shop.AddAsync())));

        page.WaitForState(() => page.FindAll("tbody tr.mud-table-row").Count > 1);
        Assert.Empty(page.FindAll("td[data-label=Refunded]"));
    }

    [Fact]
    public async Task Page_BadCondition_ReadsNothing()
    {
        var run = await Shop.AddAsync();
        var page = Open<TransactionsPage>(Links.Transactions(new TransactionScope(run, Where: ["1=1"])));
        page.WaitForAssertion(() => Assert.Contains("The link cannot be followed", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("tbody tr"));
    }
}

using AngleSharp.Dom;
using Bunit;
using Investigator.Engine.Singles;
using Investigator.Singles;
using Investigator.Web;
using Investigator.Web.Pages.Singles;
using Investigator.Web.Pages.Transactions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Singles;

public sealed class SinglesPageTests : PageTest
{
    private SingleQueries Queries => Services.GetRequiredService<SingleQueries>();

    [Fact]
    public void Page_NoRun_SaysWhatToDo()
    {
        var page = Open<SinglesPage>(Links.Singles());
        page.WaitForAssertion(() => Assert.Contains("No run has finished yet", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_Run_ListsWhatTheFileHoldsWithReasons()
    {
        var run = await Shop.AddAsync();
        var list = (await Queries.FindAsync(run))!;
        Assert.NotEmpty(list.Payments);
        var page = Open<SinglesPage>(Links.Singles());
        var shown = list.Payments.Take(GridView.DefaultSize).ToList();
        page.WaitForState(() => Rows(page).Count == shown.Count);
        foreach (var (row, payment) in Rows(page).Zip(shown))
        {
            Assert.Contains(payment.Transaction, row.TextContent, StringComparison.Ordinal);
            Assert.Equal(payment.Reasons.Select(static r => r.Text), row.QuerySelectorAll(".single-reasons li").Select(static l => l.TextContent));
            Assert.Contains(row.QuerySelectorAll("a"), a => a.GetAttribute("href") == Links.TransactionById(run, payment.Transaction));
            Assert.Equal(payment.Finding is not null, row.QuerySelectorAll("a").Any(a => a.GetAttribute("href") == Links.Finding(run, payment.Finding ?? 0)));
        }

        Assert.Contains(page.FindAll("a"), a => a.GetAttribute("href") == Links.Api.SinglesCsv(run));
        Assert.StartsWith(FormattableString.Invariant($"{list.Found} payment"), page.Find(".singles-basis").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_BeyondTheEnd_ShowsTheLastOne()
    {
        var run = await Shop.AddAsync();
        var list = (await Queries.FindAsync(run))!.Payments;
        var page = Open<SinglesPage>(Links.Singles(run, new GridView(Page: 500, Size: 100)));
        page.WaitForState(() => Rows(page).Count > 0);
        Assert.Contains(list[^1].Transaction, Rows(page)[^1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SortedByProbability_PutsTheMostProbableFirst()
    {
        var run = await Shop.AddAsync();
        var list = (await Queries.FindAsync(run))!.Payments.OrderByDescending(static p => p.Probability).ToList();
        var page = Open<SinglesPage>(Links.Singles(run, new GridView("probability")));
        page.WaitForState(() => Rows(page).Count > 0);
        Assert.Contains(list[0].Transaction, Rows(page)[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_ToATransaction_OpensAListOfThatOne()
    {
        var run = await Shop.AddAsync();
        var payment = (await Queries.FindAsync(run))!.Payments[0];
        var page = Open<TransactionsPage>(Links.TransactionById(run, payment.Transaction));
        page.WaitForState(() => Rows(page).Count == 1);
        Assert.Contains(payment.Transaction, Rows(page)[0].TextContent, StringComparison.Ordinal);
        var account = Open<TransactionsPage>(Links.TransactionsOfAccount(run, payment.Account));
        account.WaitForState(() => Rows(account).Count > 0);
        Assert.All(Rows(account), row => Assert.Contains(payment.Account, row.TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SingleSort.Amount)]
    [InlineData(SingleSort.Time)]
    [InlineData(SingleSort.Account)]
    [InlineData(SingleSort.Transaction)]
    [InlineData(SingleSort.ExpectedLoss)]
    public async Task Find_SortedEitherWay_GivesEachOnce(SingleSort sort)
    {
        var run = await Shop.AddAsync();
        var (falling, total) = await Queries.PageAsync(run, sort, true, 0, 1000);
        var (rising, _) = await Queries.PageAsync(run, sort, false, 0, 1000);
        Assert.Equal(total, falling.Select(static p => p.Row).Distinct().Count());
        Assert.Equal(falling.Select(static p => p.Row).Order(), rising.Select(static p => p.Row).Order());
        Assert.Equal(Key(falling[0]), Key(rising[^1]));

        object? Key(SinglePayment p) => sort switch
        {
            SingleSort.Amount => p.Amount,
            SingleSort.Time => p.Time,
            SingleSort.Account => p.Account,
            SingleSort.Transaction => p.Transaction,
            _ => p.ExpectedLoss,
        };
    }

    [Fact]
    public async Task Page_WeakMemberOfARiskyFinding_IsCalledSoAndItsMoneyIsSaidToBeCountedTwice()
    {
        var run = await Shop.AddAsync();
        var list = (await Queries.FindAsync(run))!;
        var inside = list.Payments.Where(static p => p.Finding is not null).ToList();
        Assert.NotEmpty(inside);
        await SqlAsync("UPDATE findings SET Risky = 1");
        var page = Open<SinglesPage>(Links.Singles(run));
        page.WaitForState(() => Rows(page).Count > 0);
        Assert.Contains("whose expected loss counts", page.Find(".singles-basis").TextContent, StringComparison.Ordinal);
        foreach (var (row, payment) in Rows(page).Zip(list.Payments))
        {
            Assert.Equal(payment.Finding is not null, row.TextContent.Contains("weak member of", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Words_OfARunFromBefore_SayThatItKnewNone() =>
        Assert.Contains("made by a version that knew none", SingleWords.None(SingleList.OfFormerRun), StringComparison.Ordinal);

    [Fact]
    public void Words_OfAnEmptyListWithoutOutcomes_NameTheBarAndWhatThereWasToGoBy()
    {
        var list = SingleList.OfFormerRun with { Bar = 0.0246, Learned = false };
        var words = "No payment of unknown outcome outside risky findings has a P(fraud) of 2.5% or more by strong signs, "
            + "the only thing to go by while so few outcomes are known.";
        Assert.Equal(words, SingleWords.None(list));
        var learned = SingleWords.None(list with { Learned = true, KnownFraud = 3, KnownLegitimate = 1 });
        Assert.EndsWith("3 of 4 (75.0%) are fraud.", learned, StringComparison.Ordinal);
    }

    private static List<IElement> Rows<TPage>(IRenderedComponent<TPage> page)
        where TPage : IComponent =>
        [.. page.FindAll("tbody tr.mud-table-row").Where(static r => r.QuerySelector("td.code-cell") is not null)];
}

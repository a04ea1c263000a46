using Bunit;
using Investigator.Access;
using Investigator.Approvals;
using Investigator.Settings;
using Investigator.Web;
using Investigator.Web.Layout;
using Investigator.Web.Pages.Approvals;

namespace Investigator.App.Tests.Approvals;

public sealed class ApprovalsPageTests : ApprovalTest
{
    [Fact]
    public async Task Approve_ByAClick_PutsItInForceAndMovesItToTheDecided()
    {
        await AskAsync(Anna);
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);
        var card = page.WaitForElement("article.request");
        Assert.Equal("Change “Least fraud share” of the policy from 20% to 30%.", card.QuerySelector("h3")!.TextContent);
        Assert.Equal(["Least fraud share", "20%", "30%"], card.QuerySelectorAll("tbody tr > *").Select(c => c.TextContent));
        Assert.Contains("Asked for by anna", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("too many false alarms", card.TextContent, StringComparison.Ordinal);

        await Button(page, "Approve").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("article.request")));
        Assert.Equal(0.3, (await Current.GetAsync()).Settings.RiskyLowerBound);
        Assert.Equal("approved", page.WaitForElement("[aria-labelledby=decided] tbody .tag").TextContent);
    }

    [Fact]
    public async Task Reject_WithoutAReason_SaysThatOneIsNeeded()
    {
        var id = await AskAsync(Anna);
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);
        page.WaitForElement("article.request");

        await Button(page, "Reject").ClickAsync(new());

        Assert.Contains("needs a reason", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
        await page.Find("article.request textarea").InputAsync(new() { Value = "not before the audit" });
        await Button(page, "Reject").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("article.request")));
        Assert.Equal("not before the audit", (await RowAsync(id)).DecisionReason);
        page.WaitForAssertion(() => Assert.Contains("not before the audit", page.Find("[aria-labelledby=decided]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_OfTheAsker_OffersToWithdrawAndNothingElse()
    {
        await AskAsync(Boris);
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);

        Assert.Contains("another person", page.WaitForElement("article.request .why-not").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Withdraw"], page.FindAll("article.request button").Select(b => b.TextContent.Trim()));
        await Button(page, "Withdraw").ClickAsync(new());

        Assert.Equal("withdrawn", page.WaitForElement("[aria-labelledby=decided] tbody .tag").TextContent);
    }

    [Fact]
    public async Task Page_OfADelegate_SaysForWhom()
    {
        Reader = Ines;
        await HandOnAsync(Boris, Ines);
        await AskAsync(Anna);
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);

        Assert.Contains("for boris", page.WaitForElement("article.request .on-behalf").TextContent, StringComparison.Ordinal);
        await Button(page, "Approve").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("for boris", page.Find("[aria-labelledby=decided] tbody").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_OfSomeoneElse_ShowsNothingOfOthers()
    {
        Reader = Ines;
        await AskAsync(Anna);
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);

        page.WaitForAssertion(() => Assert.Contains("Nothing that you asked for waits", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("anna", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WhileAnotherDecides_ShowsTheNewState()
    {
        var id = await AskAsync(Anna);
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);
        page.WaitForElement("article.request");

        await ApproveAsync(Carla, id);

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("article.request")));
    }

    [Fact]
    public async Task Page_OfAnOutdatedRequest_SaysSoAndOffersOnlyToReject()
    {
        var (first, _) = (await AskAsync(Anna), await AskAsync(Anna, new PolicySettings { RiskyOdds = 9 }));
        await ApproveAsync(Boris, first);
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);
        page.WaitForElement("article.request");

        Assert.Contains("asked for anew", page.Find("article.request .note").TextContent, StringComparison.Ordinal);
        Assert.True(Button(page, "Approve").HasAttribute("disabled"));
        Assert.False(Button(page, "Reject").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Page_NarrowedToAnOutcome_ListsThoseAlone()
    {
        await RejectAsync(Boris, await AskAsync(Anna, new PolicySettings { RiskyOdds = 9 }));
        await ApproveAsync(Boris, await AskAsync(Anna));
        var page = Open<ApprovalsPage>(Links.Approvals("rejected"));

        Assert.Equal(["rejected"], page.WaitForElements("[aria-labelledby=decided] tbody .tag").Select(t => t.TextContent));
    }

    [Fact]
    public async Task Menu_OfWhoMayDecide_CountsWhatWaits()
    {
        await AskAsync(Anna);
        await AskAsync(Boris, new PolicySettings { RiskyOdds = 9 });
        var menu = Render<NavigationMenu>();

        Assert.Contains("1 waiting for you", menu.WaitForElement(".waiting-count").TextContent, StringComparison.Ordinal);

        await ApproveAsync(Boris, 1);
        menu.WaitForAssertion(() => Assert.Empty(menu.FindAll(".waiting-count")));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ApprovalsPage> page, string text) =>
        page.FindAll("article.request button").Single(b => b.TextContent.Trim() == text);
}

using Bunit;
using Investigator.Access;
using Investigator.Approvals;
using Investigator.Web;
using Investigator.Web.Pages.Approvals;

namespace Investigator.App.Tests.Approvals;

public sealed class DelegationPanelTests : ApprovalTest
{
    [Fact]
    public async Task HandOn_InTheForm_LastsToTheEndOfTheChosenDay()
    {
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);
        Assert.Equal(["Choose someone", "anna", "carla", "dana", "ines"], page.WaitForElements("select.to option", 5).Select(o => o.TextContent));
        await page.Find("select.to").ChangeAsync(new() { Value = Ines.Id });
        await page.Find("input.until").ChangeAsync(new() { Value = "2026-03-05" });
        await page.Find("input.why").InputAsync(new() { Value = "on leave" });

        await page.Find("[aria-labelledby=delegations] form").SubmitAsync();

        var line = Assert.Single(await Get<DelegationQueries>().OfAsync(Ines));
        Assert.Equal((Boris.Id, Ines.Id, new DateTime(2026, 3, 6, 0, 0, 0, DateTimeKind.Utc), "on leave"), (line.From, line.To, line.Until, line.Reason));
        Assert.Contains("ines", page.WaitForElement("[aria-labelledby=delegations] tbody tr").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandOn_ToTheLastDay_IsAllowed()
    {
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);
        await page.WaitForElement("select.to").ChangeAsync(new() { Value = Ines.Id });
        await page.Find("input.until").ChangeAsync(new() { Value = page.Find("input.until").GetAttribute("max") });
        await page.Find("input.why").InputAsync(new() { Value = "long leave" });

        await page.Find("[aria-labelledby=delegations] form").SubmitAsync();

        Assert.Equal(Now + HandOnRight.Longest, Assert.Single(await Get<DelegationQueries>().OfAsync(Ines)).Until);
    }

    [Fact]
    public async Task HandOn_ToNobody_SaysWhatIsMissing()
    {
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);
        await page.WaitForElement("input.why").InputAsync(new() { Value = "on leave" });

        await page.Find("[aria-labelledby=delegations] form").SubmitAsync();

        Assert.Contains("someone who can sign in", page.WaitForElement("[aria-labelledby=delegations] [role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_ByTheOneWhoHoldsIt_TakesItAway()
    {
        Reader = Ines;
        await HandOnAsync(Boris, Ines);
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);

        await page.WaitForElement("button[aria-label='End that ines decides for boris']").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("#delegations")));
        Assert.Empty(await Get<DelegationQueries>().OfAsync(Boris));
    }

    [Fact]
    public async Task Panel_OfWhoMayNotApproveAndHoldsNothing_IsNotThere()
    {
        Reader = Ines;
        await HandOnAsync(Boris, Anna);
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);

        page.WaitForElement("#decided");
        Assert.Empty(page.FindAll("#delegations"));
    }

    [Fact]
    public async Task Panel_OfTheOnlyOneWithAnAccount_SaysThatSomeoneElseIsNeeded()
    {
        foreach (var other in (Actor[])[Anna, Carla, Dana, Ines]) await ChangeAsync(other, user => user.DisabledAt = Now);
        var page = Open<ApprovalsPage>(Links.ApprovalsPath);

        Assert.Contains("once someone else has an account", page.WaitForElement("[aria-labelledby=delegations]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("select.to"));
    }
}

using Bunit;
using Investigator.Access;
using Investigator.Approvals;
using Investigator.Engine.Risk;
using Investigator.Findings;
using Investigator.Settings;
using Investigator.Web;
using Investigator.Web.Pages.Settings;

namespace Investigator.App.Tests.Approvals;

public sealed class SettingsPageTests : ApprovalTest
{
    [Fact]
    public void Page_BeforeAnyChange_SaysWhatIsInForceInWords()
    {
        var page = Open<SettingsPage>(Links.SettingsPath);

        Assert.Equal(["20%", "5", "2.5", "80%", "10,000.00", "none"], page.WaitForElements("table.policy tbody td strong", 6).Select(v => v.TextContent));
        Assert.Contains("as Investigator comes", page.Find("[aria-labelledby=in-force]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed yet", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_InTheForm_MakesARequestAndChangesNothingYet()
    {
        var run = await Shop.AddAsync();
        var page = Open<SettingsPage>(Links.SettingsPath);
        await page.WaitForElement("input.lower-bound").InputAsync(new() { Value = "99.5" });
        await page.Find("input.masked").InputAsync(new() { Value = "ip,  card , ip" });
        Assert.Equal(["Least fraud share", "Masked columns"], page.FindAll(".preview-of-change tbody th").Select(n => n.TextContent));
        page.WaitForAssertion(() => Assert.Contains($"findings of run {run}", page.Find(".preview-of-change").TextContent, StringComparison.Ordinal));
        await page.Find("textarea.reason").InputAsync(new() { Value = "too many" });

        await page.Find("form").SubmitAsync();

        Assert.Contains("14 days to decide", page.WaitForElement("[role=status]").TextContent, StringComparison.Ordinal);
        var line = Assert.Single((await InboxAsync(Anna)).Waiting);
        Assert.Equal((Boris.Id, "too many", Links.Findings(run)), (line.AskedBy, line.Reason, line.Evidence));
        Assert.Equal([new ValueChange("Least fraud share", "20%", "99.5%"), new ValueChange("Masked columns", "none", "card, ip")], line.Changes);
        Assert.Contains($"findings of run {run}", line.Effect, StringComparison.Ordinal);
        Assert.Equal(0, (await Current.GetAsync()).Number);
    }

    [Fact]
    public async Task Ask_ForAnImpossibleValue_SaysWhatWasExpected()
    {
        var page = Open<SettingsPage>(Links.SettingsPath);
        await page.WaitForElement("input.lower-bound").InputAsync(new() { Value = "150" });
        await page.Find("textarea.reason").InputAsync(new() { Value = "why not" });

        await page.Find("form").SubmitAsync();

        Assert.Contains("0 to 1", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty((await InboxAsync(Anna)).Waiting);
    }

    [Fact]
    public async Task Page_WhileAChangeIsApproved_ShowsTheNewVersionAndWhereItCameFrom()
    {
        Reader = Anna;
        var id = await AskAsync(Anna);
        var page = Open<SettingsPage>(Links.SettingsPath);
        page.WaitForElement("table.policy");

        await ApproveAsync(Boris, id);

        page.WaitForAssertion(() => Assert.Contains("version 1", page.Find("[aria-labelledby=in-force]").TextContent, StringComparison.Ordinal));
        var row = page.Find("[aria-labelledby=versions] tbody tr").TextContent;
        foreach (var part in (string[])["Least fraud share", "20%", "30%", "anna", "too many false alarms", "boris"]) Assert.Contains(part, row);
        Assert.Equal("30", page.Find("input.lower-bound").GetAttribute("value"));
    }

    [Fact]
    public async Task Page_OfTheOnlyOneWhoMayApprove_SaysThatASecondPersonIsNeeded()
    {
        var page = Open<SettingsPage>(Links.SettingsPath);
        page.WaitForElement("form");
        Assert.DoesNotContain("second person who may approve is needed", page.Markup, StringComparison.Ordinal);

        foreach (var other in (Actor[])[Anna, Carla, Dana]) await ChangeAsync(other, user => user.Roles = [Role.Investigator]);
        page = Open<SettingsPage>(Links.SettingsPath);

        page.WaitForAssertion(() => Assert.Contains("second person who may approve is needed", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_OfWhoMayOnlyRead_HasNoForm()
    {
        Reader = Ines;
        var page = Open<SettingsPage>(Links.SettingsPath);

        Assert.Contains("supervisor or administrator", page.WaitForElement("p.note").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));
    }

    [Theory]
    [InlineData(0.2, 0.8)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public async Task Preview_OfTheNewestRun_CountsAsItsEvidenceSays(double lowerBound, double coordination)
    {
        var run = await Shop.AddAsync();
        var then = new PolicySettings { RiskyLowerBound = lowerBound, RiskyCoordination = coordination, RiskyOdds = 0 };

        var preview = (await Get<BarQueries>().NewestAsync())!;

        Assert.Equal(run, preview.Run);
        var findings = (await SampleAsync()).Findings;
        Assert.Equal(findings.Count, preview.Evidence!.Count);
        var now = preview.Evidence.Count(new RiskOptions().CallsRisky);
        Assert.Equal(findings.Count(static f => f.Risky), now);
        var risky = preview.Evidence.Count(then.In(new RiskOptions()).CallsRisky);
        Assert.Contains(risky == 0 ? "none" : $"{risky}", preview.Words(new PolicySettings(), then), StringComparison.Ordinal);
    }

    [Fact]
    public void Preview_OfARunWithoutEvidence_SaysThatItCannotBeTold() =>
        Assert.Contains("earlier version", new BarPreview(3, null).Words(new PolicySettings(), Stricter), StringComparison.Ordinal);

    [Fact]
    public void Preview_OfBarsThatDivideOtherwise_NamesWhatIsNewAndWhatIsGone()
    {
        BarEvidence Of(double low, double ring) => new(10, low, ring, 0.1, 0.01);
        Assert.Equal(
            "Of the 1 finding of run 3, none would be risky, as now.", new BarPreview(3, [Of(0, 0.1)]).Words(new PolicySettings(), Stricter));
        var preview = new BarPreview(3, [Of(0.5, 0), Of(0.25, 0), Of(0, 0.7), Of(0, 0.75), Of(0, 0.1)]);

        Assert.Equal(
            "Of the 5 findings of run 3, 3 would be risky, 2 by the settings in force: 2 newly, 1 no longer.",
            preview.Words(new PolicySettings(), new PolicySettings { RiskyLowerBound = 0.4, RiskyCoordination = 0.6 }));
        Assert.Equal(
            "Of the 5 findings of run 3, the same 2 would be risky as now.",
            preview.Words(new PolicySettings(), new PolicySettings { RiskyLowerBound = 0.21 }));
    }

    [Fact]
    public async Task Preview_WithoutARun_IsNone() => Assert.Null(await Get<BarQueries>().NewestAsync());
}

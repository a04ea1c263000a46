using Bunit;
using Investigator.Access;
using Investigator.Audit;
using Investigator.Web;
using Investigator.Web.Pages.Audit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Investigator.App.Tests.Audit;

public sealed class AuditPageTests : PageTest
{
    private static readonly Actor Ada = new("0b7f4b0e-0f6c-4a1c-8f0e-7d5a3f1c9e21", "Ada Lovelace", ActorKind.Person)
    {
        Rights = AccessPolicy.All,
        From = "192.0.2.7",
    };

    private AuditLog Log => Services.GetRequiredService<AuditLog>();

    [Fact]
    public void Page_OfANewInstallation_SaysThatNothingWasDone()
    {
        var page = Open<AuditPage>(Links.AuditPath);

        page.WaitForAssertion(() => Assert.Equal("Nothing was done yet", page.Find(".empty-state h2").TextContent));
    }

    [Fact]
    public async Task Page_ChangedRow_IsToldInWordsAndOpensToBeforeAndAfter()
    {
        var run = await Shop.AddAsync();
        await Shop.SetMapAsync(run, Investigator.Runs.MapStatus.Failed);

        var page = Open<AuditPage>(Links.Audit(new AuditFilter { Kind = "run", Action = AuditAction.Changed }));

        page.WaitForState(() => page.FindAll("table.audit > tbody > tr").Count == 1);
        Assert.Equal("map from Drawn to Failed", page.Find("table.audit summary").TextContent.Trim());
        Assert.Equal(["map", "Drawn", "Failed"], page.FindAll("table.audit details tbody tr > *").Select(static c => c.TextContent));
        Assert.Equal(Links.Audit(new AuditFilter { Kind = "run", Key = $"{run}", Action = AuditAction.Changed }),
            page.FindAll("table.audit a").Single(static a => a.TextContent.StartsWith("run", StringComparison.Ordinal)).GetAttribute("href"));
    }

    [Fact]
    public async Task Page_Filter_IsInTheAddressAndNarrowsTheRecord()
    {
        await Log.RecordAsync(Ada, AuditAction.SignedIn, "user 7", cancel: Xunit.TestContext.Current.CancellationToken);
        await Log.RecordAsync(Actor.Local, AuditAction.Exported, "run 3", "findings.csv", cancel: Xunit.TestContext.Current.CancellationToken);
        var page = Open<AuditPage>(Links.AuditPath);
        page.WaitForState(() => page.FindAll("table.audit > tbody > tr").Count == 2);

        page.Find(".filters select").Change(Ada.Id);

        page.WaitForState(() => page.FindAll("table.audit > tbody > tr").Count == 1);
        Assert.EndsWith($"/audit?who={Ada.Id}", Navigation.Uri, StringComparison.Ordinal);
        var words = page.Find("table.audit > tbody > tr > td:last-child").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["signed", "in", "user", "7"], words);
        Assert.Contains("192.0.2.7", page.Find("table.audit > tbody").TextContent, StringComparison.Ordinal);
        Assert.Equal(Links.Api.AuditCsv(new AuditFilter { Who = Ada.Id }), page.Find("a[download]").GetAttribute("href"));
    }

    [Fact]
    public async Task Page_MoreThanAPage_LeadsToOlderEntriesAndBack()
    {
        for (var i = 1; i <= 51; i++) await Log.RecordAsync(Ada, AuditAction.Exported, $"run {i}", cancel: Xunit.TestContext.Current.CancellationToken);
        var page = Open<AuditPage>(Links.AuditPath);
        page.WaitForState(() => page.FindAll("table.audit > tbody > tr").Count == 50);

        Navigation.NavigateTo(page.FindAll(".audit-pages a").Single(static a => a.TextContent.Trim() == "Older").GetAttribute("href")!);

        page.WaitForState(() => page.FindAll("table.audit > tbody > tr").Count == 1);
        Assert.Contains("run 1", page.Find("table.audit > tbody").TextContent, StringComparison.Ordinal);
        Assert.Equal(Links.AuditPath, page.Find(".audit-pages a").GetAttribute("href"));
    }

    [Fact]
    public void Page_DayThatIsNone_SaysWhatWasExpected()
    {
        var page = Open<AuditPage>(Links.AuditPath + "?from=yesterday");

        Assert.Contains("expected one such as 2026-03-31", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_PersonErased_ShowsTheirEntriesWithoutThem()
    {
        await Log.RecordAsync(Ada, AuditAction.SignedIn, "user 7", cancel: Xunit.TestContext.Current.CancellationToken);
        var page = Open<AuditPage>(Links.Audit(new AuditFilter { Who = Ada.Id }));
        page.WaitForState(() => page.FindAll("table.audit > tbody > tr").Count == 1);

        page.FindComponents<MudButton>().Single(static b => b.Markup.Contains("Erase this person", StringComparison.Ordinal)).Find("button").Click();
        Providers.WaitForElement(".mud-dialog input").Input("she asked for it");
        Providers.FindAll(".mud-dialog button").Single(static b => b.TextContent.Trim() == "Erase").Click();

        page.WaitForAssertion(() => Assert.Contains("(erased)", page.Find("table.audit > tbody").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("192.0.2.7", page.Find("table.audit > tbody").TextContent, StringComparison.Ordinal);
    }
}

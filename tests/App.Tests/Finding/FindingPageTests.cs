using System.Text.Json;
using Bunit;
using Investigator.Engine.Core;
using Investigator.Engine.Risk;
using Investigator.Engine.Tables;
using Investigator.Findings;
using Investigator.TestKit;
using Investigator.Web;
using Investigator.Web.Controls;
using Investigator.Web.Pages.Finding;

namespace Investigator.App.Tests.Finding;

public sealed class FindingPageTests : PageTest
{
    private IRenderedComponent<FindingPage> OpenFinding(int run, int label, string? tab = null) =>
        Open<FindingPage>(Links.Finding(run, label, tab), p => p.Add(c => c.Run, run).Add(c => c.Number, label));

    private async Task<IRenderedComponent<FindingPage>> OpenRiskiestAsync(string? tab = null) =>
        OpenFinding(await Shop.AddAsync(), (await SampleAsync()).Findings[0].Number, tab);

    /// <summary>What the run tells of its riskiest finding.</summary>
    private static async Task<JsonElement> NarrativeAsync() => JsonDocument.Parse((await SampleAsync()).Findings[0].Narrative).RootElement;

    [Fact]
    public async Task Page_UnknownFinding_SaysSo()
    {
        var page = OpenFinding(await Shop.AddAsync(), 42);
        page.WaitForAssertion(() => Assert.Contains("There is no such finding", page.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Page_OfPartsPutTogether_SaysWhyAndFoldsMoreThanOneReason(int count)
    {
        var (run, number) = (await Shop.AddAsync(), (await SampleAsync()).Findings[0].Number);
        string[] reasons = [.. Enumerable.Range(1, count).Select(static i => $"Reason {i}.")];
        var parts = JsonSerializer.Serialize(new FindingParts([0, 1], false, reasons), JsonFile.Options);
        await SqlAsync($"UPDATE Findings SET Parts = '{parts.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)}' "
            + $"WHERE RunId = {run} AND Number = {number}");
        var page = OpenFinding(run, number);
        page.WaitForState(() => page.FindAll(".note").Count > 0);
        Assert.Equal(count > 1, page.Find(".note").TagName == "DETAILS");
        Assert.Equal(reasons, count > 1 ? page.FindAll(".note li").Select(static li => li.TextContent) : [page.Find(".note").TextContent]);
    }

    [Fact]
    public async Task Story_SentenceWithRows_LinksToThoseRows()
    {
        var page = await OpenRiskiestAsync();
        var (told, label) = (await NarrativeAsync(), (await SampleAsync()).Findings[0].Number);
        var sentences = told.GetProperty("sentences").EnumerateArray().ToList();
        page.WaitForState(() => page.FindAll(".story p").Count == sentences.Count);
        Assert.Equal(told.GetProperty("headline").GetString(), page.Find("h1").TextContent);
        var linked = sentences.Where(s => s.GetProperty("rows").ValueKind == JsonValueKind.Array).ToList();
        Assert.Contains(linked, s => s.GetProperty("rows").GetArrayLength() > 0);
        var links = page.FindAll(".story a.nowrap").Select(a => Uri.UnescapeDataString(a.GetAttribute("href")!)).ToList();
        Assert.Equal(linked.Count, links.Count);
        Assert.All(links, link => Assert.Contains($"finding={label}", link, StringComparison.Ordinal));
        foreach (var sentence in linked)
        {
            var features = sentence.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("feature").GetString());
            Assert.Contains(links, link => features.All(feature => link.Contains($"where={feature}:", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Story_FirstTwoLines_SayWhoHowManyHowLikelyAndWhy()
    {
        var page = await OpenRiskiestAsync();
        var finding = (await SampleAsync()).Findings[0];
        page.WaitForState(() => page.FindAll(".story .lead").Count == 2);
        var (who, why) = (page.FindAll(".story .lead")[0].TextContent, page.FindAll(".story .lead")[1].TextContent);
        Assert.Contains($" by {finding.Accounts} ", who, StringComparison.Ordinal);
        Assert.Contains(Wording.Money(finding.Money, "EUR"), who, StringComparison.Ordinal);
        Assert.Contains(Wording.Chance(finding.Probability!.Value), why, StringComparison.Ordinal);
        Assert.Contains("because", why, StringComparison.Ordinal);
        Assert.InRange(page.FindAll(".story .reasons b").Count, 1, 3);
        Assert.False(page.Find(".story details").HasAttribute("open"));
    }

    [Fact]
    public async Task Story_NamedValue_OpensItsPaymentsInTheFinding()
    {
        var page = await OpenRiskiestAsync();
        page.WaitForState(() => page.FindAll(".story .names a").Count > 0);
        Assert.All(page.FindAll(".story .names a"), a => Assert.Contains("where=transaction.", a.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Story_NoOutcomeKnown_KeepsBothEvidencesApart()
    {
        var blind = new RunBuilder { Outcomes = false };
        var coordinated = (await PreparedRun.OfAsync(blind)).Findings.First(c => c.Risky && c.Basis == RiskBasis.Coordination);
        var page = OpenFinding(await Shop.AddAsync(blind), coordinated.Number);
        page.WaitForState(() => page.FindAll("#outcomes-head").Count == 1);
        Assert.Contains("No outcome is known yet", page.Markup, StringComparison.Ordinal);
        Assert.Contains("decides", page.Find("#coordination-head").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("decides", page.Find("#outcomes-head").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_MiddleOfTheRanking_LeadsToBothNeighbours()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var page = OpenFinding(run, sample.Findings[1].Number, "rules");
        page.WaitForState(() => page.FindAll("a[data-key]").Count == 2);
        var both = ((int[])[0, 2]).Select(rank => Links.Finding(run, sample.Findings[rank].Number, "rules"));
        Assert.Equal(both, page.FindAll("a[data-key]").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task Rules_OfAFinding_AreItsOwn()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var rule = sample.Rules[0];
        var page = OpenFinding(run, rule.Finding, "rules");
        page.WaitForAssertion(() => Assert.Contains(rule.Code, page.Markup, StringComparison.Ordinal));
        Assert.All(
            sample.Rules.Where(r => r.Finding != rule.Finding), other => Assert.DoesNotContain($">{other.Code}<", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_HarmlessFinding_SaysWhyThereAreNone()
    {
        var page = OpenFinding(await Shop.AddAsync(), (await SampleAsync()).Findings.First(c => !c.Risky).Number, "rules");
        page.WaitForAssertion(() => Assert.Contains("No rule describes this finding", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Contrasts_Tab_ShowsEffectsWithBothMedians()
    {
        var page = await OpenRiskiestAsync("contrasts");
        var contrasts = (await NarrativeAsync()).GetProperty("contrasts").EnumerateArray().ToList();
        page.WaitForState(() => page.FindAll(".effect").Count == contrasts.Count);
        Assert.Contains(contrasts, c => c.GetProperty("category").ValueKind == JsonValueKind.String);
        foreach (var (contrast, row) in contrasts.Zip(page.FindAll("tbody tr")))
        {
            var effect = contrast.GetProperty("effect").GetDouble();
            Assert.Contains(contrast.GetProperty("phrase").GetString()!, row.TextContent, StringComparison.Ordinal);
            Assert.Contains($"{(effect < 0 ? '−' : '+')}{Format.Number(Math.Abs(effect))}", row.TextContent, StringComparison.Ordinal);
            if (contrast.GetProperty("category").GetString() is { } category) Assert.Contains(category, row.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sequences_Tab_DrawsTypicalWeakAndOrdinary()
    {
        var page = await OpenRiskiestAsync("sequences");
        page.WaitForState(() => page.FindAll(".timeline").Count == 10);
        Assert.Equal(3, page.FindAll("h3.part").Count);
        Assert.All(page.FindAll("svg[role=img]"), svg => Assert.NotEqual("", svg.GetAttribute("aria-label")));
        var typical = (await NarrativeAsync()).GetProperty("behavior").GetProperty("typical");
        Assert.Contains(typical[0].GetProperty("page").GetString()!, page.Find(".legend").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sequences_Tab_ShowsWhereAttentionFellHereAndElsewhere()
    {
        var page = await OpenRiskiestAsync("sequences");
        var behavior = (await NarrativeAsync()).GetProperty("behavior");
        var (steps, pages, pauses) = (behavior.GetProperty("typical"), behavior.GetProperty("pages"), behavior.GetProperty("pauses"));
        page.WaitForState(() => page.FindAll("#typical-steps tbody tr").Count == steps.GetArrayLength());
        Assert.Equal(steps.EnumerateArray().Select(s => $"{Text(s, "page")} {Share(s, "attention")}"), Cells(page, "#typical-steps", 1, 4));
        var attended = pages.EnumerateArray().Select(p => $"{Text(p, "page")} {Share(p, "here")} {Share(p, "elsewhere")}");
        Assert.Equal(attended, Cells(page, "#attended-pages", 0, 1, 2));
        var open = pauses.EnumerateArray().Select(p => p.GetProperty("to").ValueKind == JsonValueKind.Null);
        Assert.Equal(open, Cells(page, "#attended-pauses", 0).Select(c => c.EndsWith("and longer", StringComparison.Ordinal)));
        Assert.Equal(pauses.EnumerateArray().Select(p => $"{Share(p, "here")} {Share(p, "elsewhere")}"), Cells(page, "#attended-pauses", 1, 2));

        static string? Text(JsonElement part, string name) => part.GetProperty(name).GetString();

        static string Share(JsonElement part, string name) =>
            part.GetProperty(name) is { ValueKind: JsonValueKind.Number } share ? Format.Percent(share.GetDouble()) : "–";
    }

    [Fact]
    public async Task Sequences_TabOfARunWithoutEvents_ShowsNoTablesOfAttention()
    {
        var still = new RunBuilder { Events = false };
        var page = OpenFinding(await Shop.AddAsync(still), (await PreparedRun.OfAsync(still)).Findings[0].Number, "sequences");
        page.WaitForAssertion(() => Assert.Contains("No click-streams to show", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("#typical-steps"));
    }

    [Fact]
    public async Task Members_Tab_ListsAPageOfThem()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var large = sample.Findings.MaxBy(c => c.Size)!.Number;
        var page = OpenFinding(run, large, "members");
        page.WaitForState(() => page.FindAll("tbody tr.mud-table-row").Count == 25);
        Assert.Contains($"1-25 of {sample.Members(large).Count()}", page.Markup, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Cells(IRenderedComponent<FindingPage> page, string table, params int[] columns) =>
        page.FindAll($"{table} tbody tr").Select(row => string.Join(' ', columns.Select(c => row.Children[c].TextContent.Trim())));
}

using System.Globalization;
using System.Text.RegularExpressions;
using Bunit;
using Investigator.TestKit;
using Investigator.Transactions;
using Investigator.Web;
using Investigator.Web.Pages.Finding;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Finding;

/// <summary>Every number of a finding's story against the list that its link opens.</summary>
public sealed partial class StoryNumbersTests : PageTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Story_OfEveryFinding_SaysWhatTheListsBehindItHold(bool blankKnownAt)
    {
        var builder = new RunBuilder { BlankKnownAt = blankKnownAt };
        var (run, sample) = (await Shop.AddAsync(builder), await PreparedRun.OfAsync(builder));
        var everything = await TotalsAsync(new TransactionScope(run));
        var compared = 0;
        foreach (var finding in sample.Findings)
        {
            var page = Open<FindingPage>(Links.Finding(run, finding.Number), p => p.Add(c => c.Run, run).Add(c => c.Number, finding.Number));
            page.WaitForState(() => page.FindAll(".story p").Count > 0);
            var members = await TotalsAsync(new TransactionScope(run, finding.Number));
            foreach (var sentence in page.FindAll(".story p"))
            {
                var text = Spaces().Replace(sentence.TextContent, " ").Trim();
                var link = sentence.QuerySelector("a.nowrap");
                var told = link is null ? [] : await ComparedAsync(text, ScopeOf(link.GetAttribute("href")!), everything);
                Assert.True(told.Count > 0 || link is null, $"No number is compared of: {text}");
                foreach (var name in sentence.QuerySelectorAll(".names a"))
                {
                    var listed = await TotalsAsync(ScopeOf(name.GetAttribute("href")!));
                    var said = decimal.Parse(name.NextElementSibling!.TextContent, NumberStyles.Number, CultureInfo.InvariantCulture);
                    told.Add(new($"payments of {name.TextContent}", said, listed.Count));
                }

                Assert.All(told, n => Assert.True(n.Said == n.Listed, $"Finding {finding.Number} says {n.Said} {n.Of}, its list has {n.Listed}: {text}"));
                compared += told.Count;
            }

            AssertFacts(page, members);
            var headline = page.Find("h1").TextContent;
            Assert.Contains($"{members.Count:N0} payments", headline, StringComparison.Ordinal);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"€{members.Money:N2}"), headline, StringComparison.Ordinal);
        }

        Assert.True(compared > 10 * sample.Findings.Count, $"only {compared} numbers were found");
    }

    /// <summary>The panel of outcomes beside the story.</summary>
    private static void AssertFacts(IRenderedComponent<FindingPage> page, TransactionTotals members)
    {
        var outcomes = page.Find("section[aria-labelledby=outcomes-head]").TextContent;
        if (members.Known == 0) Assert.Contains("No outcome is known yet", outcomes, StringComparison.Ordinal);
        else Assert.Matches($@"{members.Fraud:N0} of {members.Known:N0} known \(", outcomes);
    }

    /// <summary>The numbers of a sentence beside those of its list.</summary>
    private async Task<List<Told>> ComparedAsync(string text, TransactionScope scope, TransactionTotals everything)
    {
        var (listed, told) = (await TotalsAsync(scope), new List<Told>());
        if (Size().Match(text) is { Success: true } size)
        {
            told.AddRange([new("payments", Number(size, "n"), listed.Count), new("accounts", Number(size, "accounts"), listed.Accounts)]);
            told.Add(new("of money", Number(size, "money"), Cents(listed.Money)));
        }
        else if (NoneKnown().Match(text) is { Success: true } none)
        {
            told.AddRange([new("payments", Number(none, "n"), listed.Count), new("known outcomes", 0, listed.Known)]);
        }
        else if (Outcomes().Match(text) is { Success: true } outcomes)
        {
            told.AddRange([new("known outcomes", Number(outcomes, "known"), listed.Known), new("payments", Number(outcomes, "n"), listed.Count)]);
            told.Add(new("frauds", Number(outcomes, "fraud"), listed.Fraud));
            told.Add(new("legitimate", Number(outcomes, "legitimate"), listed.Known - listed.Fraud));
            if (!text.Contains("none is known elsewhere", StringComparison.Ordinal))
            {
                told.Add(new("known elsewhere", Number(outcomes, "of"), everything.Known - listed.Known));
                told.Add(new("frauds elsewhere", Number(outcomes, "elsewhere"), everything.Fraud - listed.Fraud));
            }
        }
        else if (Approved().Match(text) is { Success: true } approved)
        {
            var part = Parts().Match(approved.Groups["what"].Value.Replace("known fraud", "payment", StringComparison.Ordinal));
            var members = await TotalsAsync(scope with { Missed = false });
            told.AddRange([new("known frauds", Whole(part), members.Fraud), new("missed frauds", Part(part), listed.Count)]);
            if (approved.Groups["money"].Success) told.Add(new("of missed money", Number(approved, "money"), Cents(listed.MissedFraudMoney)));
        }
        else if (Parts().Match(text) is { Success: true } part)
        {
            var members = await TotalsAsync(scope with { Where = null });
            told.Add(new("payments of the finding", Whole(part), members.Count));
            told.Add(new("payments", Part(part), listed.Count));
            if (Elsewhere().Match(text) is { Success: true } rest)
            {
                var all = await TotalsAsync(scope with { Finding = null });
                told.Add(new("payments elsewhere", Number(rest, "of"), everything.Count - members.Count));
                told.Add(new("of them elsewhere", Number(rest, "n"), all.Count - listed.Count));
            }
        }

        return told;
    }

    /// <summary>The 47 of <c>47 of 52 payments</c>.</summary>
    private static decimal Part(Match part)
    {
        if (part.Groups["part"].Success) return Number(part, "part");
        return part.Groups["none"].Success || part.Groups["not"].Success ? 0 : Whole(part);
    }

    private static decimal Whole(Match part)
    {
        foreach (var group in (string[])["whole", "none", "all"])
        {
            if (part.Groups[group].Success) return Number(part, group);
        }

        return part.Groups["both"].Success ? 2 : 1;
    }

    private static decimal Number(Match match, string group) =>
        match.Groups[group].Value is "none" ? 0 : decimal.Parse(match.Groups[group].Value, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static decimal Cents(double money) => Math.Round((decimal)money, 2);

    private async Task<TransactionTotals> TotalsAsync(TransactionScope scope)
    {
        var resolved = await Services.GetRequiredService<ScopeQueries>().ResolveAsync(scope);
        Assert.Null(resolved.Problem);
        return await Services.GetRequiredService<TransactionQueries>().TotalsAsync(scope.Run, resolved.Filter);
    }

    private static TransactionScope ScopeOf(string href)
    {
        var query = QueryHelpers.ParseQuery(new Uri(new Uri("http://here"), href).Query);
        var where = query.TryGetValue("where", out var conditions) ? conditions.Select(c => c!).ToList() : null;
        return new TransactionScope(Id("run"), Id("finding"), Missed: query.ContainsKey("missed"), Where: where);

        int Id(string name) => int.Parse(query[name]!, CultureInfo.InvariantCulture);
    }

    private sealed record Told(string Of, decimal Said, decimal Listed);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(
        @"^(?<n>[\d,]+) (\w+ )?payments?( after the same pages)? by (?<accounts>[\d,]+) (mostly new )?accounts? .*, €(?<money>[\d,]+\.\d\d) in all")]
    private static partial Regex Size();

    [GeneratedRegex(@"^No outcome of the (?<n>[\d,]+) payments was known")]
    private static partial Regex NoneKnown();

    [GeneratedRegex(
        @"^(?<known>[\d,]+) of (?<n>[\d,]+) payments had a known outcome .*: (?<fraud>[\d,]+) fraud, (?<legitimate>[\d,]+) legitimate" +
        @"(; elsewhere (?<elsewhere>[\d,]+|none) of (?<of>[\d,]+))?")]
    private static partial Regex Outcomes();

    [GeneratedRegex(@"[Tt]he engine had approved (?<what>.+?)(, worth €(?<money>[\d,]+\.\d\d))?\. ")]
    private static partial Regex Approved();

    [GeneratedRegex(
        @"\b([Aa]ll (?<all>[\d,]+) payments|[Nn]one of the (?<none>[\d,]+) payments|(?<both>[Bb]oth) payments|" +
        @"((?<not>[Nn]ot the)|[Tt]he) one payment|(?<part>[\d,]+) of (?<whole>[\d,]+) payments)")]
    private static partial Regex Parts();

    [GeneratedRegex(@"(elsewhere for (?<n>[\d,]+|none) of (?<of>[\d,]+)|here and (?<n>[\d,]+) of (?<of>[\d,]+) elsewhere)")]
    private static partial Regex Elsewhere();
}

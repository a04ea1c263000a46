using System.Reflection;
using System.Text.Json;
using Investigator.Audit;
using Investigator.Transactions;
using Investigator.Web;

namespace Investigator.App.Tests.Crawl;

/// <summary>Every link that <see cref="Links.Api"/> makes, filled with what a run has; scripts follow some of them that stand on no page.</summary>
internal static class ApiLinks
{
    public static IEnumerable<string> Of(ServedSample sample)
    {
        var (run, prepared) = (sample.Run, sample.Prepared);
        var filled = new Dictionary<string, IEnumerable<string>>
        {
            [nameof(Links.Api.MapColumn)] = Columns(prepared).Select(column => Links.Api.MapColumn(run, column)),
            [nameof(Links.Api.MapPoints)] = [Links.Api.MapPoints(run) + "0"],
            [nameof(Links.Api.Selections)] = [], // Only to be written to.
            [nameof(Links.Api.Selection)] = [], // Only to be deleted.
            [nameof(Links.Api.TransactionsCsv)] = [Links.Api.TransactionsCsv(run), Links.Api.TransactionsCsv(new TransactionScope(run, Risky: true))],
            [nameof(Links.Api.FindingsCsv)] = [Links.Api.FindingsCsv(run)],
            [nameof(Links.Api.ContrastsCsv)] = prepared.Findings.Select(c => Links.Api.ContrastsCsv(run, c.Number)),
            [nameof(Links.Api.RuleJson)] = prepared.Rules.Where(r => r.Exported).Select(r => Links.Api.RuleJson(run, r.Code)),
            [nameof(Links.Api.RunFile)] = [Links.Api.RunFile(run, "run.json")],
            [nameof(Links.Api.SinglesCsv)] = [Links.Api.SinglesCsv(run)],
            [nameof(Links.Api.DaysCsv)] = [Links.Api.DaysCsv(run)],
            [nameof(Links.Api.AuditCsv)] = [Links.Api.AuditCsv(new AuditFilter()), Links.Api.AuditCsv(new AuditFilter { Kind = "run", Text = "100%" })],
            [nameof(Links.Api.RejectsCsv)] = [Links.Api.RejectsCsv(1)],
            [nameof(Links.Api.MappingJson)] = [Links.Api.MappingJson(1)],
        };
        var all = typeof(Links.Api).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(static m => m.Name).Distinct();
        Assert.Equal(all.Order(StringComparer.Ordinal), filled.Keys.Order(StringComparer.Ordinal));
        return filled.Values.SelectMany(static links => links);
    }

    private static IEnumerable<string> Columns(PreparedRun run)
    {
        var definitions = run.Json("features.json").GetProperty("features").EnumerateArray().Select(static f => f.GetProperty("definition"));
        var shown = definitions.Where(static d => !d.TryGetProperty("shown", out var shown) || shown.ValueKind != JsonValueKind.False);
        return ["x", "y", "finding", "cluster", "risk", "outcome", .. shown.Select(static d => d.GetProperty("name").GetString()!)];
    }
}

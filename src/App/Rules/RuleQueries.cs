using System.Text.Json;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Rules;

public enum RuleSort
{
    Code,
    Label,
    Precision,
    Recall,
    Matched,
    KnownFraud,
}

public sealed class RuleQueries(IDbContextFactory<InvestigatorContext> contexts)
{
    /// <summary>Rules of a run, or of one of its clusters.</summary>
    public async Task<(IReadOnlyList<ClusterRule> Rules, int Total)> PageAsync(int runId, int? label, RuleSort sort, bool descending, int skip, int take, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = context.Rules.AsNoTracking().Where(r => r.RunId == runId && (label == null || r.Label == label));
        var total = await rows.CountAsync(cancel);
        var ordered = (sort, descending) switch
        {
            (RuleSort.Label, false) => rows.OrderBy(r => r.Label),
            (RuleSort.Label, true) => rows.OrderByDescending(r => r.Label),
            (RuleSort.Precision, false) => rows.OrderBy(r => r.Precision),
            (RuleSort.Precision, true) => rows.OrderByDescending(r => r.Precision),
            (RuleSort.Recall, false) => rows.OrderBy(r => r.Recall),
            (RuleSort.Recall, true) => rows.OrderByDescending(r => r.Recall),
            (RuleSort.Matched, false) => rows.OrderBy(r => r.Matched),
            (RuleSort.Matched, true) => rows.OrderByDescending(r => r.Matched),
            (RuleSort.KnownFraud, false) => rows.OrderBy(r => r.KnownFraud),
            (RuleSort.KnownFraud, true) => rows.OrderByDescending(r => r.KnownFraud),
            (_, false) => rows.OrderBy(r => r.Id),
            _ => rows.OrderByDescending(r => r.Id),
        };
        var bodies = await ordered.ThenBy(r => r.Id).Skip(skip).Take(take).Select(r => r.Body).ToListAsync(cancel);
        return ([.. bodies.Select(Read)], total);
    }

    public async Task<ClusterRule?> FindAsync(int runId, string code, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Rules.AsNoTracking().Where(r => r.RunId == runId && r.Code == code).Select(r => r.Body).FirstOrDefaultAsync(cancel) is { } body ? Read(body) : null;
    }

    private static ClusterRule Read(string body) => StoredJson.Parse<ClusterRule>(body);
}

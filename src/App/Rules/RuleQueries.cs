using System.Text.Json;
using Investigator.Findings;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Rules;

/// <summary>Measures are those on later transactions, largest first.</summary>
public enum RuleSort
{
    /// <summary>The rules of the riskiest finding first.</summary>
    Risk,

    /// <summary>By finding's number, ascending.</summary>
    Label,

    Precision,
    Recall,
    Matched,
    KnownFraud,
}

public sealed class RuleQueries(IDbContextFactory<InvestigatorContext> contexts)
{
    /// <summary>Rules of a run, or of one of its findings; among equals a finding's rules in the order in which they were learned, best first.</summary>
    public async Task<(IReadOnlyList<FindingRule> Rules, int Total)> PageAsync(
        int runId, int? label, RuleSort sort, int skip, int take, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = context.Rules.AsNoTracking().Where(r => r.RunId == runId && (label == null || r.Label == label));
        var findings = context.Findings.Where(f => f.RunId == runId);
        var total = await rows.CountAsync(cancel);
        var ordered = sort switch
        {
            RuleSort.Risk => rows.OrderByDescending(r => findings.Where(f => f.Number == r.Label).Select(f => f.ExpectedLoss).FirstOrDefault()),
            RuleSort.Label => rows.OrderBy(r => r.Label),
            RuleSort.Precision => rows.OrderByDescending(r => r.LaterPrecision),
            RuleSort.Recall => rows.OrderByDescending(r => r.LaterRecall),
            RuleSort.Matched => rows.OrderByDescending(r => r.LaterMatched),
            _ => rows.OrderByDescending(r => r.LaterKnownFraud),
        };
        var bodies = await ordered.ThenBy(r => r.Id).Skip(skip).Take(take).Select(r => r.Body).ToListAsync(cancel);
        return ([.. bodies.Select(Read)], total);
    }

    public async Task<FindingRule?> FindAsync(int runId, string code, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var bodies = context.Rules.AsNoTracking().Where(r => r.RunId == runId && r.Code == code).Select(r => r.Body);
        return await bodies.FirstOrDefaultAsync(cancel) is { } body ? Read(body) : null;
    }

    private static FindingRule Read(string body) => StoredJson.Parse<FindingRule>(body);
}

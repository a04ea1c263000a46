using System.Linq.Expressions;
using System.Text.Json;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;
using Investigator.Engine.Tables;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Clusters;

/// <summary>One cluster as the grid shows it.</summary>
public sealed record ClusterSummary(
    int Label,
    int Size,
    bool Risky,
    RiskBasis Basis,
    double Score,
    int Known,
    int Fraud,
    double FraudShare,
    double LowerBound,
    double UpperBound,
    double Lift,
    double Money,
    double FraudMoney,
    int MissedFraud,
    double MissedFraudMoney,
    int Approved,
    int Declined,
    double Coordination,
    int Accounts,
    double Persistence,
    DateTime From,
    DateTime To,
    string Headline);

/// <summary>A cluster with everything its page tells.</summary>
public sealed record ClusterDetail(ClusterSummary Summary, FindingNarrative Narrative, IReadOnlyList<CoordinationSignal> Signals);

/// <summary>What the grid is narrowed to; null means no limit.</summary>
public sealed record ClusterFilter
{
    public bool? Risky { get; init; }

    public RiskBasis? Basis { get; init; }

    public int? MinSize { get; init; }

    /// <summary>Words that the headline must contain.</summary>
    public string? Text { get; init; }

    /// <summary>The tag that a cluster must bear, as a link names it.</summary>
    public int? Tag { get; init; }

    /// <summary>Labels to choose from, as <see cref="Tag"/> was resolved.</summary>
    public IReadOnlyList<int>? Labels { get; init; }

    /// <summary>Clusters active at or after this time.</summary>
    public DateTime? From { get; init; }

    /// <summary>Clusters active at or before this time.</summary>
    public DateTime? To { get; init; }
}

public enum ClusterSort
{
    Score,
    Label,
    Size,
    FraudShare,
    Lift,
    Money,
    MissedFraud,
    Coordination,
    Accounts,
    From,
}

public sealed class ClusterQueries(IDbContextFactory<InvestigatorContext> contexts)
{
    public async Task<(IReadOnlyList<ClusterSummary> Lines, int Total)> PageAsync(
        int runId, ClusterFilter filter, ClusterSort sort, bool descending, int skip, int take, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = Filtered(context, runId, filter);
        var total = await rows.CountAsync(cancel);
        var key = Key(sort);
        var ordered = (descending ? rows.OrderByDescending(key) : rows.OrderBy(key)).ThenBy(c => c.Label);
        return (await ordered.Skip(skip).Take(take).Select(Summary).ToListAsync(cancel), total);
    }

    public async Task<ClusterDetail?> FindAsync(int runId, int label, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var row = await context.Clusters.AsNoTracking().FirstOrDefaultAsync(c => c.RunId == runId && c.Label == label, cancel);
        return row is null
            ? null
            : new ClusterDetail(
                Summary.Compile()(row),
                StoredJson.Parse<FindingNarrative>(row.Narrative),
                StoredJson.Parse<List<CoordinationSignal>>(row.Signals));
    }

    /// <summary>The neighbours of a cluster in the risk ranking, for moving on with a key.</summary>
    public async Task<(int? Previous, int? Next)> FindAdjacentAsync(int runId, int label, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var labels = await context.Clusters.AsNoTracking().Where(c => c.RunId == runId).OrderByDescending(c => c.Score).ThenBy(c => c.Label)
            .Select(c => c.Label).ToListAsync(cancel);
        var at = labels.IndexOf(label);
        return (at > 0 ? labels[at - 1] : null, at >= 0 && at < labels.Count - 1 ? labels[at + 1] : null);
    }

    public async Task<IReadOnlyList<int>> RiskyLabelsAsync(int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Clusters.AsNoTracking().Where(c => c.RunId == runId && c.Risky).OrderBy(c => c.Label).Select(c => c.Label).ToListAsync(cancel);
    }

    /// <summary>Every cluster of the run, riskiest first.</summary>
    public async Task<IReadOnlyList<ClusterSummary>> AllAsync(int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Clusters.AsNoTracking().Where(c => c.RunId == runId).OrderByDescending(c => c.Score).ThenBy(c => c.Label).Select(Summary)
            .ToListAsync(cancel);
    }

    private static IQueryable<ClusterEntity> Filtered(InvestigatorContext context, int runId, ClusterFilter filter)
    {
        var rows = context.Clusters.AsNoTracking().Where(c => c.RunId == runId);
        if (filter.Labels is { } labels) rows = rows.Where(c => labels.Contains(c.Label));
        if (filter.Risky is { } risky) rows = rows.Where(c => c.Risky == risky);
        if (filter.Basis is { } basis) rows = rows.Where(c => c.Basis == basis);
        if (filter.MinSize is { } size) rows = rows.Where(c => c.Size >= size);
        if (!string.IsNullOrWhiteSpace(filter.Text)) rows = rows.Where(c => EF.Functions.Like(c.Headline, $"%{filter.Text.Trim()}%"));
        if (filter.From is { } from) rows = rows.Where(c => c.To >= from);
        if (filter.To is { } to) rows = rows.Where(c => c.From <= to);
        return rows;
    }

    private static Expression<Func<ClusterEntity, object>> Key(ClusterSort sort) => sort switch
    {
        ClusterSort.Label => c => c.Label,
        ClusterSort.Size => c => c.Size,
        ClusterSort.FraudShare => c => c.FraudShare,
        ClusterSort.Lift => c => c.Lift,
        ClusterSort.Money => c => c.Money,
        ClusterSort.MissedFraud => c => c.MissedFraudMoney,
        ClusterSort.Coordination => c => c.Coordination,
        ClusterSort.Accounts => c => c.Accounts,
        ClusterSort.From => c => c.From,
        _ => c => c.Score,
    };

    private static Expression<Func<ClusterEntity, ClusterSummary>> Summary { get; } = c => new ClusterSummary(
        c.Label, c.Size, c.Risky, c.Basis, c.Score, c.Known, c.Fraud, c.FraudShare, c.LowerBound, c.UpperBound, c.Lift, c.Money, c.FraudMoney, c.MissedFraud,
        c.MissedFraudMoney,
        c.Approved, c.Declined, c.Coordination, c.Accounts, c.Persistence, c.From, c.To, c.Headline);
}

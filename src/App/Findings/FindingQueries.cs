using System.Linq.Expressions;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;
using Investigator.Engine.Tables;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Findings;

/// <summary>Reads findings. Wherever an order is not asked for, it is the one in which they are worth looking at: by expected loss, ties by the latest
/// payment.</summary>
public sealed class FindingQueries(IDbContextFactory<InvestigatorContext> contexts, RunMasking masking)
{
    public async Task<(IReadOnlyList<FindingSummary> Lines, int Total)> PageAsync(
        int runId, FindingFilter filter, FindingSort sort, bool descending, int skip, int take, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = Filtered(context, runId, filter);
        var total = await rows.CountAsync(cancel);
        var key = Key(sort);
        var ordered = (descending ? rows.OrderByDescending(key) : rows.OrderBy(key)).ThenByDescending(f => f.To).ThenBy(f => f.Number);
        return (await ordered.Skip(skip).Take(take).Select(Summary).ToListAsync(cancel), total);
    }

    public async Task<FindingDetail?> FindAsync(int runId, int number, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var row = await context.Findings.AsNoTracking().FirstOrDefaultAsync(f => f.RunId == runId && f.Number == number, cancel);
        return row is null
            ? null
            : new FindingDetail(
                Summary.Compile()(row),
                MaskedStory.Of(StoredJson.Parse<FindingNarrative>(row.Narrative), await masking.OfAsync(runId, cancel)),
                StoredJson.Parse<List<CoordinationSignal>>(row.Signals),
                StoredJson.Parse<FindingParts>(row.Parts));
    }

    /// <summary>The finding that holds rows of a cluster, of several the one most worth looking at; null where no finding does.</summary>
    public async Task<int?> FindByClusterAsync(int runId, int label, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await Ordered(context, runId).Select(f => new { f.Number, f.Parts }).ToListAsync(cancel);
        return rows.FirstOrDefault(f => StoredJson.Parse<FindingParts>(f.Parts).Clusters.Contains(label))?.Number;
    }

    /// <summary>The neighbours of a finding in the ranking, for moving on with a key.</summary>
    public async Task<(int? Previous, int? Next)> FindAdjacentAsync(int runId, int number, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var numbers = await Ordered(context, runId).Select(f => f.Number).ToListAsync(cancel);
        var at = numbers.IndexOf(number);
        return (at > 0 ? numbers[at - 1] : null, at >= 0 && at < numbers.Count - 1 ? numbers[at + 1] : null);
    }

    public async Task<IReadOnlyList<int>> RiskyNumbersAsync(int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Findings.AsNoTracking().Where(f => f.RunId == runId && f.Risky).OrderBy(f => f.Number).Select(f => f.Number).ToListAsync(cancel);
    }

    /// <summary>Every finding of the run.</summary>
    public async Task<IReadOnlyList<FindingSummary>> AllAsync(int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Ordered(context, runId).Select(Summary).ToListAsync(cancel);
    }

    /// <summary>P(fraud) of every finding by its number; 0 where it was not estimated.</summary>
    public async Task<IReadOnlyDictionary<int, double>> ProbabilitiesAsync(int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Findings.AsNoTracking().Where(f => f.RunId == runId).Select(f => new { f.Number, f.Probability })
            .ToDictionaryAsync(f => f.Number, f => f.Probability ?? 0, cancel);
    }

    /// <summary>The labels of the clusters that each finding is made of, by its number.</summary>
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<int>>> ClustersAsync(int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await Ordered(context, runId).Select(f => new { f.Number, f.Parts }).ToListAsync(cancel);
        return rows.ToDictionary(f => f.Number, f => StoredJson.Parse<FindingParts>(f.Parts).Clusters);
    }

    private static IQueryable<FindingEntity> Ordered(InvestigatorContext context, int runId) =>
        context.Findings.AsNoTracking().Where(f => f.RunId == runId).OrderByDescending(f => f.ExpectedLoss).ThenByDescending(f => f.To).ThenBy(f => f.Number);

    private static IQueryable<FindingEntity> Filtered(InvestigatorContext context, int runId, FindingFilter filter)
    {
        var rows = context.Findings.AsNoTracking().Where(f => f.RunId == runId);
        if (filter.Numbers is { } numbers) rows = rows.Where(f => numbers.Contains(f.Number));
        if (filter.Risky is { } risky) rows = rows.Where(f => f.Risky == risky);
        if (filter.Basis is { } basis) rows = rows.Where(f => f.Basis == basis);
        if (filter.MinSize is { } size) rows = rows.Where(f => f.Size >= size);
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var holding = LikePattern.Holding(filter.Text.Trim());
            rows = rows.Where(f => EF.Functions.Like(f.Headline, holding, LikePattern.Escape));
        }

        if (filter.From is { } from) rows = rows.Where(f => f.To >= from);
        if (filter.To is { } to) rows = rows.Where(f => f.From <= to);
        return rows;
    }

    private static Expression<Func<FindingEntity, object?>> Key(FindingSort sort) => sort switch
    {
        FindingSort.Probability => f => f.Probability,
        FindingSort.Number => f => f.Number,
        FindingSort.Size => f => f.Size,
        FindingSort.FraudShare => f => f.FraudShare,
        FindingSort.MoneyAtRisk => f => f.MoneyAtRisk,
        FindingSort.MissedFraud => f => f.MissedFraudMoney,
        FindingSort.Coordination => f => f.Coordination,
        FindingSort.Accounts => f => f.Accounts,
        FindingSort.From => f => f.From,
        _ => f => f.ExpectedLoss,
    };

    private static Expression<Func<FindingEntity, FindingSummary>> Summary { get; } = f => new FindingSummary(
        f.Number, f.Size, f.Risky, f.Basis, f.Probability, f.Low, f.High, f.MoneyAtRisk, f.ExpectedLoss, f.Known, f.Fraud, f.FraudShare, f.Money, f.FraudMoney,
        f.MissedFraud, f.MissedFraudMoney, f.Approved, f.Declined, f.Coordination, f.Accounts, f.From, f.To, f.Headline);
}

using Investigator.Engine.Runs;
using Investigator.Engine.Singles;
using Investigator.Runs;

namespace Investigator.Singles;

public enum SingleSort
{
    /// <summary>As the run ranked them.</summary>
    ExpectedLoss,

    Probability,
    Amount,
    Time,
    Account,
    Transaction,
}

/// <summary>The payments that a run lists by themselves, from its folder: a thousand at most, read whole.</summary>
public sealed class SingleQueries(RunQueries runs)
{
    /// <summary>Null unless the run is finished.</summary>
    public async Task<SingleList?> FindAsync(int runId, CancellationToken cancel = default) =>
        await runs.FilesAsync(runId, cancel) is { } files ? await Task.Run(files.RunFolder.ReadSingles, cancel) : null;

    /// <summary>A page of them; equal ones stay in the run's order.</summary>
    public async Task<(IReadOnlyList<SinglePayment> Payments, int Total)> PageAsync(
        int runId, SingleSort sort, bool descending, int skip, int take, CancellationToken cancel = default)
    {
        var all = (await FindAsync(runId, cancel))?.Payments ?? [];
        var ordered = sort switch
        {
            SingleSort.ExpectedLoss => descending ? all : all.Reverse(),
            SingleSort.Probability => By(static p => p.Probability, Comparer<double>.Default),
            SingleSort.Amount => By(static p => p.Amount ?? double.NegativeInfinity, Comparer<double>.Default),
            SingleSort.Time => By(static p => p.Time, Comparer<DateTime>.Default),
            SingleSort.Account => By(static p => p.Account, StringComparer.Ordinal),
            _ => By(static p => p.Transaction, StringComparer.Ordinal),
        };
        return ([.. ordered.Skip(skip).Take(take)], all.Count);

        IEnumerable<SinglePayment> By<TKey>(Func<SinglePayment, TKey> key, IComparer<TKey> comparer) =>
            descending ? all.OrderByDescending(key, comparer) : all.OrderBy(key, comparer);
    }
}

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
public sealed class SingleQueries(RunQueries runs, RunMasking masking)
{
    /// <summary>Null unless the run is finished.</summary>
    public async Task<SingleList?> FindAsync(int runId, CancellationToken cancel = default) =>
        await runs.FilesAsync(runId, cancel) is { } files ? await Task.Run(() => Read(files), cancel) : null;

    private SingleList Read(RunFiles files)
    {
        var list = files.RunFolder.ReadSingles();
        if (masking.IsOpen) return list;
        var mask = masking.Of(files);
        return list with
        {
            Payments =
            [
                .. list.Payments.Select(p => p with
                {
                    Account = mask.Values.Show("account", p.Account),
                    Reasons = [.. p.Reasons.Select(reason => Show(reason, mask))],
                }),
            ],
        };
    }

    /// <summary>A reason says its feature and then its value: <c>email domain: example.org</c>.</summary>
    private static SingleReason Show(SingleReason reason, RunMask mask)
    {
        var at = reason.Text.IndexOf(": ", StringComparison.Ordinal);
        if (reason.Feature is not { } feature || !mask.Hides(feature) || at < 0) return reason;
        var (phrase, value) = (reason.Text[..at], reason.Text[(at + 2)..]);
        if (value is "missing" or "a rare one") return reason;
        return reason with { Text = $"{phrase}: {(mask.HidesNumber(feature) ? "masked" : mask.Show(feature, value))}" };
    }

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

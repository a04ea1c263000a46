using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Features.Windows;

/// <summary>Outcomes of the earlier rows of the same key, as far as they were known at the row's own time.</summary>
/// <remarks>
/// An outcome enters when it becomes known and leaves when that is longer ago than the window: one pass with two pointers over each key's outcomes in the
/// order in which they became known (n log n for that order).
/// </remarks>
internal static class TrailingOutcomes
{
    /// <param name="groups">Rows by key.</param>
    /// <param name="times"><c>[n]</c> microseconds, not falling.</param>
    /// <param name="window">Microseconds since an outcome became known; one that became known exactly this long ago is inside.</param>
    /// <param name="outcomes"><c>[n]</c>.</param>
    /// <param name="knownAt"><c>[n]</c> microseconds, not before the row's own time; of no meaning where the outcome is not known.</param>
    /// <param name="say">A row's value from the known frauds and all known outcomes.</param>
    /// <param name="cancel">Looked at between groups.</param>
    /// <returns><c>[n]</c>, NaN where the key is missing.</returns>
    public static float[] Of(KeyGroups groups, long[] times, long window, Outcome[] outcomes, long[] knownAt, Func<int, int, float> say,
        CancellationToken cancel)
    {
        var values = TrailingWindows.Missing(times.Length);
        for (var g = 0; g < groups.Rows.Count; g++)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = groups.Rows[g];
            var known = InOrderOfKnowing(rows, outcomes, knownAt);
            var (oldest, next, frauds) = (0, 0, 0);
            foreach (var row in rows)
            {
                // Of what became known at this very instant only the rows before this one count.
                for (; next < known.Length && (knownAt[known[next]], known[next]).CompareTo((times[row], row)) < 0; next++)
                {
                    if (outcomes[known[next]] == Outcome.Fraud) frauds++;
                }

                for (; oldest < next && knownAt[known[oldest]] < times[row] - window; oldest++) if (outcomes[known[oldest]] == Outcome.Fraud) frauds--;
                values[row] = say(frauds, next - oldest);
            }
        }

        return values;
    }

    private static int[] InOrderOfKnowing(ReadOnlySpan<int> rows, Outcome[] outcomes, long[] knownAt)
    {
        var count = 0;
        foreach (var row in rows) if (outcomes[row] != Outcome.Unknown) count++;
        if (count == 0) return [];
        var known = new int[count];
        foreach (var row in rows) if (outcomes[row] != Outcome.Unknown) known[^count--] = row;
        Array.Sort(known, (a, b) => (knownAt[a], a).CompareTo((knownAt[b], b)));
        return known;
    }
}

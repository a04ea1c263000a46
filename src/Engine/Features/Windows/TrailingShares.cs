using Investigator.Engine.Facts;

namespace Investigator.Engine.Features.Windows;

/// <summary>
/// Shares among the earlier rows of the same key within a window that have a value of a column; NaN without any. One linear pass, as <see
/// cref="TrailingWindows"/>.
/// </summary>
internal static class TrailingShares
{
    /// <summary>Those with one value.</summary>
    /// <param name="groups">Rows by key.</param>
    /// <param name="times"><c>[n]</c> microseconds, not falling.</param>
    /// <param name="window">Microseconds; a row exactly this long ago is inside.</param>
    /// <param name="codes"><c>[n]</c> value of the column, -1 where it is missing.</param>
    /// <param name="code">The value looked for; -1 where no row has it.</param>
    /// <param name="cancel">Looked at between groups.</param>
    public static float[] OfValue(KeyGroups groups, long[] times, long window, int[] codes, int code, CancellationToken cancel)
    {
        var known = TrailingWindows.Counts(groups, times, window, Array.ConvertAll(codes, static c => c >= 0), cancel);
        var values = TrailingWindows.Counts(groups, times, window, Array.ConvertAll(codes, c => c >= 0 && c == code), cancel);
        for (var i = 0; i < values.Length; i++) values[i] = known[i] > 0 ? values[i] / known[i] : float.NaN;
        return values;
    }

    /// <summary>Those with the row's own value; NaN where it has none.</summary>
    /// <inheritdoc cref="OfValue"/>
    public static float[] OfOwn(KeyGroups groups, long[] times, long window, int[] codes, CancellationToken cancel)
    {
        var values = TrailingWindows.Missing(times.Length);
        var held = new int[codes.Length];
        for (var g = 0; g < groups.Rows.Count; g++)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = groups.Rows[g];
            var (oldest, known) = (0, 0);
            foreach (var row in rows)
            {
                for (; times[rows[oldest]] < times[row] - window; oldest++)
                {
                    if (codes[rows[oldest]] is not (>= 0 and var gone)) continue;
                    held[gone]--;
                    known--;
                }

                if (codes[row] is not (>= 0 and var own)) continue;
                if (known > 0) values[row] = (float)held[own] / known;
                held[own]++;
                known++;
            }

            for (; oldest < rows.Length; oldest++) if (codes[rows[oldest]] is >= 0 and var left) held[left] = 0;
        }

        return values;
    }
}

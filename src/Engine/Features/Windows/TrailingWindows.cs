using Investigator.Engine.Facts;

namespace Investigator.Engine.Features.Windows;

/// <summary>
/// Counts, sums and distinct counts over the earlier rows of the same key within a window. Two pointers run over each group, so the work is linear in the
/// rows however long the window; a distinct count keeps how often each value occurs in the window, not a set per row.
/// </summary>
internal static class TrailingWindows
{
    /// <param name="groups">Rows by key.</param>
    /// <param name="times"><c>[n]</c> microseconds, not falling.</param>
    /// <param name="window">Microseconds; a row exactly this long ago is inside.</param>
    /// <param name="counted">Rows that count; null for all.</param>
    /// <param name="cancel">Looked at between groups.</param>
    /// <returns><c>[n]</c>, NaN where the key is missing.</returns>
    public static float[] Counts(KeyGroups groups, long[] times, long window, bool[]? counted, CancellationToken cancel)
    {
        var values = Missing(times.Length);
        for (var g = 0; g < groups.Rows.Count; g++)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = groups.Rows[g];
            var (oldest, inside) = (0, 0);
            foreach (var row in rows)
            {
                for (; times[rows[oldest]] < times[row] - window; oldest++) if (counted is null || counted[rows[oldest]]) inside--;
                values[row] = inside;
                if (counted is null || counted[row]) inside++;
            }
        }
        return values;
    }

    /// <inheritdoc cref="Counts"/>
    /// <param name="amounts"><c>[n]</c>; NaN adds nothing.</param>
    public static float[] Sums(KeyGroups groups, long[] times, long window, double[] amounts, CancellationToken cancel)
    {
        var values = Missing(times.Length);
        for (var g = 0; g < groups.Rows.Count; g++)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = groups.Rows[g];
            var (oldest, sum, summed) = (0, 0.0, 0);
            foreach (var row in rows)
            {
                for (; times[rows[oldest]] < times[row] - window; oldest++)
                {
                    if (double.IsNaN(amounts[rows[oldest]])) continue;
                    sum -= amounts[rows[oldest]];
                    // An empty window starts from zero again: rounding errors do not accumulate across it, and an empty sum is exactly 0.
                    if (--summed == 0) sum = 0;
                }
                values[row] = (float)sum;
                if (double.IsNaN(amounts[row])) continue;
                sum += amounts[row];
                summed++;
            }
        }
        return values;
    }

    /// <inheritdoc cref="Counts"/>
    /// <param name="codes"><c>[n]</c> what is counted, 0..n-1; -1 is not.</param>
    public static float[] Distinct(KeyGroups groups, long[] times, long window, int[] codes, CancellationToken cancel)
    {
        var values = Missing(times.Length);
        var held = new int[codes.Length];
        for (var g = 0; g < groups.Rows.Count; g++)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = groups.Rows[g];
            var (oldest, different) = (0, 0);
            foreach (var row in rows)
            {
                for (; times[rows[oldest]] < times[row] - window; oldest++) if (codes[rows[oldest]] is >= 0 and var gone && --held[gone] == 0) different--;
                values[row] = different;
                if (codes[row] is >= 0 and var come && held[come]++ == 0) different++;
            }
            for (; oldest < rows.Length; oldest++) if (codes[rows[oldest]] is >= 0 and var left) held[left] = 0;
        }
        return values;
    }

    public static float[] Missing(int count)
    {
        var values = new float[count];
        Array.Fill(values, float.NaN);
        return values;
    }
}

using Investigator.Engine.Facts;

namespace Investigator.Engine.Features.Windows;

/// <summary>
/// Counts over the rows of the same key within a window on both sides, the row itself included: known only when looking back, not at payment time. All
/// members of a group that acted together get about the same value, whereas a trailing count separates the first of them from the last. Linear, as
/// <see cref="TrailingWindows"/>.
/// </summary>
internal static class CenteredWindows
{
    /// <inheritdoc cref="TrailingWindows.Counts"/>
    public static float[] Counts(KeyGroups groups, long[] times, long window, bool[]? counted, CancellationToken cancel)
    {
        var values = TrailingWindows.Missing(times.Length);
        for (var g = 0; g < groups.Rows.Count; g++)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = groups.Rows[g];
            var (oldest, next, inside) = (0, 0, 0);
            foreach (var row in rows)
            {
                for (; next < rows.Length && times[rows[next]] <= times[row] + window; next++) if (counted is null || counted[rows[next]]) inside++;
                for (; times[rows[oldest]] < times[row] - window; oldest++) if (counted is null || counted[rows[oldest]]) inside--;
                values[row] = inside;
            }
        }
        return values;
    }

    /// <inheritdoc cref="TrailingWindows.Distinct"/>
    public static float[] Distinct(KeyGroups groups, long[] times, long window, int[] codes, CancellationToken cancel)
    {
        var values = TrailingWindows.Missing(times.Length);
        var held = new int[codes.Length];
        for (var g = 0; g < groups.Rows.Count; g++)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = groups.Rows[g];
            var (oldest, next, different) = (0, 0, 0);
            foreach (var row in rows)
            {
                for (; next < rows.Length && times[rows[next]] <= times[row] + window; next++)
                {
                    if (codes[rows[next]] is >= 0 and var come && held[come]++ == 0) different++;
                }
                for (; times[rows[oldest]] < times[row] - window; oldest++) if (codes[rows[oldest]] is >= 0 and var gone && --held[gone] == 0) different--;
                values[row] = different;
            }
            for (; oldest < rows.Length; oldest++) if (codes[rows[oldest]] is >= 0 and var left) held[left] = 0;
        }
        return values;
    }
}

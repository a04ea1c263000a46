using Investigator.Engine.Facts;
using Investigator.Engine.Features.Kinds;

namespace Investigator.Engine.Features.Windows;

/// <summary>
/// Mean and deviation of a number over the earlier rows of the same key within a window, set against the row's own value. One linear pass, as <see
/// cref="TrailingWindows"/>.
/// </summary>
/// <remarks>
/// Squares are summed about the key's first value, so that large numbers with small differences keep their precision; an empty window starts from zero again.
/// </remarks>
internal static class TrailingMoments
{
    /// <summary>Below this share of the largest sum since the window was last empty, a sum of squares is rounding error.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Mean of the earlier values; NaN without any.</summary>
    public static float[] Means(KeyGroups groups, long[] times, long window, double[] numbers, CancellationToken cancel) =>
        Each(groups, times, window, numbers, static (_, mean, _) => mean, cancel);

    /// <summary>The row's value over the mean of the earlier ones; NaN without a value, without earlier ones, or where their mean is 0.</summary>
    public static float[] Ratios(KeyGroups groups, long[] times, long window, double[] numbers, CancellationToken cancel) =>
        Each(groups, times, window, numbers, static (own, mean, _) => mean == 0 ? double.NaN : own / mean, cancel);

    /// <summary>
    /// The row's value less the mean of the earlier ones, in their population standard deviations; NaN without a value, with fewer than two earlier ones, or
    /// where they do not differ.
    /// </summary>
    public static float[] ZScores(KeyGroups groups, long[] times, long window, double[] numbers, CancellationToken cancel) =>
        Each(groups, times, window, numbers, static (own, mean, deviation) => deviation > 0 ? (own - mean) / deviation : double.NaN, cancel);

    private static float[] Each(KeyGroups groups, long[] times, long window, double[] numbers, Func<double, double, double, double> say,
        CancellationToken cancel)
    {
        var values = TrailingWindows.Missing(times.Length);
        for (var g = 0; g < groups.Rows.Count; g++)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = groups.Rows[g];
            var (oldest, count, sum, first, offsets, squares, most) = (0, 0, 0.0, double.NaN, 0.0, 0.0, 0.0);
            foreach (var row in rows)
            {
                for (; times[rows[oldest]] < times[row] - window; oldest++)
                {
                    var gone = numbers[rows[oldest]];
                    if (double.IsNaN(gone)) continue;
                    (count, sum, offsets, squares, most) = --count == 0 ? (0, 0, 0, 0, 0)
                        : (count, sum - gone, offsets - (gone - first), squares - ((gone - first) * (gone - first)), most);
                }

                var own = numbers[row];
                if (count > 0) values[row] = (float)say(own, sum / count, Deviation(count, offsets, squares, most));
                if (double.IsNaN(own)) continue;
                if (double.IsNaN(first)) first = own;
                (count, sum, offsets, squares) = (count + 1, sum + own, offsets + (own - first), squares + ((own - first) * (own - first)));
                most = Math.Max(most, squares);
            }
        }

        return values;
    }

    private static double Deviation(int count, double offsets, double squares, double most)
    {
        var about = squares - (offsets * offsets / count);
        return about > Rounding * most ? Math.Sqrt(about / count) : 0;
    }
}

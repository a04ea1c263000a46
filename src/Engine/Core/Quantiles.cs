using System.Numerics;

namespace Investigator.Engine.Core;

/// <summary>
/// Quantiles of values that stand in ascending order, one or more, none of them NaN. The definitions differ where a quantile falls between two values.
/// </summary>
internal static class Quantiles
{
    /// <summary>Linear between the two values that it falls between (type 7 of Hyndman and Fan 1996, NumPy's default).</summary>
    public static double Linear<T>(ReadOnlySpan<T> sorted, double share)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var low = double.CreateTruncating(sorted[below]);
        return below + 1 < sorted.Length ? low + ((place - below) * (double.CreateTruncating(sorted[below + 1]) - low)) : low;
    }

    /// <summary>
    /// The value at or below the quantile <paramref name="numerator"/> / <paramref name="denominator"/> of <see cref="Linear{T}"/>: always one of the values.
    /// </summary>
    public static float Lower(ReadOnlySpan<float> sorted, int numerator, int denominator) => sorted[(int)((long)numerator * (sorted.Length - 1) / denominator)];

    /// <summary>
    /// The least value with <paramref name="numerator"/> / <paramref name="denominator"/> of the values, rounded down, before it: always one of the values.
    /// At 1 / 2 it is <see cref="UpperMedian{T}"/>.
    /// </summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="numerator">Less than <paramref name="denominator"/>.</param>
    /// <param name="denominator">Positive.</param>
    public static float Upper(ReadOnlySpan<float> sorted, int numerator, int denominator) => sorted[(int)((long)numerator * sorted.Length / denominator)];

    /// <summary>The middle value, or the mean of the middle two.</summary>
    public static float Median(ReadOnlySpan<float> sorted) => (float)((sorted[(sorted.Length - 1) / 2] + (double)sorted[sorted.Length / 2]) / 2);

    /// <summary>The middle value, or the upper of the middle two: always one of the values.</summary>
    public static T UpperMedian<T>(ReadOnlySpan<T> sorted) => sorted[sorted.Length / 2];
}

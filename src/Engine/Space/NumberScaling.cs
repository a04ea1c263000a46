using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Space;

/// <summary>One numeric feature -> a dimension of median 0 and robust deviation 1, missing values at 0, clipped.</summary>
/// <remarks>
/// Robust deviation is the interquartile range over 1.349, as for a normal distribution; where half the values are the same (the range is 0) the standard
/// deviation is used.
/// </remarks>
internal static class NumberScaling
{
    // Below this share of the largest magnitude, a spread is rounding error.
    private const double NearlyConstant = 1e-6;

    // Fisher's moment skewness of a log-normal with sigma 0.5 is 1.75; beyond that a log makes most real amounts and counts more even.
    private const double Skewed = 1.5;

    /// <param name="values">Not finite where missing.</param>
    /// <param name="name">For notes.</param>
    /// <param name="scale">How it is transformed.</param>
    /// <param name="options">Clip, and how many rows must differ.</param>
    /// <returns>The scaled column and how it was transformed, or null and the reason when it holds no information.</returns>
    public static (float[]? Scaled, FeatureScale Scale, string? Note) Scale(ReadOnlySpan<float> values, string name, FeatureScale scale, HybridOptions options)
    {
        var present = Finite(values);
        if (present.Length == 0) return (null, scale, $"{name}: dropped, no row has a value");
        Array.Sort(present);
        var largest = Math.Max(Math.Abs((double)present[0]), Math.Abs((double)present[^1]));
        if (present[^1] - (double)present[0] <= NearlyConstant * largest) return (null, scale, $"{name}: dropped, the same value everywhere");
        var differing = present.Length - LongestRun(present);
        if (differing < options.NearConstant * values.Length)
        {
            return (null, scale, $"{name}: dropped, only {differing} of {values.Length} rows differ from the rest");
        }

        if (scale == FeatureScale.Auto) scale = Math.Abs(Skewness(present)) > Skewed ? FeatureScale.Log : FeatureScale.Robust;
        var unit = scale == FeatureScale.Log ? Unit(present) : 1;
        var bent = Array.ConvertAll(present, v => Bend(v, scale, unit, present));
        var (middle, deviation) = Spread(bent);
        if (!(deviation > 0)) return (null, scale, $"{name}: dropped, hardly any row differs");

        var scaled = new float[values.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            if (float.IsFinite(values[i]))
            {
                scaled[i] = (float)Math.Clamp((Bend(values[i], scale, unit, present) - middle) / deviation, -options.Clip, options.Clip);
            }
        }

        var missing = values.Length - present.Length;
        return (scaled, scale, missing == 0 ? null : $"{name}: {missing:n0} of {values.Length:n0} rows have no value; the median stands in for it");
    }

    private static float[] Finite(ReadOnlySpan<float> values)
    {
        var kept = new List<float>(values.Length);
        foreach (var value in values)
        {
            if (float.IsFinite(value)) kept.Add(value);
        }

        return [.. kept];
    }

    private static double Skewness(float[] values)
    {
        double mean = 0, second = 0, third = 0;
        foreach (var v in values) mean += v;
        mean /= values.Length;
        foreach (var v in values)
        {
            var off = v - mean;
            second += off * off;
            third += off * off * off;
        }

        second /= values.Length;
        return second > 0 ? third / values.Length / Math.Pow(second, 1.5) : 0;
    }

    /// <summary>
    /// The median magnitude of the values other than 0: below it the log is nearly linear, so that neither cents nor thousands are squeezed together. At most
    /// 1, so that counts keep their step from 0 to 1.
    /// </summary>
    private static double Unit(float[] values)
    {
        var magnitudes = Array.ConvertAll(Array.FindAll(values, static v => v != 0), Math.Abs);
        Array.Sort(magnitudes);
        return Math.Min(1, Quantiles.UpperMedian<float>(magnitudes));
    }

    /// <param name="value">Finite.</param>
    /// <param name="scale">Not <see cref="FeatureScale.Auto"/>.</param>
    /// <param name="unit">For the log.</param>
    /// <param name="sorted">All values, ascending; for ranks.</param>
    private static double Bend(float value, FeatureScale scale, double unit, float[] sorted) => scale switch
    {
        FeatureScale.Log => Math.CopySign(Math.Log(1 + (Math.Abs((double)value) / unit)), value),
        FeatureScale.Quantile => (SortedSearch.CountBelow(sorted, value) + SortedSearch.CountUpTo(sorted, value)) / (2.0 * sorted.Length),
        _ => value,
    };

    /// <summary>How many rows have the most common value.</summary>
    private static int LongestRun(float[] sorted)
    {
        var (longest, start) = (0, 0);
        for (var i = 0; i < sorted.Length; i++)
        {
            if (sorted[i] != sorted[start]) start = i;
            longest = Math.Max(longest, i - start + 1);
        }

        return longest;
    }

    /// <param name="sorted">Ascending.</param>
    private static (double Middle, double Deviation) Spread(double[] sorted)
    {
        var (middle, range) = (Quantiles.Linear<double>(sorted, 0.5), Quantiles.Linear<double>(sorted, 0.75) - Quantiles.Linear<double>(sorted, 0.25));
        var mean = sorted.Average();
        var standard = Math.Sqrt(sorted.Sum(v => (v - mean) * (v - mean)) / sorted.Length);
        // A range far below the standard deviation means that most values agree; dividing by it would push the others to the clip.
        return (middle, Math.Max(range / 1.349, standard / 2));
    }
}

using System.Text.Json.Serialization;
using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Space;

/// <summary>One numeric feature -> a dimension of median 0 and robust deviation 1, missing values at 0, clipped.</summary>
/// <remarks>
/// Robust deviation is the interquartile range over 1.349, as for a normal distribution; where half the values are the same (the range is 0) the standard
/// deviation is used.
/// </remarks>
internal sealed record NumberScaling : FeatureScaling
{
    // Below this share of the largest magnitude, a spread is rounding error.
    private const double NearlyConstant = 1e-6;

    // Fisher's moment skewness of a log-normal with sigma 0.5 is 1.75; beyond that a log makes most real amounts and counts more even.
    private const double Skewed = 1.5;

    /// <summary>How it is transformed before it is centred; never <see cref="FeatureScale.Auto"/>.</summary>
    public required FeatureScale Scale { get; init; }

    /// <summary>For the logarithm: the magnitude below which it is nearly linear.</summary>
    public double Unit { get; init; } = 1;

    /// <summary>Median of the transformed values.</summary>
    public double Middle { get; init; }

    /// <summary>Their robust deviation, above 0.</summary>
    public double Deviation { get; init; } = 1;

    /// <summary>Robust deviations from the median at which it is cut off.</summary>
    public double Clip { get; init; }

    /// <summary>For ranks; null for the other scales.</summary>
    [JsonIgnore]
    public ValueRanks? Ranks { get; init; }

    public override string ScaleName => Scale.ToString().ToLowerInvariant();

    public override bool IsCategory => false;

    public override IReadOnlyList<string> Dimensions => [Feature];

    /// <param name="column">Values that are not finite are missing.</param>
    /// <param name="weightFactor">Root of its weight.</param>
    /// <param name="scale">How it is transformed.</param>
    /// <param name="options">Clip, and how many rows must differ.</param>
    /// <param name="room">Of the column's length.</param>
    public static FittedFeature Fit(FeatureColumn column, float weightFactor, FeatureScale scale, HybridOptions options, SortingRoom room)
    {
        var (name, rows) = (column.Definition.Name, column.Values.Length);
        var present = Finite(column.Values, room.Values);
        if (present.Length == 0) return FittedFeature.Dropped(name, "no row has a value");
        FloatSort.Sort(present, room.Spare);
        var largest = Math.Max(Math.Abs((double)present[0]), Math.Abs((double)present[^1]));
        if (present[^1] - (double)present[0] <= NearlyConstant * largest) return FittedFeature.Dropped(name, "the same value everywhere");
        var differing = present.Length - LongestRun(present);
        if (differing < options.NearConstant * rows) return FittedFeature.Dropped(name, $"only {differing} of {rows} rows differ from the rest");

        if (scale == FeatureScale.Auto) scale = Math.Abs(Skewness(present)) > Skewed ? FeatureScale.Log : FeatureScale.Robust;
        var unscaled = new NumberScaling
        {
            Feature = name,
            WeightFactor = weightFactor,
            Scale = scale,
            Unit = scale == FeatureScale.Log ? UnitOf(present, room.Spare) : 1,
            Clip = options.Clip,
            Ranks = scale == FeatureScale.Quantile ? ValueRanks.Of(present) : null,
        };
        var (middle, deviation) = unscaled.Spread(present);
        if (!(deviation > 0)) return FittedFeature.Dropped(name, "hardly any row differs");
        var missing = rows - present.Length;
        return new FittedFeature(unscaled with { Middle = middle, Deviation = deviation },
            missing == 0 ? [] : [$"{name}: {missing:n0} of {rows:n0} rows have no value; the median stands in for it"]);
    }

    public override SpacePart Bind(FeatureColumn column, float blockFactor) => new Part(this, column.Values, blockFactor);

    private static Span<float> Finite(float[] values, float[] to)
    {
        var count = 0;
        foreach (var value in values)
        {
            if (float.IsFinite(value)) to[count++] = value;
        }

        return to.AsSpan(0, count);
    }

    private static double Skewness(ReadOnlySpan<float> values)
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
    /// <param name="sorted">Ascending; not all are 0.</param>
    /// <param name="room">As long, for magnitudes.</param>
    private static double UnitOf(ReadOnlySpan<float> sorted, float[] room)
    {
        var negative = SortedSearch.CountBelow(sorted, 0f);
        var positive = sorted[SortedSearch.CountUpTo(sorted, 0f)..];
        if (negative == 0) return Math.Min(1, Quantiles.UpperMedian(positive));
        var magnitudes = room.AsSpan(0, negative + positive.Length);
        for (var i = 0; i < negative; i++) magnitudes[i] = -sorted[i];
        positive.CopyTo(magnitudes[negative..]);
        magnitudes.Sort();
        return Math.Min(1, Quantiles.UpperMedian<float>(magnitudes));
    }

    private double Bend(float value) => Scale switch
    {
        FeatureScale.Log => Math.CopySign(Math.Log(1 + (Math.Abs((double)value) / Unit)), value),
        FeatureScale.Quantile => Ranks!.Of(value),
        _ => value,
    };

    /// <summary>How many rows have the most common value.</summary>
    private static int LongestRun(ReadOnlySpan<float> sorted)
    {
        var (longest, start) = (0, 0);
        for (var i = 0; i < sorted.Length; i++)
        {
            if (sorted[i] != sorted[start]) start = i;
            longest = Math.Max(longest, i - start + 1);
        }

        return longest;
    }

    /// <summary>Middle and robust deviation of the transformed values.</summary>
    /// <param name="sorted">Ascending, one or more; the transformations keep their order.</param>
    private (double Middle, double Deviation) Spread(ReadOnlySpan<float> sorted)
    {
        var (middle, range) = (Quantile(sorted, 0.5), Quantile(sorted, 0.75) - Quantile(sorted, 0.25));
        var mean = Sum(sorted, 0, static (bent, _) => bent) / sorted.Length;
        var standard = Math.Sqrt(Sum(sorted, mean, static (bent, mean) => (bent - mean) * (bent - mean)) / sorted.Length);
        // A range far below the standard deviation means that most values agree; dividing by it would push the others to the clip.
        return (middle, Math.Max(range / 1.349, standard / 2));
    }

    /// <summary>As <see cref="Quantiles.Linear{T}"/> of the transformed values, of which two alone are needed.</summary>
    private double Quantile(ReadOnlySpan<float> sorted, double share)
    {
        var below = (int)(share * (sorted.Length - 1));
        if (below + 1 == sorted.Length) return Bend(sorted[below]);
        var (place, low) = (share * (sorted.Length - 1), Bend(sorted[below]));
        return low + ((place - below) * (Bend(sorted[below + 1]) - low));
    }

    /// <summary>Sum of a term of each transformed value; equal values are transformed once.</summary>
    private double Sum(ReadOnlySpan<float> sorted, double about, Func<double, double, double> term)
    {
        var sum = 0.0;
        for (var first = 0; first < sorted.Length;)
        {
            var value = sorted[first];
            var each = term(Bend(value), about);
            for (; first < sorted.Length && sorted[first] == value; first++) sum += each;
        }

        return sum;
    }

    private sealed class Part(NumberScaling scaling, float[] values, float blockFactor) : SpacePart(1)
    {
        public override void Fill(int first, int count, Span<float> to, int rowStep, int columnStep)
        {
            // Counts are mostly the same few values: one that comes again need not be transformed again.
            var (bits, scaled) = (BitConverter.SingleToUInt32Bits(float.NaN), 0f);
            for (var i = 0; i < count; i++)
            {
                var value = values[first + i];
                if (BitConverter.SingleToUInt32Bits(value) != bits)
                {
                    (bits, scaled) = (BitConverter.SingleToUInt32Bits(value), float.IsFinite(value) ? Scaled(value) : 0);
                }

                to[i * rowStep] = scaled;
            }
        }

        private float Scaled(float value) =>
            (float)Math.Clamp((scaling.Bend(value) - scaling.Middle) / scaling.Deviation, -scaling.Clip, scaling.Clip) * scaling.WeightFactor * blockFactor;
    }
}

/// <summary>What a thread needs to sort one column after another.</summary>
/// <param name="rows">Length of a column.</param>
internal sealed class SortingRoom(int rows)
{
    public float[] Values { get; } = GC.AllocateUninitializedArray<float>(rows);

    public float[] Spare { get; } = GC.AllocateUninitializedArray<float>(rows);
}

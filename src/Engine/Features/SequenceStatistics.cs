using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Features;

/// <summary>What a sequence, or what it holds of one page, says in one number. All but the count are NaN where there is no event. Dwells that are not known do not count.</summary>
internal static class SequenceStatistics
{
    public static float[] Compute(FeatureDefinition feature, SequenceSet sequences, CancellationToken cancel)
    {
        var values = new float[sequences.Count];
        var page = feature.Column is null ? (short?)null : (short)Array.IndexOf(sequences.Vocabulary, feature.Column);
        var kept = new List<float>(sequences.MaxLength);
        for (var i = 0; i < values.Length; i++)
        {
            if ((i & 0xFFF) == 0) cancel.ThrowIfCancellationRequested();
            values[i] = Of(feature.Kind, sequences, i, page, kept);
        }
        return values;
    }

    private static float Of(FeatureKind kind, SequenceSet sequences, int i, short? page, List<float> kept)
    {
        var (from, length) = (sequences.Offsets[i], sequences.Length(i));
        var types = sequences.Types.AsSpan(from, length);
        if (kind == FeatureKind.EventCount) return page is { } counted ? types.Count(counted) : length;
        if (length == 0) return float.NaN;
        if (kind == FeatureKind.TimeToPayment) return ToPayment(sequences, i);
        if (kind == FeatureKind.PageShare) return (float)((double)types.Count(page!.Value) / length);
        kept.Clear();
        for (var j = 0; j < length; j++) if ((page is null || types[j] == page) && !float.IsNaN(sequences.Dwell[from + j])) kept.Add(sequences.Dwell[from + j]);
        return kept.Count == 0 ? float.NaN : OfDwell(kind, CollectionsMarshal.AsSpan(kept));
    }

    /// <param name="kind">A statistic of dwell.</param>
    /// <param name="dwell">One or more, in the sequence's order; sorted afterwards where the kind needs that.</param>
    private static float OfDwell(FeatureKind kind, Span<float> dwell) => kind switch
    {
        FeatureKind.MeanDwell => (float)Mean(dwell),
        FeatureKind.MedianDwell => Median(dwell),
        FeatureKind.DwellVariation => Variation(dwell),
        FeatureKind.LastDwell => dwell[^1],
        FeatureKind.ShortestDwell => TensorPrimitives.Min<float>(dwell),
        FeatureKind.LongestDwell => TensorPrimitives.Max<float>(dwell),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a statistic of dwell"),
    };

    /// <summary>Falls back on gaps, which are capped, where the set does not hold the span itself.</summary>
    public static float ToPayment(SequenceSet sequences, int i)
    {
        if (sequences.ToPayment.Length > 0) return sequences.ToPayment[i];
        var (from, to) = (sequences.Offsets[i], sequences.Offsets[i + 1]);
        double sum = Known(sequences.Dwell[to - 1]);
        for (var j = from; j < to; j++) sum += Known(sequences.Gap[j]);
        return (float)sum;
    }

    private static float Known(float seconds) => float.IsNaN(seconds) ? 0 : seconds;

    private static double Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    private static float Median(Span<float> values)
    {
        values.Sort();
        return Quantiles.Median(values);
    }

    /// <summary>Population standard deviation over the mean; NaN for fewer than two values or a mean of 0.</summary>
    private static float Variation(ReadOnlySpan<float> values)
    {
        var mean = Mean(values);
        if (values.Length < 2 || mean <= 0) return float.NaN;
        var squares = 0.0;
        foreach (var value in values) squares += (value - mean) * (value - mean);
        return (float)(Math.Sqrt(squares / values.Length) / mean);
    }
}

using Investigator.Engine.Sequences;

namespace Investigator.Engine.Features;

/// <summary>What a sequence says in one number. All but the count are NaN where there is no event.</summary>
internal static class SequenceStatistics
{
    public static float[] Compute(FeatureDefinition feature, SequenceSet sequences, CancellationToken cancel)
    {
        var values = new float[sequences.Count];
        var page = feature.Kind == FeatureKind.PageShare ? (short)Array.IndexOf(sequences.Vocabulary, feature.Column) : (short)-1;
        var sorted = new float[sequences.MaxLength];
        for (var i = 0; i < values.Length; i++)
        {
            if ((i & 0xFFF) == 0) cancel.ThrowIfCancellationRequested();
            values[i] = Of(feature.Kind, sequences, i, page, sorted);
        }
        return values;
    }

    private static float Of(FeatureKind kind, SequenceSet sequences, int i, short page, float[] sorted)
    {
        var (from, length) = (sequences.Offsets[i], sequences.Length(i));
        if (kind == FeatureKind.EventCount) return length;
        if (length == 0) return float.NaN;
        ReadOnlySpan<float> dwell = sequences.Dwell.AsSpan(from, length);
        return kind switch
        {
            FeatureKind.TimeToPayment => ToPayment(sequences, i),
            FeatureKind.MeanDwell => (float)Mean(dwell),
            FeatureKind.MedianDwell => Median(dwell, sorted),
            FeatureKind.DwellVariation => Variation(dwell),
            FeatureKind.LastDwell => dwell[^1],
            FeatureKind.PageShare => (float)((double)sequences.Types.AsSpan(from, length).Count(page) / length),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a sequence's statistic"),
        };
    }

    /// <summary>Falls back on gaps, which are capped, where the set does not hold the span itself.</summary>
    public static float ToPayment(SequenceSet sequences, int i)
    {
        if (sequences.ToPayment.Length > 0) return sequences.ToPayment[i];
        var (from, to) = (sequences.Offsets[i], sequences.Offsets[i + 1]);
        double sum = sequences.Dwell[to - 1];
        for (var j = from; j < to; j++) sum += sequences.Gap[j];
        return (float)sum;
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    private static float Median(ReadOnlySpan<float> values, float[] sorted)
    {
        if (values.Length > sorted.Length) sorted = new float[values.Length];
        var part = sorted.AsSpan(0, values.Length);
        values.CopyTo(part);
        part.Sort();
        var middle = part.Length / 2;
        return part.Length % 2 == 1 ? part[middle] : (float)((part[middle - 1] + (double)part[middle]) / 2);
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

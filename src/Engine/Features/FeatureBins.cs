using System.Runtime.InteropServices;
using Investigator.Engine.Core;

namespace Investigator.Engine.Features;

/// <summary>One feature cut into bins for the search of splits: a byte a row.</summary>
internal sealed class BinnedFeature
{
    /// <summary>The bin of a missing value.</summary>
    public const byte Missing = 255;

    public required FeatureColumn Column { get; init; }

    /// <summary><c>[n]</c> bin of each row; for a category its level, levels from 250 on as missing.</summary>
    public required byte[] Codes { get; init; }

    /// <summary>Smallest value of each bin, ascending; empty for a category.</summary>
    public required float[] Lows { get; init; }

    /// <summary>Largest value of each bin.</summary>
    public required float[] Highs { get; init; }

    public int Count => Column.Levels is { } levels ? Math.Min(levels.Length, 250) : Lows.Length;
}

/// <summary>Features binned once, for everything that seeks splits.</summary>
internal static class FeatureBins
{
    /// <summary>Quantiles are taken from this many rows at most, evenly spread: a bin's edge need not be exact.</summary>
    private const int SampleRows = 50_000;

    /// <summary>Ten-thousandths of the rows. A risky cluster may be a thousandth and sit in a tail that even bins would not cut.</summary>
    private static readonly int[] Tails = [5, 10, 20, 40, 80];

    /// <summary>The features that rules may use: those that are known at payment time and shown to people.</summary>
    public static IReadOnlyList<BinnedFeature> Cut(FeatureMatrix features, int bins, StageContext context) =>
        Cut([.. features.Columns.Where(c => c.Definition is { Causal: true, Shown: true })], bins, context);

    public static IReadOnlyList<BinnedFeature> Cut(IReadOnlyList<FeatureColumn> columns, int bins, StageContext context)
    {
        var binned = new BinnedFeature[columns.Count];
        Parallel.For(0, columns.Count, context.Parallel, c => binned[c] = Cut(columns[c], bins));
        return binned;
    }

    private static BinnedFeature Cut(FeatureColumn column, int bins)
    {
        var values = column.Values;
        var codes = new byte[values.Length];
        if (column.IsCategory)
        {
            for (var i = 0; i < codes.Length; i++) codes[i] = float.IsNaN(values[i]) || values[i] >= 250 ? BinnedFeature.Missing : (byte)values[i];
            return new BinnedFeature { Column = column, Codes = codes, Lows = [], Highs = [] };
        }

        var edges = Edges(values, bins);
        var (lows, highs) = (new float[edges.Length], new float[edges.Length]);
        Array.Fill(lows, float.PositiveInfinity);
        Array.Fill(highs, float.NegativeInfinity);
        for (var i = 0; i < codes.Length; i++)
        {
            if (float.IsNaN(values[i]))
            {
                codes[i] = BinnedFeature.Missing;
                continue;
            }
            var found = Array.BinarySearch(edges, values[i]);
            // Bin b holds (edges[b - 1], edges[b]]; what lies past the sample's largest value joins the last.
            var bin = Math.Min(found >= 0 ? found : ~found, edges.Length - 1);
            codes[i] = (byte)bin;
            lows[bin] = Math.Min(lows[bin], values[i]);
            highs[bin] = Math.Max(highs[bin], values[i]);
        }
        return new BinnedFeature { Column = column, Codes = codes, Lows = lows, Highs = highs };
    }

    /// <summary>Different values at the quantiles, ascending; every value where there are no more than <paramref name="bins"/>.</summary>
    private static float[] Edges(float[] values, int bins)
    {
        // Counted among the rows that have a value: of a feature that few rows have, a sample of all rows might hold none.
        var step = Math.Max(1, values.Count(static v => !float.IsNaN(v)) / SampleRows);
        var sample = new List<float>(Math.Min(values.Length, SampleRows * 2));
        var present = 0;
        foreach (var value in values)
        {
            if (!float.IsNaN(value) && present++ % step == 0) sample.Add(value);
        }
        sample.Sort();
        if (sample.Count == 0) return [];
        var distinct = new List<float>();
        foreach (var value in sample)
        {
            if (distinct.Count == 0 || value != distinct[^1]) distinct.Add(value);
        }
        if (distinct.Count <= bins) return [.. distinct];
        var sorted = CollectionsMarshal.AsSpan(sample);
        var edges = new SortedSet<float> { sorted[^1] };
        for (var q = 1; q < bins; q++) edges.Add(Quantiles.Upper(sorted, q, bins));
        foreach (var tail in Tails)
        {
            edges.Add(Quantiles.Upper(sorted, tail, 10_000));
            edges.Add(Quantiles.Lower(sorted, 10_000 - tail, 10_000));
        }
        return [.. edges];
    }
}

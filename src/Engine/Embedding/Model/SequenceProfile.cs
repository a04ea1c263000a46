using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Embedding.Model;

/// <summary>A few numbers about what a model was trained on: enough to tell whether other data is still similar.</summary>
/// <param name="PageShares">Share of the events that each page of the vocabulary has, in its order.</param>
/// <param name="DwellDeciles"><c>[9]</c> seconds below which a tenth, two tenths, … of the known dwells lie; empty when none is known.</param>
public sealed record SequenceProfile(IReadOnlyList<double> PageShares, IReadOnlyList<float> DwellDeciles)
{
    /// <summary>Dwells looked at, evenly spread, at most.</summary>
    private const int Sample = 1_000_000;

    internal static SequenceProfile Of(SequenceSet set)
    {
        var dwells = Dwells(set);
        return new SequenceProfile(Shares(set), dwells.Length == 0 ? [] : [.. Enumerable.Range(1, 9).Select(d => Quantiles.Lower(dwells, d, 10))]);
    }

    /// <summary><c>[vocabulary]</c>; all 0 without events.</summary>
    internal static double[] Shares(SequenceSet set)
    {
        var counts = new long[set.Vocabulary.Length];
        foreach (var type in set.Types) counts[type]++;
        return Array.ConvertAll(counts, count => (double)count / Math.Max(1, set.Types.Length));
    }

    /// <summary>Known dwells of a sample of the events, ascending.</summary>
    internal static float[] Dwells(SequenceSet set)
    {
        var step = Math.Max(1, set.Dwell.Length / Sample);
        var dwells = new List<float>();
        for (var i = 0; i < set.Dwell.Length; i += step) if (!float.IsNaN(set.Dwell[i])) dwells.Add(set.Dwell[i]);
        dwells.Sort();
        return [.. dwells];
    }
}

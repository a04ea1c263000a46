using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Embedding.Network;

/// <summary>
/// What one event alone says about its neighbours, by counting: a Markov chain of order 1 over pages, either way in time, and each page's median dwell and gap.
/// </summary>
internal sealed record MarkovBaseline
{
    // Smoothing: the shares after a page count as if they had been seen this many more times in the proportions of all pages.
    private const double Smoothing = 5;

    /// <summary><c>[pages, pages]</c> log share of each page (column) among those that come after a page (row).</summary>
    public required float[] Next { get; init; }

    /// <summary><c>[pages, pages]</c> log share of each page (column) among those that come before a page (row).</summary>
    public required float[] Previous { get; init; }

    /// <summary>
    /// <c>[pages]</c> median log dwell (<see cref="EventTiming.Log"/>) of a page that is not a sequence's first; that of all pages where a page was not seen.
    /// </summary>
    public required float[] Dwell { get; init; }

    /// <summary><c>[pages]</c> median log gap of a page that is not a sequence's last.</summary>
    public required float[] Gap { get; init; }

    /// <param name="rows">The sequences to learn from.</param>
    public static MarkovBaseline Of(SequenceSet set, ReadOnlySpan<int> rows)
    {
        var pages = set.Vocabulary.Length;
        var (after, before) = (new double[pages * pages], new double[pages * pages]);
        var (dwells, gaps) = (Lists(pages), Lists(pages));
        foreach (var row in rows)
        {
            for (var e = set.Offsets[row] + 1; e < set.Offsets[row + 1]; e++)
            {
                var (from, to) = (set.Types[e - 1], set.Types[e]);
                after[(from * pages) + to]++;
                before[(to * pages) + from]++;
                if (!float.IsNaN(set.Dwell[e])) dwells[to].Add(EventTiming.Log(set.Dwell[e]));
                if (!float.IsNaN(set.Gap[e - 1])) gaps[from].Add(EventTiming.Log(set.Gap[e - 1]));
            }
        }

        return new MarkovBaseline { Next = LogShares(after, pages), Previous = LogShares(before, pages), Dwell = Medians(dwells), Gap = Medians(gaps) };
    }

    /// <summary>How well the chain and the medians predict these sequences.</summary>
    public PredictionScore Score(SequenceSet set, IReadOnlyCollection<int> rows)
    {
        var pages = set.Vocabulary.Length;
        var likeliest = Enumerable.Range(0, pages).Select(p => Next.AsSpan(p * pages, pages).IndexOf(Next.AsSpan(p * pages, pages).ToArray().Max())).ToArray();
        var tally = default(PredictionScore.Tally);
        foreach (var row in rows)
        {
            for (var e = set.Offsets[row] + 1; e < set.Offsets[row + 1]; e++)
            {
                tally = tally.With(likeliest[set.Types[e - 1]] == set.Types[e], Dwell[set.Types[e]] - EventTiming.Log(set.Dwell[e]));
            }
        }

        return PredictionScore.Of([tally]);
    }

    private static List<float>[] Lists(int pages) => [.. Enumerable.Range(0, pages).Select(static _ => new List<float>())];

    private static float[] LogShares(double[] counts, int pages)
    {
        // No page is impossible: half a sighting is added to each.
        var overall = new double[pages];
        for (var i = 0; i < counts.Length; i++) overall[i % pages] += counts[i];
        var total = overall.Sum() + (0.5 * pages);
        var shares = new float[counts.Length];
        for (var from = 0; from < pages; from++)
        {
            var seen = counts.AsSpan(from * pages, pages).ToArray().Sum();
            for (var to = 0; to < pages; to++)
            {
                shares[(from * pages) + to] = (float)Math.Log((counts[(from * pages) + to] + (Smoothing * (overall[to] + 0.5) / total)) / (seen + Smoothing));
            }
        }

        return shares;
    }

    private static float[] Medians(List<float>[] values)
    {
        var all = Median([.. values.SelectMany(static v => v)], 0);
        return Array.ConvertAll(values, v => Median(v, all));
    }

    private static float Median(List<float> values, float otherwise)
    {
        if (values.Count == 0) return otherwise;
        var span = CollectionsMarshal.AsSpan(values);
        span.Sort();
        return Quantiles.Median(span);
    }
}

using System.Numerics.Tensors;
using Investigator.Engine.Embedding;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Narratives;

/// <summary>Where the time attention fell, in a cluster and elsewhere, by page and by length of stay.</summary>
internal sealed class AttentionProfile
{
    private const int MostPages = 6;

    // From a machine's pace to a break: a band is three to five times as long as the one before.
    private static readonly double[] Bands = [0, 0.5, 2, 8, 30, 120];

    private readonly SequenceSet _sequences;
    private readonly BehaviorEmbedding? _attention;
    private readonly PageTimes _times;
    private readonly AttentionShares _all;

    public AttentionProfile(SequenceSet sequences, BehaviorEmbedding? attention, PageTimes times)
    {
        (_sequences, _times) = (sequences, times);
        _attention = attention?.Attention.Length == sequences.Types.Length && sequences.Types.Length > 0 ? attention : null;
        _all = Sum(Enumerable.Range(0, sequences.Count));
    }

    /// <returns>Null without attention, or when no member has events.</returns>
    public FindingBehavior? Of(int[] members)
    {
        var rows = Array.FindAll(members, row => _sequences.Length(row) > 0);
        if (_attention is null || rows.Length == 0) return null;
        var mine = Sum(rows);
        var typical = Medoid(_attention, rows);
        return new FindingBehavior
        {
            Sequences = rows.Length,
            TypicalRow = typical,
            Typical = [.. Enumerable.Range(_sequences.Offsets[typical], _sequences.Length(typical)).Select(
                e => new AttendedStep(Page(_sequences.Types[e]), float.IsNaN(_sequences.Dwell[e]) ? null : _sequences.Dwell[e], _attention.Attention[e]))],
            Pages = [.. Enumerable.Range(0, mine.Pages.Length).Where(p => mine.Pages[p] > 0).OrderByDescending(p => mine.Pages[p]).Take(MostPages)
                .Select(p => Attended(p, mine, rows))],
            Pauses =
            [
                .. Enumerable.Range(0, Bands.Length).Where(b => mine.Bands[b] > 0)
                    .Select(b => new AttendedPause(
                        Bands[b], b + 1 < Bands.Length ? Bands[b + 1] : null, mine.Bands[b] / mine.Rows, Elsewhere(_all.Bands[b] - mine.Bands[b], mine))),
            ],
        };
    }

    /// <summary>The row with the largest sum of cosines to the others; the first of equals.</summary>
    internal static int Medoid(BehaviorEmbedding embedding, int[] rows)
    {
        // The vectors are of length 1, so that the sum of a row's cosines is its product with the sum of all vectors.
        var sum = new float[embedding.Dimension];
        foreach (var row in rows) TensorPrimitives.Add(sum, Vector(row), sum);
        return rows.MaxBy(row => TensorPrimitives.Dot(sum, Vector(row)));

        ReadOnlySpan<float> Vector(int row) => embedding.Vectors.AsSpan(row * embedding.Dimension, embedding.Dimension);
    }

    private AttendedPage Attended(int page, AttentionShares mine, int[] rows)
    {
        var (here, elsewhere) = _times.Medians(page, rows);
        return new AttendedPage(Page(page), mine.Pages[page] / mine.Rows, Elsewhere(_all.Pages[page] - mine.Pages[page], mine), here, elsewhere);
    }

    private double? Elsewhere(double attention, AttentionShares mine) => _all.Rows == mine.Rows ? null : Math.Max(0, attention) / (_all.Rows - mine.Rows);

    private string Page(int type) => _sequences.Vocabulary[type];

    private AttentionShares Sum(IEnumerable<int> rows)
    {
        var (pages, bands, count) = (new double[_sequences.Vocabulary.Length], new double[Bands.Length], 0);
        if (_attention is null) return new AttentionShares(pages, bands, count);
        foreach (var row in rows)
        {
            if (_sequences.Length(row) > 0) count++;
            for (var e = _sequences.Offsets[row]; e < _sequences.Offsets[row + 1]; e++)
            {
                pages[_sequences.Types[e]] += _attention.Attention[e];
                if (!float.IsNaN(_sequences.Dwell[e])) bands[Band(_sequences.Dwell[e])] += _attention.Attention[e];
            }
        }

        return new AttentionShares(pages, bands, count);
    }

    private static int Band(float seconds)
    {
        var band = Bands.Length - 1;
        while (band > 0 && seconds < Bands[band]) band--;
        return band;
    }

    /// <param name="Pages">Sum of attention on each page.</param>
    /// <param name="Bands">Sum of attention on each length of stay.</param>
    /// <param name="Rows">Sequences with events.</param>
    private sealed record AttentionShares(double[] Pages, double[] Bands, int Rows);
}

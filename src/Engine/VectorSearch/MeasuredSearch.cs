using System.Numerics;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// A <see cref="PanelSearch"/> of short rows (<see cref="PrincipalRotation"/>), whose scores only say which points may be near enough: these are measured in
/// full, by differences in double, so that what is kept is exact. Equal distances go by the lower row.
/// </summary>
/// <param name="layout">Short rows, packed for dot products.</param>
/// <param name="points">The points themselves, <c>[n, d]</c>.</param>
/// <param name="k">Neighbours of each query.</param>
internal sealed unsafe class MeasuredSearch(PanelLayout layout, PointMatrix points, int k, int boundedPanels) : PanelSearch(layout, dots: true, boundedPanels)
{
    /// <summary>Values of a row that are asked for before it is measured: a few cache lines, after which the processor foresees the rest.</summary>
    private const int FetchedAhead = 64;

    private readonly int _fetched = Math.Min(points.Dimension, FetchedAhead);

    /// <summary><c>[48, k]</c> nearest first.</summary>
    private readonly (double Squared, int Row)[] _nearest = new (double, int)[PanelLayout.Width * k];
    private readonly int[] _counts = new int[PanelLayout.Width];
    private readonly int[] _rows = new int[PanelLayout.Width];

    /// <summary>Pairs of a query and a point that were measured in full.</summary>
    public long Measured { get; private set; }

    /// <summary>Says which points the queries are.</summary>
    /// <param name="rows">Their rows, at most 48.</param>
    public void Ask(ReadOnlySpan<int> rows) => rows.CopyTo(_rows);

    /// <summary>What a query has kept, nearest first.</summary>
    public ReadOnlySpan<(double Squared, int Row)> Nearest(int query) => _nearest.AsSpan(query * k, _counts[query]);

    protected override void Clear() => Array.Clear(_counts);

    protected override void Keep(int query, int panel, ulong mark, float* scores, int own)
    {
        var order = Layout.Order.AsSpan(panel * PanelLayout.Width);
        for (var m = mark; m != 0; m &= m - 1) Prefetch.Load(in points.First(order[BitOperations.TrailingZeroCount(m)]), _fetched);
        var from = points.Row(_rows[query]);
        for (; mark != 0; mark &= mark - 1)
        {
            var column = BitOperations.TrailingZeroCount(mark);
            if ((panel * PanelLayout.Width) + column == own || !(scores[column] > Threshold(query))) continue;
            TryInsert(query, from, order[column]);
        }
    }

    private void TryInsert(int query, ReadOnlySpan<float> from, int row)
    {
        var kept = _nearest.AsSpan(query * k, k);
        ref var count = ref _counts[query];

        // Where k copies of the query are kept, only one of a lower row can enter: copies by the thousand need not be measured.
        if (count == k && kept[^1].Squared == 0 && row > kept[^1].Row) return;
        Measured++;
        var found = (Squared: PointMatrix.SquaredDistance(from, points.Row(row)), Row: row);
        if (count == k && found.CompareTo(kept[^1]) > 0) return;
        var at = Math.Min(count, k - 1);
        for (; at > 0 && found.CompareTo(kept[at - 1]) < 0; at--) kept[at] = kept[at - 1];
        kept[at] = found;
        count = Math.Min(count + 1, k);
        if (count < k) return;
        var reach = MathF.BitIncrement((float)Math.Sqrt(kept[^1].Squared));
        var error = PanelBounds.DotError(Layout.Terms, Norm(query), reach);
        Limit(query, PanelBounds.LeastScore(Layout.Terms, Norm(query), reach), MathF.Sqrt((reach * reach) + error) * (1 + 1e-6f));
    }
}

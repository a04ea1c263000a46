using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.VectorSearch.Descent;

/// <summary>
/// Improves a rough neighbour graph: a neighbour's neighbour is likely to be a neighbour too (NN-descent: Dong, Moses, Li, Efficient K-Nearest Neighbor Graph
/// Construction for Generic Similarity Measures, WWW 2011). In each round every point compares with one another the points that it lists and those that list
/// it, where at least one of a pair is new to it. The time of a round grows with the number of points, where that of an inverted file grows with its square.
/// Points are renumbered cell by cell, so that what one local join needs was mostly needed by the one before.
/// </summary>
internal sealed class NeighborDescent : IDisposable
{
    /// <summary>
    /// Length of a list: at least this, and this many times the neighbours wanted. Longer lists find more in the end (500,000 x 32, the 10 nearest: 98.4%
    /// with 24 places, 99.3% with 40).
    /// </summary>
    private const int MinPlaces = 40;
    private const int PlacesPerNeighbor = 3;

    private const int PointsPerTurn = 64;

    /// <summary>A round goes through the points in about this many parts; what they list and what lists them is held for one part at a time.</summary>
    private const int Parts = 10;

    private readonly SearchedPoints _points;
    private readonly int _k;
    private readonly StageContext _context;

    /// <summary><c>[n]</c> row of each point.</summary>
    private readonly int[] _rows;

    /// <summary>A list holds fewer than k neighbours.</summary>
    private volatile bool _starved;

    private NeighborDescent(IvfIndex index, int k, StageContext context)
    {
        (_points, _k, _context) = (index.Points, k, context);
        _rows = new int[index.Points.Count];
        PointOf = new int[index.Points.Count];
        var next = 0;
        foreach (var row in index.Layout.Order)
        {
            if (row < 0) continue;
            PointOf[row] = next;
            _rows[next++] = row;
        }

        Lists = new NeighborLists(_points.Points, _rows, PlacesFor(k));
    }

    /// <summary>By point.</summary>
    public NeighborLists Lists { get; }

    /// <summary><c>[n]</c> the point of each row.</summary>
    public int[] PointOf { get; }

    /// <summary>Whether a local join has room for lists that find <paramref name="k"/> neighbours, and memory is enough for what a round holds.</summary>
    public static bool Fits(int count, int dimension, int k, StageContext context)
    {
        var bytesPerPoint = (4L * dimension) + (((4L * Parts) + 12) * PlacesFor(k) / Parts) + 20;
        return count <= NeighborLists.MaxPoints && PlacesFor(k) <= LocalJoin<NarrowDotTile>.MaxListLength && context.FitsInMemory(count * bytesPerPoint);
    }

    /// <summary>Fills the lists with what lies in the few cells nearest to each point. The index is not needed afterwards.</summary>
    /// <param name="k">Neighbours wanted per point.</param>
    public static NeighborDescent Begin<TTile>(IvfIndex index, int k, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var descent = new NeighborDescent(index, k, context);
        try
        {
            descent.Fill<TTile>(index, meter);
            return descent;
        }
        catch
        {
            descent.Dispose();
            throw;
        }
    }

    /// <summary>
    /// One round over all points, part by part. What it finds is for the next round, so that the result does not depend on which thread was faster; what that
    /// displaces is not compared any more.
    /// </summary>
    public void Round<TTile>(ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        _context.ForEachRow(Lists.Count, Lists.BeginRound);
        var cuts = Cuts();
        for (var part = 1; part < cuts.Count; part++)
        {
            var from = cuts[part - 1];
            var to = cuts[part];
            using var reverse = ReverseNeighbors.Of(Lists, from, to, _context);
            using var listed = new NativeBuffer<int>((long)(to - from) * Lists.Places);
            _context.ForEachRow(to - from, i => Lists.Snapshot(from + i, Listed(i)));
            _context.ForEachRange(to - from, PointsPerTurn, () => new LocalJoin<TTile>(_points, _rows, Lists, meter), (first, end, join) =>
            {
                for (var i = first; i < end; i++) join.Run(from + i, Listed(i), reverse.Of(from + i));
                meter.Add(end - first);
            });

            Span<int> Listed(int i) => listed.Slice((long)i * Lists.Places, Lists.Places);
        }
    }

    /// <summary>Writes the k nearest of each list, by row.</summary>
    /// <param name="indices">Out: <c>[n, k]</c>.</param>
    /// <param name="distances">Out: <c>[n, k]</c>.</param>
    /// <returns>False when the list of some point holds fewer than k.</returns>
    public bool Store(int[] indices, float[] distances)
    {
        _context.ForEachRow(Lists.Count, i => Store(i, indices, distances));
        return !_starved;
    }

    public void Dispose() => Lists.Dispose();

    private static int PlacesFor(int k) => Math.Max(MinPlaces, PlacesPerNeighbor * k);

    private void Fill<TTile>(IvfIndex index, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        meter.Note = "starting neighbour lists";
        _context.ForEachWithState(QueryBatch<TTile>.CountOf(index), () => new QueryBatch<TTile>(index, Lists.Places), (batch, worker) =>
        {
            var queries = worker.Begin(batch);
            worker.Store(Lists, PointOf);
            meter.Add(queries);
        });
    }

    /// <summary>
    /// Where the parts of a round begin and end. No part has more than its share of points, or of entries that list them, unless it is a single point.
    /// </summary>
    private List<int> Cuts()
    {
        using var times = new NativeBuffer<int>(Lists.Count);
        _context.ForEachRow(Lists.Count, i => times[i] = 0);
        _context.ForEachRow(Lists.Count, i =>
        {
            foreach (var entry in Lists.Entries(i))
            {
                if (entry != NeighborLists.Empty) Interlocked.Increment(ref times[NeighborLists.PointOf(entry)]);
            }
        });
        var maxPoints = (Lists.Count / Parts) + 1;
        var maxEntries = ((long)Lists.Count * Lists.Places / Parts) + 1;
        var cuts = new List<int> { 0 };
        var entries = 0L;
        for (var i = 0; i < Lists.Count; i++)
        {
            entries += times[i];
            if (i == cuts[^1] || (i - cuts[^1] < maxPoints && entries <= maxEntries)) continue;
            cuts.Add(i);
            entries = times[i];
        }

        cuts.Add(Lists.Count);
        return cuts;
    }

    private void Store(int i, int[] indices, float[] distances)
    {
        Span<(double Squared, int Row)> found = stackalloc (double, int)[TopK.CapacityFor(_k)];
        var from = _points.Points.Row(_rows[i]);
        for (var c = 0; c < found.Length; c++)
        {
            var point = Lists.PointAt(i, c);
            found[c] = point == NeighborLists.Empty
                ? (double.PositiveInfinity, point)
                : (PointMatrix.SquaredDistance(from, _points.Points.Row(_rows[point])), _rows[point]);
        }

        found.Sort();
        if (found[_k - 1].Row == NeighborLists.Empty) _starved = true;
        ExactRerank.Store(found, _rows[i], _k, indices, distances);
    }
}

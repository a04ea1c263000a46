using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.VectorSearch.Descent;

/// <summary>
/// Makes a rough neighbour graph better: a neighbour's neighbour is likely to be one too. In each round every point introduces to one another those that it lists and those that list it, where
/// at least one is new to its circle (Dong, Moses, Li, Efficient K-Nearest Neighbor Graph Construction for Generic Similarity Measures, WWW 2011). The time of a round grows with the number of points alone,
/// where that of cells grows with its square. Points are renumbered cell by cell, so that what one introduction needs was mostly needed by the one before.
/// </summary>
internal sealed class NeighborDescent : IDisposable
{
    /// <summary>
    /// Places of a list at least, and for each neighbour that is asked for: the more there are, the better what is found in the end (500,000 x 32, the 10 nearest: 98.4% with 24 places, 99.3% with 40).
    /// </summary>
    private const int FewestPlaces = 40;
    private const int PlacesANeighbor = 3;

    private const int RowsATurn = 64;

    /// <summary>A round that wins less recall than this is the last.</summary>
    private const double LeastGain = 0.0005;

    /// <summary>A round goes through the points in about so many parts: who lists whom is noted of one at a time.</summary>
    private const int Parts = 10;

    private readonly PointMatrix _points;
    private readonly int _k;
    private readonly StageContext _context;

    /// <summary><c>[n]</c> row of each point, and the point of each row.</summary>
    private readonly int[] _rows;
    private readonly int[] _number;
    private readonly NeighborLists _lists;

    /// <summary>Some list is too short.</summary>
    private volatile bool _starved;

    private NeighborDescent(IvfIndex file, int k, StageContext context)
    {
        (_points, _k, _context) = (file.Points, k, context);
        (_rows, _number) = (new int[file.Points.Count], new int[file.Points.Count]);
        var next = 0;
        foreach (var row in file.Layout.Order)
        {
            if (row < 0) continue;
            _number[row] = next;
            _rows[next++] = row;
        }

        _lists = new NeighborLists(_points, _rows, PlacesFor(k));
    }

    /// <summary>Whether a circle has room for lists that find <paramref name="k"/> neighbours, and there is memory for what a round holds.</summary>
    public static bool Fits(int count, int dimension, int k, StageContext context) =>
        PlacesFor(k) <= LocalJoin<NarrowDotTile>.LongestList
        && context.FitsInMemory(count * ((4L * dimension) + (((8L * Parts) + 8) * PlacesFor(k) / Parts) + 20));

    /// <summary>Fills lists with what lies in the few cells nearest to each point. The file is not needed afterwards.</summary>
    /// <param name="k">Neighbours to be found of each.</param>
    public static NeighborDescent Begin<TTile>(IvfIndex file, int k, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var descent = new NeighborDescent(file, k, context);
        try
        {
            descent.Fill<TTile>(file, meter);
            return descent;
        }
        catch
        {
            descent.Dispose();
            throw;
        }
    }

    /// <summary>Goes on until the sampled queries say that it is enough, or that no more is to be won.</summary>
    /// <param name="truth">Half of its queries say when to stop, the others what was reached.</param>
    /// <param name="recall">Share of true neighbours to be found.</param>
    /// <param name="aim">Share at which to stop.</param>
    /// <returns>Null when less than <paramref name="recall"/> was reached, or too few neighbours of a point were found at all.</returns>
    public NeighborGraph? Finish<TTile>(RecallSample truth, double recall, double aim, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var (before, now, rounds) = (double.NegativeInfinity, truth.Recall(_lists, _number), 0);
        while (now < aim && now - before >= LeastGain)
        {
            meter.Note = string.Create(CultureInfo.InvariantCulture, $"round {++rounds} of introductions, recall {now:0.0000} so far");
            meter.Add(-_lists.Count);
            Round<TTile>(meter);
            (before, now) = (now, truth.Recall(_lists, _number));
        }

        var (indices, distances) = (new int[(long)_lists.Count * _k], new float[(long)_lists.Count * _k]);
        _context.ForEachRow(_lists.Count, i => Settle(i, indices, distances));
        var reached = truth.Recall(distances);
        if (reached < recall || _starved) return null;
        meter.Note = string.Create(CultureInfo.InvariantCulture, $"recall {reached:0.0000}, rounds of introductions: {rounds}");
        meter.Finish();
        return new NeighborGraph { Count = _lists.Count, K = _k, Indices = indices, Distances = distances, Recall = reached };
    }

    public void Dispose() => _lists.Dispose();

    private static int PlacesFor(int k) => Math.Max(FewestPlaces, PlacesANeighbor * k);

    private ReadOnlySpan<float> Point(int i) => _points.Row(_rows[i]);

    private void Fill<TTile>(IvfIndex file, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        meter.Note = "beginning lists";
        _context.ForEachWithState(QueryBatch<TTile>.CountOf(file), () => new QueryBatch<TTile>(file, _lists.Places), (block, worker) =>
        {
            var queries = worker.Begin(block);
            worker.Store(_lists, _number);
            meter.Add(queries);
        });
    }

    private void Round<TTile>(ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        // The lists as they are now: what a round finds is for the next, so that nothing depends on which thread was faster.
        using var listed = new NativeBuffer<int>((long)_lists.Count * _lists.Places);
        _context.ForEachRow(_lists.Count, i => _lists.Snapshot(i, Listed(i)));
        var cuts = Cuts(listed);
        for (var part = 1; part < cuts.Count; part++)
        {
            var (from, to) = (cuts[part - 1], cuts[part]);
            using var listing = ReverseNeighbors.Of(listed, _lists.Count, _lists.Places, from, to, _context);
            _context.ForEachWithState((to - from + RowsATurn - 1) / RowsATurn, () => new LocalJoin<TTile>(_points, _rows, _lists, meter), (turn, introductions) =>
            {
                var first = from + (turn * RowsATurn);
                var end = Math.Min(to, first + RowsATurn);
                for (var i = first; i < end; i++) introductions.Among(i, Listed(i), listing.Of(i));
                meter.Add(end - first);
            });
        }

        Span<int> Listed(int i) => listed.Slice((long)i * _lists.Places, _lists.Places);
    }

    /// <summary>Where the parts of a round begin and end: each of no more points, and listed no more often, than a part's share, unless it is one point.</summary>
    private List<int> Cuts(NativeBuffer<int> listed)
    {
        using var often = new NativeBuffer<int>(_lists.Count);
        _context.ForEachRow(_lists.Count, i => often[i] = 0);
        _context.ForEachRow(_lists.Count, i =>
        {
            foreach (var entry in listed.Slice((long)i * _lists.Places, _lists.Places)) if (entry != NeighborLists.Empty) Interlocked.Increment(ref often[NeighborLists.PointOf(entry)]);
        });
        var (share, most) = ((_lists.Count / Parts) + 1, ((long)_lists.Count * _lists.Places / Parts) + 1);
        var (cuts, listing) = (new List<int> { 0 }, 0L);
        for (var i = 0; i < _lists.Count; i++)
        {
            listing += often[i];
            if (i == cuts[^1] || (i - cuts[^1] < share && listing <= most)) continue;
            cuts.Add(i);
            listing = often[i];
        }

        cuts.Add(_lists.Count);
        return cuts;
    }

    /// <summary>The k nearest in a list, by their distances out of differences, equal ones by row.</summary>
    private void Settle(int i, int[] indices, float[] distances)
    {
        Span<(double Squared, int Row)> found = stackalloc (double, int)[TopK.CapacityFor(_k)];
        var from = Point(i);
        for (var c = 0; c < found.Length; c++)
        {
            var point = _lists.PointAt(i, c);
            found[c] = point == NeighborLists.Empty ? (double.PositiveInfinity, point) : (PointMatrix.SquaredDistance(from, Point(point)), _rows[point]);
        }

        found.Sort();
        if (found[_k - 1].Row == NeighborLists.Empty) _starved = true;
        var start = (long)_rows[i] * _k;
        for (var c = 0; c < _k; c++) (indices[start + c], distances[start + c]) = (found[c].Row, (float)Math.Sqrt(found[c].Squared));
    }
}

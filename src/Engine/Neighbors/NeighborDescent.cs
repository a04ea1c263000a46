using System.Globalization;
using Investigator.Engine.Compute;

namespace Investigator.Engine.Neighbors;

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

    private readonly int _k;
    private readonly int _dimension;

    /// <summary><c>[n, d]</c>, by number.</summary>
    private readonly NativeValues<float> _points;
    private readonly StageContext _context;

    /// <summary><c>[n]</c> row of each point, and the point of each row.</summary>
    private readonly int[] _rows;
    private readonly int[] _number;
    private readonly GrowingLists _lists;

    /// <summary><c>[n, places]</c> the lists as they were when the round began.</summary>
    private readonly NativeValues<int> _listed;

    /// <summary>Who lists each point, those first that rank it highest: point i's are <c>[_starts[i], _starts[i + 1])</c>.</summary>
    private readonly NativeValues<int> _listing;
    private readonly long[] _starts;

    /// <summary>Some list is too short.</summary>
    private volatile bool _starved;

    public NeighborDescent(InvertedFile file, int k, StageContext context)
    {
        (_k, _dimension, _context) = (k, file.Dimension, context);
        _rows = Array.FindAll(file.Layout.Order, static row => row >= 0);
        _number = new int[_rows.Length];
        for (var i = 0; i < _rows.Length; i++) _number[_rows[i]] = i;
        _lists = new GrowingLists(_rows.Length, PlacesFor(k));
        _points = new NativeValues<float>(file.Points.LongLength);
        _listed = new NativeValues<int>((long)_rows.Length * _lists.Places);
        _listing = new NativeValues<int>((long)_rows.Length * _lists.Places);
        _starts = new long[_rows.Length + 1];
    }

    /// <summary>Whether a circle has room for lists that find <paramref name="k"/> neighbours, and there is memory for what a round holds.</summary>
    public static bool Fits(int count, int dimension, int k, StageContext context) =>
        PlacesFor(k) <= Introductions<NarrowDotTile>.LongestList
        && context.CanHold(count * ((12L * dimension) + (16L * PlacesFor(k)) + (8L * k) + 24));

    /// <summary>Fills the lists with what lies in the few cells nearest to each point. The file is not needed afterwards.</summary>
    public void Begin<TTile>(InvertedFile file, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        meter.Note = "beginning lists";
        _context.EachRow(_lists.Count, i =>
        {
            _lists.Empty(i);
            PointMatrix.Row(file.Points, _dimension, _rows[i]).CopyTo(Point(i));
        });
        _context.EachPart(CellBlock<TTile>.CountOf(file), () => new CellBlock<TTile>(file, _lists.Places), (block, worker) =>
        {
            var queries = worker.Begin(block);
            worker.Store(_lists, _number);
            meter.Add(queries);
        });
    }

    /// <summary>Goes on until the sampled queries say that it is enough, or that no more is to be won.</summary>
    /// <param name="truth">Half of its queries say when to stop, the others what was reached.</param>
    /// <param name="recall">Share of true neighbours to be found.</param>
    /// <param name="aim">Share at which to stop.</param>
    /// <returns>Null when less than <paramref name="recall"/> was reached, or too few neighbours of a point were found at all.</returns>
    public NeighborGraph? Finish<TTile>(SampledTruth truth, double recall, double aim, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var (before, now, rounds) = (double.NegativeInfinity, truth.Recall(_lists, _number), 0);
        while (now < aim && now - before >= LeastGain)
        {
            meter.Note = string.Create(CultureInfo.InvariantCulture, $"round {++rounds} of introductions, recall {now:0.000} so far");
            meter.Add(-_lists.Count);
            Round<TTile>(meter);
            (before, now) = (now, truth.Recall(_lists, _number));
        }

        var (indices, distances) = (new int[(long)_lists.Count * _k], new float[(long)_lists.Count * _k]);
        _context.EachRow(_lists.Count, i => Settle(i, indices, distances));
        var reached = truth.Recall(distances);
        if (reached < recall || _starved) return null;
        meter.Note = string.Create(CultureInfo.InvariantCulture, $"recall {reached:0.0000}, rounds of introductions: {rounds}");
        meter.Finish();
        return new NeighborGraph { Count = _lists.Count, K = _k, Indices = indices, Distances = distances, Recall = reached };
    }

    public void Dispose()
    {
        _lists.Dispose();
        _points.Dispose();
        _listed.Dispose();
        _listing.Dispose();
    }

    private static int PlacesFor(int k) => Math.Max(FewestPlaces, PlacesANeighbor * k);

    private Span<float> Point(int i) => _points.Slice((long)i * _dimension, _dimension);

    private Span<int> Listed(int i) => _listed.Slice((long)i * _lists.Places, _lists.Places);

    private void Round<TTile>(ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        _context.EachRow(_lists.Count, i => _lists.Take(i, Listed(i)));
        FindListing(meter);
        _context.EachPart((_lists.Count + RowsATurn - 1) / RowsATurn, () => new Introductions<TTile>(_points, _dimension, _lists, meter), (turn, introductions) =>
        {
            var end = Math.Min(_lists.Count, (turn + 1) * RowsATurn);
            for (var i = turn * RowsATurn; i < end; i++) introductions.Among(i, Listed(i), _listing.Slice(_starts[i], (int)(_starts[i + 1] - _starts[i])));
            meter.Add(end - (turn * RowsATurn));
        });
    }

    /// <summary>Notes for every point who lists it. Each thread fills the points of its own range, so the outcome does not depend on how many there are.</summary>
    private void FindListing(ProgressMeter meter)
    {
        Array.Clear(_starts);
        _context.EachRow(_lists.Count, i =>
        {
            foreach (var entry in Listed(i))
            {
                if (entry != GrowingLists.Nobody) Interlocked.Increment(ref _starts[GrowingLists.PointOf(entry) + 1]);
            }
        });
        for (var i = 0; i < _lists.Count; i++) _starts[i + 1] += _starts[i];
        var next = _starts[..^1];
        var parts = Math.Max(1, _context.Threads);
        Parallel.For(0, parts, _context.Parallel, part =>
        {
            var from = (int)((long)_lists.Count * part / parts);
            var to = (int)((long)_lists.Count * (part + 1) / parts);
            for (var rank = 0; rank < _lists.Places; rank++)
            {
                for (var (i, at) = (0, (long)rank); i < _lists.Count; i++, at += _lists.Places)
                {
                    if ((i & 0xFFFFF) == 0) meter.Add(0);
                    var entry = _listed[at];
                    var point = GrowingLists.PointOf(entry);
                    if (point >= from && point < to) _listing[next[point]++] = GrowingLists.AsFreshAs(entry, i);
                }
            }
        });
    }

    /// <summary>The k nearest in a list, by their distances out of differences, equal ones by row.</summary>
    private void Settle(int i, int[] indices, float[] distances)
    {
        Span<(double Squared, int Row)> found = stackalloc (double, int)[BestList.CapacityFor(_k)];
        var from = Point(i);
        for (var c = 0; c < found.Length; c++)
        {
            var point = _lists.PointAt(i, c);
            found[c] = point == GrowingLists.Nobody ? (double.PositiveInfinity, point) : (PointMatrix.SquaredDistance(from, Point(point)), _rows[point]);
        }

        found.Sort();
        if (found[_k - 1].Row == GrowingLists.Nobody) _starved = true;
        for (var c = 0; c < _k; c++) (indices[((long)_rows[i] * _k) + c], distances[((long)_rows[i] * _k) + c]) = (found[c].Row, (float)Math.Sqrt(found[c].Squared));
    }
}

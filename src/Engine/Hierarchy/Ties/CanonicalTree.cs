using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Hierarchy.Ties;

/// <summary>
/// Of all minimum spanning trees, picks the one that Prim's algorithm grows from row 0, the lower row first among equals. Every point ties exactly with all its
/// neighbours within its core distance, so there are many minimum trees; this one depends only on the rows, and the reference's labels follow from it.
/// </summary>
internal sealed class CanonicalTree
{
    private readonly PointMatrix _points;
    private readonly NeighborGraph _graph;

    private readonly UniqueRows? _distinct;

    private readonly StageContext _context;

    /// <summary><c>[n]</c> listed neighbours within the core distance.</summary>
    private readonly int[] _within;

    /// <summary>
    /// <c>[n]</c> squared core distance, before rounding to float32, and squared mutual reachability to the tree grown so far; minus infinity once the point is
    /// in the tree. Stored side by side, because both are read of points all over memory.
    /// </summary>
    private readonly (double Core, double Best)[] _state;

    /// <summary><c>[n]</c> the point of the tree at that distance.</summary>
    private readonly int[] _source;
    private readonly IndexedMinHeap _frontier;

    public CanonicalTree(PointMatrix points, NeighborGraph graph, int minSamples, StageContext context, UniqueRows? distinct = null)
    {
        _points = points;
        _graph = graph;
        _context = context;
        _distinct = distinct;
        _within = CoreDistances.Reach(graph, minSamples, distinct?.Counts);
        _state = new (double, double)[graph.Count];
        _source = new int[graph.Count];
        _frontier = new IndexedMinHeap(graph.Count);
        context.ForEachRow(_state.Length, i => _state[i] = (_within[i] > 0 ? Squared(i, Neighbor(i, _within[i] - 1)) : 0, double.PositiveInfinity));
    }

    /// <param name="edges">A minimum spanning tree.</param>
    /// <returns>The tree. When points stand for several rows each, it spans all rows: a point is entered by its first row, and its other rows follow at its
    /// core distance.</returns>
    public SpanningTree Of(List<WeightedEdge> edges)
    {
        var tree = AdjacencyLists.Of(_graph.Count, edges);
        var reverse = AdjacencyLists.Reverse(_graph, _within, _context);
        var grown = new (double Squared, int Low, int High)[edges.Count];
        for (var (e, current) = (0, 0); e < grown.Length; e++)
        {
            if ((e & 0xFFFF) == 0) _context.Cancel.ThrowIfCancellationRequested();
            var core = _state[current].Core;
            _state[current].Best = double.NegativeInfinity;
            foreach (var other in tree[current])
            {
                if (double.IsNegativeInfinity(_state[other].Best)) continue;
                Offer(current, other, Math.Max(Squared(current, other), Math.Max(core, _state[other].Core)));
            }

            foreach (var other in _graph.Indices.AsSpan((int)((long)current * _graph.K), _within[current]))
            {
                if (_state[other].Core <= core) Offer(current, other, core);
            }

            foreach (var other in reverse[current])
            {
                if (core <= _state[other].Core) Offer(current, other, _state[other].Core);
            }

            (var squared, current) = _frontier.ExtractMin();
            grown[e] = (squared, Math.Min(current, _source[current]), Math.Max(current, _source[current]));
        }

        return _distinct is null ? Sorted(grown, inOrder: true) : Sorted(Expanded(grown, _distinct), inOrder: false);
    }

    private (double Squared, int Low, int High)[] Expanded((double Squared, int Low, int High)[] edges, UniqueRows distinct)
    {
        var expanded = new List<(double Squared, int Low, int High)>(distinct.Inverse.Length);
        foreach (var (squared, low, high) in edges) expanded.Add((squared, distinct.FirstIndex[low], distinct.FirstIndex[high]));
        for (var row = 0; row < distinct.Inverse.Length; row++)
        {
            var place = distinct.Inverse[row];
            if (distinct.FirstIndex[place] != row) expanded.Add((_state[place].Core, distinct.FirstIndex[place], row));
        }

        return [.. expanded];
    }

    /// <param name="inOrder">Whether the edges are in the order in which the tree grew.</param>
    private static SpanningTree Sorted((double Squared, int Low, int High)[] edges, bool inOrder)
    {
        var steps = inOrder ? new int[edges.Length] : null;
        if (steps is null)
        {
            Array.Sort(edges);
        }
        else
        {
            var taken = new int[edges.Length];
            for (var e = 0; e < taken.Length; e++) taken[e] = e;
            Array.Sort(edges, taken);
            for (var e = 0; e < taken.Length; e++) steps[taken[e]] = e;
        }

        var rank = new int[edges.Length];
        for (var e = 1; e < edges.Length; e++) rank[e] = rank[e - 1] + (edges[e].Squared == edges[e - 1].Squared ? 0 : 1);
        return new SpanningTree
        {
            Count = edges.Length + 1,
            From = Array.ConvertAll(edges, static edge => edge.Low),
            To = Array.ConvertAll(edges, static edge => edge.High),
            Weight = Array.ConvertAll(edges, static edge => (float)Math.Sqrt(edge.Squared)),
            Rank = rank,
            Steps = steps,
        };
    }

    private void Offer(int from, int to, double squared)
    {
        ref var state = ref _state[to];
        if (!(squared < state.Best)) return;
        (state.Best, _source[to]) = (squared, from);
        _frontier.InsertOrDecrease(to, squared);
    }

    private int Neighbor(int i, int nth) => _graph.Indices[((long)i * _graph.K) + nth];

    private double Squared(int a, int b) => _points.SquaredDistance(a, b);
}

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

    /// <summary>The rows of which the points are the distinct ones; null where no row is a copy of another.</summary>
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
    /// <returns>The tree. When points stand for several rows each, it spans all rows (<see cref="PlaceJoinBuilder"/>).</returns>
    public SpanningTree Of(List<WeightedEdge> edges)
    {
        var tree = AdjacencyLists.Of(_graph.Count, edges);
        var reverse = AdjacencyLists.Reverse(_graph, _within, _context);
        var grown = new PlaceJoin[edges.Count];
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
            grown[e] = new PlaceJoin(squared, OfPlaces: true, Math.Min(current, _source[current]), Math.Max(current, _source[current]));
        }

        return _distinct is null ? InOrderOfGrowth(grown) : Tree(PlaceJoinBuilder.Rows(grown, _distinct, place => _state[place].Core), steps: null);
    }

    private static SpanningTree InOrderOfGrowth(PlaceJoin[] grown)
    {
        var (steps, taken) = (new int[grown.Length], new int[grown.Length]);
        for (var e = 0; e < taken.Length; e++) taken[e] = e;
        Array.Sort(grown, taken);
        for (var e = 0; e < taken.Length; e++) steps[taken[e]] = e;
        return Tree(grown, steps);
    }

    /// <param name="edges">With squared weights, sorted.</param>
    /// <param name="steps">Their numbers in the order in which the tree grew, where they still are in it.</param>
    private static SpanningTree Tree(PlaceJoin[] edges, int[]? steps)
    {
        var rank = new int[edges.Length];
        for (var e = 1; e < edges.Length; e++) rank[e] = rank[e - 1] + (edges[e].TiesWith(edges[e - 1]) ? 0 : 1);
        return new SpanningTree
        {
            Count = edges.Length + 1,
            From = Array.ConvertAll(edges, static edge => edge.Low),
            To = Array.ConvertAll(edges, static edge => edge.High),
            Weight = Array.ConvertAll(edges, static edge => (float)Math.Sqrt(edge.Weight)),
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

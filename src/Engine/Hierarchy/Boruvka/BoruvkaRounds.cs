using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy.Gpu;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Gpu;

namespace Investigator.Engine.Hierarchy.Boruvka;

/// <summary>Boruvka's rounds and the state between them: the component of each point, and what each point knows about the points of other components.</summary>
internal sealed class BoruvkaRounds : IDisposable
{
    private const int Nowhere = -1;

    /// <summary>Members of one component searched for in a first wave; each later wave is eight times as large. What a wave finds bounds the next.</summary>
    private const int FirstWave = 64;

    /// <summary>Components of fewer points are not worth a search of their frontier: no cluster depends on where they join.</summary>
    private const int MinFrontierSize = 32;

    private readonly PointMatrix _points;
    private readonly NeighborGraph _graph;
    private readonly float[] _core;
    private readonly StageContext _context;
    private readonly DisjointSet _components;
    private readonly CheapestEdges _best;

    /// <summary><c>[n]</c> root of each point's component.</summary>
    private readonly int[] _component;

    /// <summary><c>[n]</c> no unlisted point of another component is nearer than this by mutual reachability.</summary>
    private readonly float[] _lower;

    /// <summary><c>[n]</c> the nearest point of another component at the last search, and its mutual reachability.</summary>
    private readonly int[] _found;
    private readonly float[] _foundWeight;

    /// <summary><c>[n]</c> whether every listed neighbour is in the point's own component.</summary>
    private readonly bool[] _closed;

    /// <summary><c>[n]</c> by root: whether a point that is not listed may be nearer than the cheapest edge.</summary>
    private readonly bool[] _doubtful;
    private readonly GpuTarget? _gpu;
    private IOtherComponentSearch? _search;

    /// <param name="gpu">Searches for points of other components; null leaves that to the CPU.</param>
    public BoruvkaRounds(PointMatrix points, NeighborGraph graph, float[] core, GpuTarget? gpu, StageContext context)
    {
        (_points, _graph, _core, _gpu, _context) = (points, graph, core, gpu, context);
        var n = graph.Count;
        _components = new DisjointSet(n);
        _best = new CheapestEdges(n);
        _component = new int[n];
        _found = new int[n];
        _foundWeight = new float[n];
        _closed = new bool[n];
        _doubtful = new bool[n];
        _lower = new float[n];
        Array.Fill(_found, Nowhere);
        var complete = graph.K >= n - 1;
        for (var i = 0; i < n; i++)
        {
            _component[i] = i;

            // No unlisted point is nearer than the last of a list; a list of all points leaves none out.
            _lower[i] = complete ? float.PositiveInfinity : MathF.Max(core[i], graph.Distances[((long)(i + 1) * graph.K) - 1]);
        }
    }

    public int Components => _components.Count;

    /// <summary>
    /// Joins what the GPU finds in the rounds that only scan the lists, in the order in which the CPU would have joined it: what follows is the same to the
    /// bit.
    /// </summary>
    public void JoinOnGpu(GpuTarget gpu, List<WeightedEdge> edges)
    {
        var lower = _graph.Recall is null ? _lower : null;
        var forest = GpuBoruvkaRounds.Build(gpu, _graph, _core, lower, _context, SpanningTreeBuilder.FrontierComponents(_graph));

        // Round by round. The forest is ordered by weight and ends, and that order is kept within a round.
        foreach (var e in CompressedLists.ByKey(forest.Round, forest.Round.DefaultIfEmpty(-1).Max() + 1).Items)
        {
            if (_components.Join(forest.From[e], forest.To[e])) edges.Add(new WeightedEdge(forest.Weight[e], forest.From[e], forest.To[e]));
        }
    }

    /// <summary>Finds each component's cheapest listed edge, and which of them are certain to be the cheapest of all.</summary>
    public (int Certain, int Components) ScanLists()
    {
        _best.Clear();
        Array.Clear(_doubtful);
        _context.ForEachRow(_component.Length, i => _component[i] = _components.Root(_component[i]));
        _context.ForEachRow(_component.Length, i =>
        {
            OfferListedEdges(i);
            if (_found[i] != Nowhere && _component[_found[i]] != _component[i]) Offer(i, _found[i], _foundWeight[i]);
        });
        _context.ForEachRow(_component.Length, i =>
        {
            if (IsDoubtful(i)) _doubtful[_component[i]] = true;
        });

        var certain = 0;
        for (var i = 0; i < _component.Length; i++)
        {
            if (_component[i] == i && !_doubtful[i] && _best.Has(i)) certain++;
        }

        return (certain, _components.Count);
    }

    /// <summary>Searches for the cheapest edge of every doubtful component but the largest, which the others will join.</summary>
    public void SearchDoubtful(ProgressMeter meter)
    {
        var largest = Largest();
        PrepareSearch();
        var waiting = MembersWhere(i => _component[i] != largest && _doubtful[_component[i]] && IsDoubtful(i), i => _lower[i]);
        var count = waiting.Length;
        var now = new List<int>(waiting.Length);
        for (long wave = FirstWave; count > 0; wave *= 8)
        {
            now.Clear();
            var later = 0;
            var taken = 0L;
            var current = Nowhere;
            foreach (var row in waiting.AsSpan(0, count))
            {
                if (_component[row] != current) (current, taken) = (_component[row], 0);
                if (!IsDoubtful(row)) continue;
                if (taken++ < wave) now.Add(row);
                else waiting[later++] = row;
            }

            Search(now, meter);
            count = later;
        }

        for (var i = 0; i < _doubtful.Length; i++) _doubtful[i] &= i == largest;
    }

    /// <summary>
    /// For approximate graphs, whose lists may miss how large components are connected: searches for the true nearest point of another component from the
    /// frontier of each. On the frontier are the members whose lists reach furthest; deep inside a component the nearest point of another is further than any
    /// bound.
    /// </summary>
    public void SearchFrontiers(ProgressMeter meter)
    {
        var largest = Largest();
        var members = MembersWhere(OnFrontier, i => -_lower[i]);
        var (current, taken) = (Nowhere, 0);
        var frontier = new List<int>();
        foreach (var row in members)
        {
            if (_component[row] != current) (current, taken) = (_component[row], 0);
            if (taken++ < FirstWave) frontier.Add(row);
        }

        if (frontier.Count == 0) return;
        PrepareSearch();
        Search(frontier, meter);

        bool OnFrontier(int i) => _component[i] != largest && _components.Size(_component[i]) >= MinFrontierSize && _lower[i] < _best.Weight(_component[i]);
    }

    /// <summary>Joins each certain component along its cheapest edge.</summary>
    public void Join(List<WeightedEdge> edges)
    {
        var joined = edges.Count;
        for (var i = 0; i < _component.Length; i++)
        {
            if (_component[i] == i && !_doubtful[i] && _best.Has(i)) edges.Add(_best[i]);
        }

        // Edges of equal weight may close a cycle; whichever of them is left out, the tree stays minimum.
        var chosen = CollectionsMarshal.AsSpan(edges)[joined..];
        chosen.Sort();
        foreach (var edge in chosen)
        {
            if (_components.Join(edge.Low, edge.High)) edges[joined++] = edge;
        }

        CollectionsMarshal.SetCount(edges, joined);
    }

    /// <summary>
    /// Joins one component, the smallest, along its cheapest edge by comparing each of its points with every other. Between finite points there always is one.
    /// </summary>
    public void JoinByScan(List<WeightedEdge> edges)
    {
        var smallest = -1;
        for (var i = 0; i < _component.Length; i++)
        {
            if (_component[i] == i && (smallest < 0 || _components.Size(i) < _components.Size(smallest))) smallest = i;
        }

        var cheapest = new WeightedEdge(float.PositiveInfinity, int.MaxValue, int.MaxValue);
        List<int> members = [.. Enumerable.Range(0, _component.Length).Where(i => _component[i] == smallest)];
        foreach (var rows in members.Chunk(FirstWave))
        {
            var bounds = new float[rows.Length];
            Array.Fill(bounds, cheapest.Weight);
            var found = OtherComponentScan.Nearest(_points, _core, [.. rows], bounds, _component, _context);
            for (var q = 0; q < rows.Length; q++)
            {
                if (found[q].Row == Nowhere) continue;
                var edge = new WeightedEdge(found[q].Weight, Math.Min(rows[q], found[q].Row), Math.Max(rows[q], found[q].Row));
                if (edge.CompareTo(cheapest) < 0) cheapest = edge;
            }
        }

        if (!_components.Join(cheapest.Low, cheapest.High)) throw new InvalidOperationException("no edge leaves the component");
        edges.Add(cheapest);
    }

    public void Dispose() => _search?.Dispose();

    private bool IsDoubtful(int i)
    {
        var best = _best.Weight(_component[i]);
        return _graph.Recall is null ? _lower[i] < best : float.IsPositiveInfinity(best);
    }

    private void OfferListedEdges(int i)
    {
        if (_closed[i]) return;
        var closed = true;
        var own = _component[i];
        var start = (long)i * _graph.K;
        for (var c = start; c < start + _graph.K; c++)
        {
            var distance = _graph.Distances[c];
            var j = _graph.Indices[c];
            if (_component[j] == own) continue;
            closed = false;
            Offer(i, j, MathF.Max(distance, MathF.Max(_core[i], _core[j])));
        }

        _closed[i] = closed;
    }

    private void Offer(int i, int j, float weight)
    {
        _best.Offer(_component[i], weight, i, j);
        _best.Offer(_component[j], weight, i, j);
    }

    private void Search(List<int> rows, ProgressMeter meter)
    {
        if (rows.Count == 0) return;
        var bounds = new float[rows.Count];
        for (var q = 0; q < bounds.Length; q++) bounds[q] = _best.Weight(_component[rows[q]]);
        var found = _search!.Nearest(rows, bounds, _component, meter);
        for (var q = 0; q < bounds.Length; q++)
        {
            var (row, weight) = found[q];
            var i = rows[q];
            _lower[i] = MathF.Max(_lower[i], weight);
            if (row == Nowhere) continue;
            (_found[i], _foundWeight[i]) = (row, weight);
            Offer(i, row, weight);
        }
    }

    /// <summary>Makes the search ready for the components of this round.</summary>
    private void PrepareSearch()
    {
        _search ??= _gpu is null ? new OtherComponentSearch(_points, _core, _context) : new GpuOtherComponentSearch(_gpu, _points, _core, _context);
        _search.Refresh(_component);
    }

    /// <returns>The wanted points by component, and within one by rising <paramref name="by"/>.</returns>
    private int[] MembersWhere(Func<int, bool> wanted, Func<int, float> by)
    {
        var taken = new bool[_component.Length];
        _context.ForEachRow(taken.Length, i => taken[i] = wanted(i));
        var count = taken.AsSpan().Count(true);
        var keys = new ulong[count];
        var rows = new int[count];
        for (var (i, m) = (0, 0); m < count; i++)
        {
            if (!taken[i]) continue;

            // The bits of floats sort as the floats do once the sign bit is flipped, and of negative ones all other bits too.
            var bits = BitConverter.SingleToUInt32Bits(by(i));
            keys[m] = ((ulong)(uint)_component[i] << 32) | ((bits >> 31) == 0 ? bits | 0x8000_0000 : ~bits);
            rows[m++] = i;
        }

        Array.Sort(keys, rows);
        return rows;
    }

    private int Largest()
    {
        var largest = _component[0];
        for (var i = 0; i < _component.Length; i++)
        {
            if (_component[i] == i && _components.Size(i) > _components.Size(largest)) largest = i;
        }

        return largest;
    }
}

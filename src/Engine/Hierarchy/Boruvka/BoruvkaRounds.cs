using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy.Gpu;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Gpu;

namespace Investigator.Engine.Hierarchy.Boruvka;

/// <summary>The state between rounds: who is in which component, what each point knows about what lies outside.</summary>
internal sealed class BoruvkaRounds : IDisposable
{
    private const int Nowhere = -1;

    /// <summary>Members of one component searched in a first wave; later waves are eightfold. What a wave finds bounds the next.</summary>
    private const int FirstWave = 64;

    /// <summary>Components of fewer points than this are not worth a search of their frontier: no cluster depends on where they join.</summary>
    private const int FrontierOf = 32;

    private readonly PointMatrix _points;
    private readonly NeighborGraph _graph;
    private readonly float[] _core;
    private readonly StageContext _context;
    private readonly DisjointSet _components;
    private readonly CheapestEdges _best;

    /// <summary><c>[n]</c> root of each point's component.</summary>
    private readonly int[] _component;

    /// <summary><c>[n]</c> no point outside, other than those listed, is nearer by mutual reachability.</summary>
    private readonly float[] _lower;

    /// <summary><c>[n]</c> the nearest outside point at the last search, and its mutual reachability.</summary>
    private readonly int[] _found;
    private readonly float[] _foundWeight;

    /// <summary><c>[n]</c> every listed neighbour is in the own component.</summary>
    private readonly bool[] _closed;

    /// <summary><c>[n]</c> by root.</summary>
    private readonly bool[] _doubtful;
    private readonly GpuTarget? _card;
    private IOtherComponentSearch? _search;

    /// <param name="card">Searches for nearest outside points; null leaves it to the cores.</param>
    public BoruvkaRounds(PointMatrix points, NeighborGraph graph, float[] core, GpuTarget? card, StageContext context)
    {
        (_points, _graph, _core, _card, _context) = (points, graph, core, card, context);
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

            // Beyond the list lies nothing nearer than its last; a list of everybody leaves nothing beyond it.
            _lower[i] = complete ? float.PositiveInfinity : MathF.Max(core[i], graph.Distances[((long)(i + 1) * graph.K) - 1]);
        }
    }

    public int Components => _components.Count;

    /// <summary>Joins what a card finds in the rounds that the lists alone decide, in the order in which the cores would have joined it: what follows is the same to the bit.</summary>
    public void JoinOnCard(GpuTarget card, List<(float Weight, int Low, int High)> edges)
    {
        var forest = GpuBoruvkaRounds.Build(card, _graph, _core, _graph.Recall is null ? _lower : null, _context, SpanningTreeBuilder.FrontiersFrom(_graph));

        // Round by round; the forest is by weight and ends, and within a round that order is kept.
        var next = new int[forest.Round.DefaultIfEmpty(-1).Max() + 2];
        foreach (var round in forest.Round) next[round + 1]++;
        for (var round = 1; round < next.Length; round++) next[round] += next[round - 1];
        var order = new int[forest.Round.Length];
        for (var e = 0; e < order.Length; e++) order[next[forest.Round[e]]++] = e;
        foreach (var e in order)
        {
            if (_components.Join(forest.From[e], forest.To[e])) edges.Add((forest.Weight[e], forest.From[e], forest.To[e]));
        }
    }

    /// <summary>Finds each component's best listed edge, and which are certain to be the best there is.</summary>
    public (int Certain, int Components) ScanLists()
    {
        _best.Clear();
        Array.Clear(_doubtful);
        _context.ForEachRow(_component.Length, i => _component[i] = _components.Root(_component[i]));
        _context.ForEachRow(_component.Length, i =>
        {
            OfferListed(i);
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

    /// <summary>Settles every doubtful component but the largest, which the others will join.</summary>
    public void SearchDoubtful(ProgressMeter meter)
    {
        var largest = Largest();
        Outside();
        var waiting = MembersWhere(i => _component[i] != largest && _doubtful[_component[i]] && IsDoubtful(i), i => _lower[i]);
        var (count, now) = (waiting.Length, new List<int>(waiting.Length));
        for (long wave = FirstWave; count > 0; wave *= 8)
        {
            now.Clear();
            var (later, taken, current) = (0, 0L, Nowhere);
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
    /// For approximate graphs, whose lists may miss how large components hang together: searches the frontier of each for its true nearest outside point. On the frontier are the members
    /// whose lists reach furthest; deep inside, the nearest outside point is further than any bound.
    /// </summary>
    public void SearchFrontiers(ProgressMeter meter)
    {
        var largest = Largest();
        var members = MembersWhere(i => _component[i] != largest && _components.Size(_component[i]) >= FrontierOf && _lower[i] < _best.Weight(_component[i]), i => -_lower[i]);

        var (current, taken) = (Nowhere, 0);
        var frontier = new List<int>();
        foreach (var row in members)
        {
            if (_component[row] != current) (current, taken) = (_component[row], 0);
            if (taken++ < FirstWave) frontier.Add(row);
        }

        if (frontier.Count == 0) return;
        Outside();
        Search(frontier, meter);
    }

    /// <summary>Joins each certain component along its best edge.</summary>
    public void Join(List<(float Weight, int Low, int High)> edges)
    {
        var joined = edges.Count;
        for (var i = 0; i < _component.Length; i++)
        {
            if (_component[i] == i && !_doubtful[i] && _best.Has(i)) edges.Add(_best[i]);
        }

        // Equal weights may close a circle; whichever edge of it is left out, the tree stays minimum.
        var chosen = CollectionsMarshal.AsSpan(edges)[joined..];
        chosen.Sort();
        foreach (var edge in chosen)
        {
            if (_components.Join(edge.Low, edge.High)) edges[joined++] = edge;
        }

        CollectionsMarshal.SetCount(edges, joined);
    }

    public void Dispose() => _search?.Dispose();

    private bool IsDoubtful(int i)
    {
        var best = _best.Weight(_component[i]);
        return _graph.Recall is null ? _lower[i] < best : float.IsPositiveInfinity(best);
    }

    private void OfferListed(int i)
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

    /// <summary>The search, which knows the components of this round.</summary>
    private void Outside()
    {
        _search ??= _card is null ? new OtherComponentSearch(_points, _core, _context) : new GpuOtherComponentSearch(_card, _points, _core, _context);
        _search.Refresh(_component);
    }

    /// <returns>The wanted points by component, and within one by rising number.</returns>
    private int[] MembersWhere(Func<int, bool> wanted, Func<int, float> by)
    {
        var taken = new bool[_component.Length];
        _context.ForEachRow(taken.Length, i => taken[i] = wanted(i));
        var count = taken.AsSpan().Count(true);
        var (keys, rows) = (new ulong[count], new int[count]);
        for (var (i, m) = (0, 0); m < count; i++)
        {
            if (!taken[i]) continue;

            // Bits of a float sort as it does once the sign is turned, and all others of what is negative.
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

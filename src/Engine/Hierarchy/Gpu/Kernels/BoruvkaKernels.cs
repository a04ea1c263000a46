using ILGPU;

namespace Investigator.Engine.Hierarchy.Gpu.Kernels;

/// <summary>
/// Boruvka's rounds, one thread per point. Edges are ordered by weight, lower end and upper end, so that no two are equal: the chosen edges then close no
/// cycle, except that two components may choose the same edge, and the result depends neither on the device nor on the order of threads.
/// </summary>
internal static class BoruvkaKernels
{
    /// <summary>Counter: components whose best edge is certain.</summary>
    public const int Certain = 0;

    /// <summary>Counter: roots that hooked onto another.</summary>
    public const int Hooked = 1;

    /// <summary>Counter: whether a jump moved anything.</summary>
    public const int Moved = 2;

    private const uint None = uint.MaxValue;

    /// <summary>Once, before the first round: turns distances into mutual reachability and makes every point its own component.</summary>
    /// <param name="core"><c>[n]</c> core distances.</param>
    public static void Weigh(Index1D i, ListedEdges edges, BoruvkaState state, ChosenEdges chosen, ArrayView<float> core)
    {
        var own = core[i];
        for (var e = (long)i.X * edges.K; e < ((long)i.X + 1) * edges.K; e++)
        {
            var weight = edges.Weight[e];
            var other = core[edges.Other[e]];
            if (own > weight) weight = own;
            if (other > weight) weight = other;
            edges.Weight[e] = weight;
        }

        state.Component[i] = i;
        state.Closed[i] = 0;
        chosen.Round[i] = -1;
    }

    /// <summary>Before each round.</summary>
    public static void Reset(Index1D i, BoruvkaState state)
    {
        state.Best[i] = None;
        state.Ends[i] = ulong.MaxValue;
        state.Bound[i] = None;
        if (i < 3) state.Counters[i] = 0;
    }

    /// <summary>Offers the weight of each entry that leaves a component to both components it touches: lists are one-sided.</summary>
    public static void OfferWeights(Index1D i, ListedEdges edges, BoruvkaState state)
    {
        var own = state.Component[i];

        // Here and below, a value read before an atomic minimum may be out of date, but it only ever falls: an edge turned away would lose anyway.
        var lower = Interop.FloatAsInt(state.Lower[i]);
        if (lower < state.Bound[own]) Atomic.Min(ref state.Bound[own], lower);
        if (state.Closed[i] != 0) return;
        var least = None;
        var closed = true;
        for (var e = (long)i.X * edges.K; e < ((long)i.X + 1) * edges.K; e++)
        {
            var other = state.Component[edges.Other[e]];
            if (other == own) continue;
            closed = false;
            var weight = Interop.FloatAsInt(edges.Weight[e]);
            if (weight < least) least = weight;
            if (weight < state.Best[other]) Atomic.Min(ref state.Best[other], weight);
        }

        if (closed) state.Closed[i] = 1;
        else if (least < state.Best[own]) Atomic.Min(ref state.Best[own], least);
    }

    /// <summary>Of the edges of the same weight as a component's cheapest, picks the one with the least ends.</summary>
    public static void OfferEnds(Index1D i, ListedEdges edges, BoruvkaState state)
    {
        if (state.Closed[i] != 0) return;
        var own = state.Component[i];
        for (var e = (long)i.X * edges.K; e < ((long)i.X + 1) * edges.K; e++)
        {
            var j = edges.Other[e];
            var other = state.Component[j];
            if (other == own) continue;
            var weight = Interop.FloatAsInt(edges.Weight[e]);
            var ends = i.X < j ? ((ulong)(uint)i.X << 32) | (uint)j : ((ulong)(uint)j << 32) | (uint)i.X;
            if (weight == state.Best[own] && ends < state.Ends[own]) Atomic.Min(ref state.Ends[own], ends);
            if (weight == state.Best[other] && ends < state.Ends[other]) Atomic.Min(ref state.Ends[other], ends);
        }
    }

    /// <summary>Counts the components whose best edge is certain.</summary>
    public static void Judge(Index1D i, BoruvkaState state)
    {
        if (state.Component[i] == i && IsCertain(state, i)) Atomic.Add(ref state.Counters[Certain], 1);
    }

    /// <summary>
    /// A root whose best edge is certain hooks onto the component at its other end; of two roots that would hook onto each other the lower stays a root.
    /// </summary>
    public static void Hook(Index1D i, BoruvkaState state, ChosenEdges chosen, int round)
    {
        var next = state.Component[i];
        if (next == i && IsCertain(state, i))
        {
            var ends = state.Ends[i];
            var other = state.Component[(int)(ends >> 32)];
            if (other == i) other = state.Component[(int)(ends & uint.MaxValue)];
            var mutual = state.Ends[other] == ends && state.Best[other] == state.Best[i] && IsCertain(state, other);
            if (!mutual || other < i)
            {
                next = other;
                chosen.Weight[i] = state.Best[i];
                chosen.Ends[i] = ends;
                chosen.Round[i] = round;
                Atomic.Add(ref state.Counters[Hooked], 1);
            }
        }

        state.Next[i] = next;
    }

    /// <summary>
    /// Halves the path to the root (pointer jumping); repeated until nothing moves. Whether threads see each other's jumps makes no difference: all lead to the
    /// same root.
    /// </summary>
    public static void Jump(Index1D i, BoruvkaState state)
    {
        var parent = state.Next[i];
        var grandparent = state.Next[parent];
        if (parent == grandparent) return;
        state.Next[i] = grandparent;
        state.Counters[Moved] = 1;
    }

    /// <summary>The flattened hooks are the components of the next round.</summary>
    public static void Adopt(Index1D i, BoruvkaState state) => state.Component[i] = state.Next[i];

    /// <summary>Certain: no unlisted point is nearer than the cheapest listed edge.</summary>
    private static bool IsCertain(BoruvkaState state, int root) => state.Best[root] != None && state.Best[root] <= state.Bound[root];
}

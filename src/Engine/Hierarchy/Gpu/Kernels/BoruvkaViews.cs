using ILGPU;

namespace Investigator.Engine.Hierarchy.Gpu.Kernels;

/// <summary>The listed edges on the device: entry e leads from point e / k to <c>Other[e]</c>.</summary>
internal struct ListedEdges
{
    /// <summary><c>[n, k]</c>.</summary>
    public ArrayView<int> Other;

    /// <summary><c>[n, k]</c> distances at first, mutual reachability once weighed.</summary>
    public ArrayView<float> Weight;

    public int K;
}

/// <summary>The components and the least edge that leaves each. Weights are bits of floats that are never negative, which sort as the floats do.</summary>
internal struct BoruvkaState
{
    /// <summary><c>[n]</c> root of each point's component; at first the point itself.</summary>
    public ArrayView<int> Component;

    /// <summary><c>[n]</c> what the roots hook onto in this round, then the components of the next.</summary>
    public ArrayView<int> Next;

    /// <summary><c>[n]</c> by root: least weight of an edge that leaves the component; all ones when there is none.</summary>
    public ArrayView<uint> Best;

    /// <summary>
    /// <c>[n]</c> by root: the ends of the edge of that weight with the least lower end, then the least upper end: the lower end in the high half, the upper
    /// end in the low half.
    /// </summary>
    public ArrayView<ulong> Ends;

    /// <summary><c>[n]</c> by point: no unlisted point is nearer than this.</summary>
    public ArrayView<float> Lower;

    /// <summary><c>[n]</c> by root: the least <see cref="Lower"/> of the component's points.</summary>
    public ArrayView<uint> Bound;

    /// <summary><c>[n]</c> 1 once every entry of the point's list stays within its component.</summary>
    public ArrayView<byte> Closed;

    /// <summary><c>[3]</c>, see <see cref="BoruvkaKernels"/>.</summary>
    public ArrayView<int> Counters;
}

/// <summary>The edge by which each point hooked onto another when it was a root; no point does so twice.</summary>
internal struct ChosenEdges
{
    /// <summary><c>[n]</c> weight bits.</summary>
    public ArrayView<uint> Weight;

    /// <summary><c>[n]</c> lower and upper end.</summary>
    public ArrayView<ulong> Ends;

    /// <summary><c>[n]</c> the round, from 0; -1 while the point is a root.</summary>
    public ArrayView<int> Round;
}

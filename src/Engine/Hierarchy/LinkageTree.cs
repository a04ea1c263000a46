using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy.Ties;

namespace Investigator.Engine.Hierarchy;

/// <summary>
/// Single linkage: the spanning tree's edges read as merges, by rising distance. Nodes 0..n-1 are the points; merge m makes node n + m, and the last node is
/// the root.
/// </summary>
public sealed record LinkageTree
{
    /// <summary>Points.</summary>
    public required int Count { get; init; }

    /// <summary><c>[n - 1]</c> first node merged.</summary>
    public required int[] Left { get; init; }

    /// <summary><c>[n - 1]</c> second node merged.</summary>
    public required int[] Right { get; init; }

    /// <summary><c>[n - 1]</c> mutual reachability at which they merge, ascending.</summary>
    public required float[] Distance { get; init; }

    /// <summary><c>[n - 1]</c> points in the node made.</summary>
    public required int[] Size { get; init; }

    /// <summary>Points in any node.</summary>
    public int SizeOf(int node) => node < Count ? 1 : Size[node - Count];

    /// <summary>
    /// The hierarchy of <paramref name="tree"/>. Equal distances merge in the reference's order (<see cref="NumpyArgsort"/>), so that labels agree with it, or
    /// in the order of the edges where the tree has no ranks.
    /// </summary>
    public static LinkageTree Of(SpanningTree tree)
    {
        var merges = tree.Count - 1;
        var linkage = new LinkageTree
        {
            Count = tree.Count,
            Left = new int[merges],
            Right = new int[merges],
            Distance = new float[merges],
            Size = new int[merges],
        };
        if (tree.Rank is not { } ranks)
        {
            linkage.Merge(static m => m, tree.From, tree.To, tree.Weight);
            return linkage;
        }

        var (points, steps) = PrimOrder.Of(tree);
        var order = NumpyArgsort.Sort(Array.ConvertAll(steps, edge => ranks[edge]));
        linkage.Merge(m => order[m], points, points.AsSpan(1), Array.ConvertAll(steps, edge => tree.Weight[edge]));
        return linkage;
    }

    /// <param name="nth">Number of the edge that merges m-th.</param>
    /// <param name="from">One end of each edge.</param>
    /// <param name="to">The other.</param>
    /// <param name="distance">Length of each.</param>
    private void Merge(Func<int, int> nth, ReadOnlySpan<int> from, ReadOnlySpan<int> to, ReadOnlySpan<float> distance)
    {
        var components = new DisjointSet(Count);

        // The node of each component, by its root.
        var node = new int[Count];
        for (var i = 0; i < node.Length; i++) node[i] = i;
        for (var m = 0; m < Left.Length; m++)
        {
            var edge = nth(m);
            var (a, b) = (components.Find(from[edge]), components.Find(to[edge]));
            Left[m] = node[a];
            Right[m] = node[b];
            Distance[m] = distance[edge];
            components.Join(a, b);
            var root = components.Find(a);
            Size[m] = components.Size(root);
            node[root] = Count + m;
        }
    }
}

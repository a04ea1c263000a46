namespace Investigator.Engine.Hierarchy;

/// <summary>
/// Single linkage: the spanning tree's edges read as merges, by rising distance. Nodes 0..n-1 are the points; merge m makes node n + m, and the last node is the root.
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

    /// <summary>The hierarchy of <paramref name="tree"/>; equal distances merge in the reference's order (<see cref="TieOrder"/>), so that its labels follow.</summary>
    public static LinkageTree Of(SpanningTree tree)
    {
        var n = tree.Count;
        var linkage = new LinkageTree { Count = n, Left = new int[n - 1], Right = new int[n - 1], Distance = new float[n - 1], Size = new int[n - 1] };
        var (points, steps) = PrimOrder.Of(tree);
        var ranks = tree.Ranks();
        var order = TieOrder.Sort(Array.ConvertAll(steps, edge => ranks[edge]));
        var components = new Components(n);

        // Node that stands for each component, by its root.
        var node = new int[n];
        for (var i = 0; i < n; i++) node[i] = i;
        for (var m = 0; m < n - 1; m++)
        {
            var step = order[m];
            var (a, b) = (components.Find(points[step]), components.Find(points[step + 1]));
            (linkage.Left[m], linkage.Right[m], linkage.Distance[m]) = (node[a], node[b], tree.Weight[steps[step]]);
            components.Join(a, b);
            var root = components.Find(a);
            linkage.Size[m] = components.Size(root);
            node[root] = n + m;
        }

        return linkage;
    }
}

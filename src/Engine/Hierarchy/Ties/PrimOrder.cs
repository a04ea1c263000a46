namespace Investigator.Engine.Hierarchy.Ties;

/// <summary>
/// The order in which Prim's algorithm would reach the points from row 0, and the edge by which it reaches each. In this order single linkage only joins
/// adjacent runs: each merge joins the runs to the left and right of one step.
/// </summary>
internal static class PrimOrder
{
    /// <returns>Points <c>[n]</c>, and steps <c>[n - 1]</c>: step s, an edge of the tree, leads from the points before it to point s + 1. Equal distances go to
    /// the lower row.</returns>
    public static (int[] Points, int[] Steps) Of(SpanningTree tree)
    {
        if (tree.Steps is { } known) return (Walk(tree, known), known);
        var ranks = tree.Rank ?? throw new ArgumentException("the tree has no ranks", nameof(tree));
        var n = tree.Count;
        var edges = AdjacencyLists.Of(tree);
        var points = new int[n];
        var steps = new int[n - 1];

        // In a tree each point has one edge to the points before it, so each point is entered once.
        var by = new int[n];
        var frontier = new IndexedMinHeap(n);
        var current = 0;
        for (var s = 0; s < n - 1; s++)
        {
            foreach (var edge in edges[current])
            {
                if (s > 0 && edge == by[current]) continue;
                var other = tree.From[edge] == current ? tree.To[edge] : tree.From[edge];
                by[other] = edge;
                frontier.InsertOrDecrease(other, ranks[edge]);
            }

            current = frontier.ExtractMin().Row;
            (points[s + 1], steps[s]) = (current, by[current]);
        }

        return (points, steps);
    }

    /// <summary>The points in the order in which known steps reach them: of each step the end that was not reached before.</summary>
    private static int[] Walk(SpanningTree tree, int[] steps)
    {
        var points = new int[tree.Count];
        var reached = new bool[tree.Count];
        reached[0] = true;
        for (var s = 0; s < steps.Length; s++)
        {
            var point = reached[tree.From[steps[s]]] ? tree.To[steps[s]] : tree.From[steps[s]];
            (points[s + 1], reached[point]) = (point, true);
        }

        return points;
    }
}

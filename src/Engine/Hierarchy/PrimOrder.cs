namespace Investigator.Engine.Hierarchy;

/// <summary>
/// The order in which Prim's algorithm would reach the points from row 0, and the edge by which it reaches each. Along this order single linkage is a matter of
/// neighbours: each merge joins the runs to the left and right of one step.
/// </summary>
internal static class PrimOrder
{
    /// <returns>Points <c>[n]</c>, and steps <c>[n - 1]</c>: step s, as long as that edge of the tree, leads from point s to point s + 1. Equal distances go to the lower row.</returns>
    public static (int[] Points, int[] Steps) Of(SpanningTree tree)
    {
        var ranks = tree.Ranks();
        var n = tree.Count;
        var edges = AdjacencyLists.Of(tree);
        var points = new int[n];
        var steps = new int[n - 1];
        var reached = new bool[n];
        var frontier = new PriorityQueue<(int Row, int Edge), (int Rank, int Row)>();
        var current = 0;
        for (var s = 0; s < n - 1; s++)
        {
            reached[current] = true;
            foreach (var edge in edges.Of(current))
            {
                var other = tree.From[edge] == current ? tree.To[edge] : tree.From[edge];
                if (!reached[other]) frontier.Enqueue((other, edge), (ranks[edge], other));
            }

            (current, steps[s]) = frontier.Dequeue();
            points[s + 1] = current;
        }

        return (points, steps);
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Hierarchy;

/// <summary>For each point of a tree or graph, what it is connected to.</summary>
internal static class AdjacencyLists
{
    /// <summary>For each point the other ends of its edges.</summary>
    public static CompressedLists Of(int points, List<WeightedEdge> edges)
    {
        var starts = new int[points + 1];
        foreach (var edge in edges)
        {
            starts[edge.Low]++;
            starts[edge.High]++;
        }

        var items = new int[AddUp(starts)];
        foreach (var edge in edges)
        {
            items[--starts[edge.Low]] = edge.High;
            items[--starts[edge.High]] = edge.Low;
        }

        return new CompressedLists(starts, items);
    }

    /// <summary>For each point the numbers of its edges.</summary>
    public static CompressedLists Of(SpanningTree tree)
    {
        var starts = new int[tree.Count + 1];
        foreach (var end in tree.From) starts[end]++;
        foreach (var end in tree.To) starts[end]++;
        var items = new int[AddUp(starts)];
        for (var e = 0; e < tree.From.Length; e++)
        {
            items[--starts[tree.From[e]]] = e;
            items[--starts[tree.To[e]]] = e;
        }

        return new CompressedLists(starts, items);
    }

    /// <summary>For each point of a graph the points that have it among the first of their neighbours, in no particular order.</summary>
    /// <param name="within"><c>[n]</c> how many neighbours of each point count.</param>
    public static CompressedLists Reverse(NeighborGraph graph, int[] within, StageContext context)
    {
        var starts = new int[graph.Count + 1];
        context.ForEachRow(within.Length, i =>
        {
            foreach (var neighbor in graph.Indices.AsSpan(i * graph.K, within[i])) Interlocked.Increment(ref starts[neighbor]);
        });
        var items = new int[AddUp(starts)];
        context.ForEachRow(within.Length, i =>
        {
            foreach (var neighbor in graph.Indices.AsSpan(i * graph.K, within[i])) items[Interlocked.Decrement(ref starts[neighbor])] = i;
        });
        return new CompressedLists(starts, items);
    }

    /// <summary>Turns counts into the ends of lists. They are then filled from their ends, which leaves their starts there.</summary>
    /// <returns>The sum of all counts.</returns>
    private static int AddUp(int[] counts)
    {
        for (var i = 1; i < counts.Length; i++) counts[i] = checked(counts[i] + counts[i - 1]);
        return counts[^1];
    }
}

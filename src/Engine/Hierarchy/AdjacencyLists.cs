using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Hierarchy;

/// <summary>Who is next to whom, all lists in one array: point i's is <c>[starts[i], starts[i + 1])</c>.</summary>
internal sealed class AdjacencyLists
{
    private readonly int[] _starts;
    private readonly int[] _items;

    private AdjacencyLists(int[] starts, int[] items) => (_starts, _items) = (starts, items);

    public ReadOnlySpan<int> Of(int i) => _items.AsSpan(_starts[i], _starts[i + 1] - _starts[i]);

    /// <summary>Each edge of a tree in both of its ends' lists.</summary>
    public static AdjacencyLists Of(int points, List<(float Weight, int Low, int High)> edges)
    {
        var starts = new int[points + 1];
        foreach (var (_, low, high) in edges)
        {
            starts[low]++;
            starts[high]++;
        }

        var items = new int[AddUp(starts)];
        foreach (var (_, low, high) in edges)
        {
            items[--starts[low]] = high;
            items[--starts[high]] = low;
        }

        return new AdjacencyLists(starts, items);
    }

    /// <summary>The numbers of a tree's edges in both of their ends' lists.</summary>
    public static AdjacencyLists Of(SpanningTree tree)
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

        return new AdjacencyLists(starts, items);
    }

    /// <summary>For each point of a graph, those that have it among the first of their neighbours, in no order.</summary>
    /// <param name="within"><c>[n]</c> how many neighbours of each count.</param>
    public static AdjacencyLists Listing(NeighborGraph graph, int[] within, StageContext context)
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
        return new AdjacencyLists(starts, items);
    }

    /// <summary>Turns counts into ends of lists, which are filled from their ends: afterwards their starts stand there.</summary>
    /// <returns>All counts together.</returns>
    private static int AddUp(int[] counts)
    {
        for (var i = 1; i < counts.Length; i++) counts[i] = checked(counts[i] + counts[i - 1]);
        return counts[^1];
    }
}

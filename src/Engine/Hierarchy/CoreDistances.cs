using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Hierarchy;

/// <summary>Distance to the min_samples-th neighbour, the point itself not counted (as in the hdbscan package).</summary>
public static class CoreDistances
{
    /// <param name="copies"><c>[n]</c> rows that each point stands for, itself included: a neighbour counts that many times. Null: one each.</param>
    /// <returns><c>[n]</c>; with fewer than <paramref name="minSamples"/> other rows, the distance to the furthest of them; 0 for one point alone.</returns>
    /// <exception cref="InputException">The graph holds too few neighbours.</exception>
    public static float[] Of(NeighborGraph graph, int minSamples, int[]? copies = null)
    {
        var reach = Reach(graph, minSamples, copies);
        var core = new float[graph.Count];
        for (var i = 0; i < core.Length; i++)
        {
            if (reach[i] > 0) core[i] = graph.Distances[((long)i * graph.K) + reach[i] - 1];
        }

        return core;
    }

    /// <returns><c>[n]</c> listed neighbours within each point's core distance; 0 where its own copies are enough.</returns>
    /// <exception cref="InputException">The graph holds too few neighbours.</exception>
    internal static int[] Reach(NeighborGraph graph, int minSamples, int[]? copies = null)
    {
        var nth = Math.Min(minSamples, graph.Count - 1);
        var reach = new int[graph.Count];
        for (var i = 0; i < reach.Length; i++)
        {
            if (copies is null)
            {
                reach[i] = nth;
                continue;
            }

            var rows = copies[i] - 1;
            for (; rows < minSamples && reach[i] < Math.Min(nth, graph.K); reach[i]++) rows += copies[graph.Indices[((long)i * graph.K) + reach[i]]];
        }

        if (graph.K >= nth) return reach;
        throw new InputException(
            "the neighbour graph is too small for these core distances",
            column: "min_samples",
            value: $"{minSamples}",
            expected: $"at most {graph.K}, the graph's neighbours");
    }
}

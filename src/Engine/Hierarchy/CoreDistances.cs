using Investigator.Engine.Compute;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Hierarchy;

/// <summary>Distance to the min_samples-th neighbour, the point itself not counted (as the hdbscan package counts).</summary>
public static class CoreDistances
{
    /// <returns><c>[n]</c>; with fewer than <paramref name="minSamples"/> other points, the distance to the furthest of them; 0 for one point alone.</returns>
    /// <exception cref="InputException">The graph holds too few neighbours.</exception>
    public static float[] Of(NeighborGraph graph, int minSamples)
    {
        var nth = Math.Min(minSamples, graph.Count - 1);
        if (graph.K < nth) throw new InputException("the neighbour graph is too small for these core distances", column: "min_samples", value: $"{minSamples}", expected: $"at most {graph.K}, the graph's neighbours");
        var core = new float[graph.Count];
        if (nth < 1) return core;
        for (var i = 0; i < core.Length; i++) core[i] = graph.Distances[((long)i * graph.K) + nth - 1];
        return core;
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Clusters;

/// <summary>From a matrix to clusters, one line per stage.</summary>
public static class Hdbscan
{
    /// <summary>
    /// Clusters all rows. Rows that are copies of one another are searched once and have one label, one probability and one score: a row with w copies counts
    /// as w in core distances, sizes and stabilities. Time and memory of neighbours and spanning tree follow the distinct rows, so a script that repeats a
    /// million times costs one row.
    /// </summary>
    /// <param name="points"><c>[n, d]</c>, every value finite.</param>
    /// <param name="neighbors">Its K is raised to the number of neighbours that the core distances need.</param>
    /// <returns>Labels, probabilities and scores of all rows; the neighbours are those of the distinct rows.</returns>
    /// <exception cref="InputException">No rows, a value that is NaN or infinite (with its row and column), or options out of range.</exception>
    public static HdbscanResult Run(PointMatrix points, ClusterOptions options, NeighborOptions neighbors, StageContext context)
    {
        options.Validate();
        points.Checked();
        var clock = new StageSeconds(context.Clock);
        var distinct = clock.Time("duplicates", () => UniqueRows.Of(points));
        var copied = distinct.Count < points.Count;
        var places = copied ? points.Gather(distinct.FirstIndex) : points;
        var graph = clock.Time(StageNames.Neighbors,
            () => NeighborSearch.Find(places, neighbors with { K = Math.Max(neighbors.K, options.CoreNeighbors()) }, context));
        var tree = clock.Time(StageNames.Hierarchy, () => SpanningTreeBuilder.Build(places, graph, options.CoreNeighbors(), context, distinct));
        var clustering = clock.Time(StageNames.Clusters, () => DensityClusters.Find(tree, options, context));
        return new HdbscanResult(clustering, graph, tree, clock.Seconds, copied ? distinct : null);
    }

    private sealed class StageSeconds(TimeProvider clock)
    {
        public Dictionary<string, double> Seconds { get; } = [];

        public T Time<T>(string stage, Func<T> work)
        {
            var start = clock.GetTimestamp();
            var result = work();
            Seconds[stage] = clock.GetElapsedTime(start).TotalSeconds;
            return result;
        }
    }
}

/// <param name="Seconds">Time of each stage, by its name.</param>
/// <param name="Distinct">The distinct rows that <paramref name="Neighbors"/> covers; null where all rows are distinct.</param>
public sealed record HdbscanResult(Clustering Clustering, NeighborGraph Neighbors, SpanningTree Tree, IReadOnlyDictionary<string, double> Seconds,
    UniqueRows? Distinct = null);

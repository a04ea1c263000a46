using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Clusters;

/// <summary>Clusters of a graph that lists every copy of a row, as the run's own stages make it.</summary>
internal static class RowByRow
{
    /// <param name="recall">What the graph says of itself; null for exact.</param>
    public static HdbscanResult Run(PointMatrix points, ClusterOptions options, StageContext context, double? recall = null)
    {
        var graph = NeighborSearch.Find(points, new NeighborOptions { K = Math.Max(16, options.CoreNeighbors()) }, context) with { Recall = recall };
        var tree = SpanningTreeBuilder.Build(points, graph, options.CoreNeighbors(), context);
        return new HdbscanResult(DensityClusters.Find(tree, options, context), graph, tree, new Dictionary<string, double>());
    }

    public static void AssertOnePlaceOneLabel(PointMatrix points, Clustering clustering)
    {
        var distinct = UniqueRows.Of(points);
        for (var row = 0; row < points.Count; row++)
        {
            var first = distinct.FirstIndex[distinct.Inverse[row]];
            Assert.Equal(
                (clustering.Labels[first], clustering.Probabilities[first], clustering.OutlierScores[first]),
                (clustering.Labels[row], clustering.Probabilities[row], clustering.OutlierScores[row]));
        }
    }
}

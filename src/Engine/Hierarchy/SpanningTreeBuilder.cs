using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy.Boruvka;
using Investigator.Engine.Hierarchy.Gpu;
using Investigator.Engine.Hierarchy.Ties;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Gpu;

namespace Investigator.Engine.Hierarchy;

/// <summary>
/// Minimum spanning tree of mutual reachability, by Boruvka's rounds. A round first looks at the neighbour lists. A component's best listed edge is
/// certain when every member knows that nothing unlisted outside is nearer; certain components join at once, and when too few are certain, the doubtful members are
/// searched for their true nearest outside point. What a search learned stays true in later rounds, because components only grow.
/// </summary>
public static class SpanningTreeBuilder
{
    /// <summary>Rounds by lists alone go on while at least this share of the components is certain.</summary>
    internal const double WorthARound = 0.1;

    /// <summary>The frontiers of large components are searched once components hold so many points on average: before that hardly any is large.</summary>
    private const int RowsAFrontier = 64;

    /// <param name="points"><c>[n, d]</c>, those the graph was made from.</param>
    /// <param name="graph">At least <c>min(minSamples, n - 1)</c> neighbours. An exact graph gives a minimum tree; an approximate one a tree that is minimum among
    /// the listed edges and the least ones found on the frontiers of large components, and where the lists leave components apart.</param>
    /// <param name="distinct">When the points are the places of these rows: copies count in core distances, and the tree is one over all rows. Null: each point is one row.</param>
    /// <exception cref="InputException">The graph holds too few neighbours.</exception>
    public static SpanningTree Build(PointMatrix points, NeighborGraph graph, int minSamples, StageContext context, UniqueRows? distinct = null) =>
        Build(points, graph, minSamples, context.Device.Choice == DeviceChoice.Cuda ? GpuTarget.Current() : null, context, distinct);

    /// <param name="card">Takes the rounds that the lists alone decide, and large searches for nearest outside points; null leaves them to the cores. The tree is the same.</param>
    internal static SpanningTree Build(PointMatrix points, NeighborGraph graph, int minSamples, GpuTarget? card, StageContext context, UniqueRows? distinct = null)
    {
        var core = CoreDistances.Of(graph, minSamples, distinct?.Counts);
        var edges = Join(points, graph, core, card, context);
        StageContext.CollectNow(graph.Count);

        // Which of equal edges a tree has is settled for labels that follow a reference, which those out of a graph that misses neighbours cannot.
        return graph.Recall < 1 && distinct is null ? SpanningTree.Of(edges) : new CanonicalTree(points, graph, minSamples, context, distinct).Of(edges);
    }

    /// <summary>Any minimum spanning tree; what its rounds hold is free again when it returns.</summary>
    private static List<(float Weight, int Low, int High)> Join(PointMatrix points, NeighborGraph graph, float[] core, GpuTarget? card, StageContext context)
    {
        var edges = new List<(float Weight, int Low, int High)>(graph.Count);
        using var rounds = new BoruvkaRounds(points, graph, core, card, context);
        var meter = context.Start("hierarchy", graph.Count - 1);
        if (card is not null && graph.K > 0 && GpuBoruvkaRounds.Fits(card, graph)) rounds.JoinOnCard(card, edges);
        meter.Add(edges.Count);
        while (rounds.Components > 1)
        {
            var (certain, components) = rounds.ScanLists();
            if (certain == 0 || certain < WorthARound * components)
            {
                meter.Note = $"joining {components} components";
                rounds.SearchDoubtful(meter);
            }

            if (graph.Recall is not null && components <= FrontiersFrom(graph)) rounds.SearchFrontiers(meter);
            var before = edges.Count;
            rounds.Join(edges);
            meter.Add(edges.Count - before);
        }

        meter.Finish();
        return edges;
    }

    /// <summary>Components left when an approximate graph's lists alone no longer decide; 1 for an exact one.</summary>
    internal static int FrontiersFrom(NeighborGraph graph) => graph.Recall is null ? 1 : Math.Max(1, graph.Count / RowsAFrontier);
}

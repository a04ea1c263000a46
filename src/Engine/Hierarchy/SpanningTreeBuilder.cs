using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy.Boruvka;
using Investigator.Engine.Hierarchy.Gpu;
using Investigator.Engine.Hierarchy.Ties;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Gpu;

namespace Investigator.Engine.Hierarchy;

/// <summary>
/// Builds the minimum spanning tree of mutual reachability in Boruvka's rounds. A round first scans the neighbour lists. A component's cheapest listed edge is
/// certain when every member knows that no unlisted point of another component is nearer. Certain components join at once; when too few are certain, the
/// nearest point of another component is searched for each doubtful member. What a search learned stays true in later rounds, because components only grow.
/// </summary>
public static class SpanningTreeBuilder
{
    /// <summary>Rounds that only scan the lists go on while at least this share of the components is certain.</summary>
    internal const double MinCertainShare = 0.1;

    /// <summary>
    /// The frontiers of large components are searched once components hold this many points on average; before that hardly any component is large.
    /// </summary>
    private const int PointsPerFrontier = 64;

    /// <param name="points"><c>[n, d]</c>, the points of the graph.</param>
    /// <param name="graph">At least <c>min(minSamples, n - 1)</c> neighbours. An exact graph gives a minimum tree. An approximate graph gives a tree that is
    /// minimum among the listed edges, the cheapest edges found on the frontiers of large components, and those found where the lists leave components
    /// apart.</param>
    /// <param name="distinct">The distinct rows of the matrix, which the points are (copies then count in core distances) or come from. Null: the points are
    /// all rows, and which of them are copies is found out. The tree spans all rows; copies of a row join before anything else does.</param>
    /// <exception cref="InputException">The graph holds too few neighbours.</exception>
    public static SpanningTree Build(PointMatrix points, NeighborGraph graph, int minSamples, StageContext context, UniqueRows? distinct = null) =>
        Build(points, graph, minSamples, context.Device.Choice == DeviceChoice.Cuda ? GpuTarget.Current() : null, context, distinct);

    /// <param name="gpu">Does the rounds that only scan the lists, and large searches for points of other components; null leaves them to the CPU. The tree is
    /// the same.</param>
    internal static SpanningTree Build(
        PointMatrix points, NeighborGraph graph, int minSamples, GpuTarget? gpu, StageContext context, UniqueRows? distinct = null)
    {
        distinct ??= UniqueRows.Of(points);
        var (ofRows, copied) = (graph.Count == distinct.Inverse.Length, distinct.Count < distinct.Inverse.Length);
        var core = CoreDistances.Of(graph, minSamples, ofRows ? null : distinct.Counts);
        var edges = Join(points, graph, core, gpu, context);
        StageContext.CollectNow(graph.Count);

        // Among edges of equal weight the reference's choice is made, so that labels follow it; out of a graph that misses neighbours they cannot.
        if (graph.Recall < 1 && ofRows) return copied ? SpanningTree.Of(edges, distinct, core) : SpanningTree.Of(edges);
        if (!copied) return new CanonicalTree(points, graph, minSamples, context).Of(edges);
        if (!ofRows) return new CanonicalTree(points, graph, minSamples, context, distinct).Of(edges);
        var places = PlaceJoinBuilder.Graph(graph, distinct, minSamples, context);
        return new CanonicalTree(points.Gather(distinct.FirstIndex), places, minSamples, context, distinct).Of(PlaceJoinBuilder.Edges(edges, distinct));
    }

    /// <summary>Any minimum spanning tree. What the rounds hold is freed when this returns.</summary>
    private static List<WeightedEdge> Join(PointMatrix points, NeighborGraph graph, float[] core, GpuTarget? gpu, StageContext context)
    {
        var edges = new List<WeightedEdge>(graph.Count);
        using var rounds = new BoruvkaRounds(points, graph, core, gpu, context);
        var meter = context.Start(StageNames.Hierarchy, graph.Count - 1);
        if (gpu is not null && graph.K > 0 && GpuBoruvkaRounds.Fits(gpu, graph)) rounds.JoinOnGpu(gpu, edges);
        meter.Add(edges.Count);
        while (rounds.Components > 1)
        {
            var (certain, components) = rounds.ScanLists();
            if (certain == 0 || certain < MinCertainShare * components)
            {
                meter.Note = $"joining {components} components";
                rounds.SearchDoubtful(meter);
            }

            if (graph.Recall is not null && components <= FrontierComponents(graph)) rounds.SearchFrontiers(meter);
            var before = edges.Count;
            rounds.Join(edges);

            // Every round joins something, so that the last one comes: where rounding leaves all in doubt, the points of one component are looked through.
            if (edges.Count == before) rounds.JoinByScan(edges);
            meter.Add(edges.Count - before);
        }

        meter.Finish();
        return edges;
    }

    /// <summary>The number of components from which on an approximate graph's frontiers are searched; 1 for an exact graph.</summary>
    internal static int FrontierComponents(NeighborGraph graph) => graph.Recall is null ? 1 : Math.Max(1, graph.Count / PointsPerFrontier);
}

using System.Runtime.Intrinsics;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Neighbors;

/// <summary>
/// Exact k nearest neighbours on the CPU, by whole rows or by short ones, whichever takes less; the graph is the same to the bit. Work is by panels of 48
/// queries, each independent of the others, so the result does not depend on the number of threads.
/// </summary>
internal static class ExactNeighbors
{
    /// <summary>
    /// Memory for packed panels, in bytes per row: enough for 48 dimensions, or 47 axes. Of wider rows the remaining panels are packed each time they are
    /// searched, which costs a tenth of the time when it is most of them.
    /// </summary>
    public const long PackedBytesPerRow = 192;

    /// <summary>Most bytes per row for packed panels and short rows of points of this width.</summary>
    public static long MostBytesPerRow(int dimension) =>
        PackedBytesPerRow + (dimension < ShortRowChoice.MinDimension ? 0 : sizeof(float) * (ShortRowChoice.MostAxes + 1));

    /// <param name="k">At most n - 1.</param>
    public static NeighborGraph Find(PointMatrix points, int k, StageContext context) =>
        Vector512.IsHardwareAccelerated ? Find<WideDotTile>(points, k, context) : Find<NarrowDotTile>(points, k, context);

    public static NeighborGraph Find<TTile>(PointMatrix points, int k, StageContext context)
        where TTile : struct, IDistanceTile
    {
        var meter = context.Start(StageNames.Neighbors, points.Count);
        using var search = Prepare<TTile>(points, k, context);
        return Find(search, meter, context);
    }

    public static NeighborGraph Find(IExactSearch search, ProgressMeter meter, StageContext context)
    {
        var graph = search.Find(meter, context);
        meter.Finish();
        return graph;
    }

    public static IExactSearch Prepare(PointMatrix points, int k, StageContext context) =>
        Vector512.IsHardwareAccelerated ? Prepare<WideDotTile>(points, k, context) : Prepare<NarrowDotTile>(points, k, context);

    private static IExactSearch Prepare<TTile>(PointMatrix points, int k, StageContext context)
        where TTile : struct, IDistanceTile
    {
        if (ShortRowChoice.Find(points, k, context) is { } choice)
        {
            var search = new ShortRowSearch<TTile>(points, choice.Rotation, choice.Axes, k, context);
            if (search.Sample(context) is var sample && sample.Work < ShortRowChoice.MostWork * sample.WorkByWholeRows()) return search;
            search.Dispose();
        }

        return new WholeRowSearch<TTile>(points, k, context);
    }
}

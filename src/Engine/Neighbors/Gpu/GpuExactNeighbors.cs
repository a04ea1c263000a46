using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Gpu;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.Neighbors.Gpu;

/// <summary>
/// Exact k nearest neighbours on a GPU. As on the CPU, dot products find a few more candidates than asked for, the host computes their exact distances, and
/// queries whose answer rounding could have changed are searched again by differences: the graph is that of <see cref="ExactNeighbors"/>.
/// </summary>
internal static class GpuExactNeighbors
{
    /// <summary>Rows of a timed sample: enough to fill a GPU.</summary>
    private const int EstimatedRows = 1 << 15;

    /// <param name="points"><c>[n, d]</c>; neither they nor the lists have to fit in the GPU's memory.</param>
    /// <param name="k">At least 1, at most n - 1.</param>
    /// <exception cref="InputException">Coordinates so large that squared distances overflow.</exception>
    public static NeighborGraph Find(GpuTarget gpu, PointMatrix points, int k, StageContext context)
    {
        var count = points.Count;
        var meter = context.Start(StageNames.Neighbors, count);
        var rerank = new GpuExactRerank(points, k, context);
        var mean = points.Mean();
        var layout = GpuPanelLayout.Whole(count);
        var queries = GpuQueries.All(layout, gpu.Align);
        using (var search = new GpuPanelSearch<DotForm, NoFilter>(gpu, points, mean, layout, TopK.CapacityFor(k), context))
        {
            search.Run(queries, block =>
            {
                rerank.Rerank(block, queries, layout, mean);
                meter.Add(Math.Min(block.First + block.Count, count) - Math.Min(block.First, count));
            });
        }

        SearchDoubtful(gpu, points, k, layout, rerank, meter, context);
        meter.Finish();
        return Graph(points.Count, k, rerank);
    }

    /// <summary>Seconds that an exact search of all points takes, by the second of two searches of a part of them: the first compiles the kernels.</summary>
    public static double Estimate(GpuTarget gpu, PointMatrix points, int k, StageContext context)
    {
        var part = points.Slice(0, Math.Min(EstimatedRows, points.Count));
        var few = Math.Min(k, part.Count - 1);
        Find(gpu, part, few, context with { Progress = null });
        var start = context.Clock.GetTimestamp();
        Find(gpu, part, few, context with { Progress = null });
        return context.Clock.GetElapsedTime(start).TotalSeconds * points.Count / part.Count * points.Count / part.Count;
    }

    /// <summary>
    /// Searches only the cells that each point's own cell lists; a point that finds fewer than k there is searched for in all of them. The caller must measure
    /// and set the graph's recall: until then it claims to be exact.
    /// </summary>
    /// <param name="k">At least 1, at most n - 1.</param>
    /// <typeparam name="TForm">Dots where rounding matters little compared with the cells that are not searched; differences for tight groups far from the
    /// mean.</typeparam>
    public static NeighborGraph FindInCells<TForm>(GpuTarget gpu, PointMatrix points, int k, GpuIvfLists cells, StageContext context)
        where TForm : struct, IScoreForm
    {
        var count = points.Count;
        var meter = context.Start(StageNames.Neighbors, count);
        var rerank = new GpuExactRerank(points, k, context);
        var align = gpu.Align;
        var layout = GpuPanelLayout.ByCell(cells, align);
        var queries = GpuQueries.All(layout, align);
        using (var search = new GpuPanelSearch<TForm, NoFilter>(gpu, points, default(TForm).Dots ? points.Mean() : null, layout, TopK.CapacityFor(k), context))
        {
            search.Run(queries, block =>
            {
                rerank.Rerank(block, queries, layout, mean: null);
                meter.Add(Math.Min(block.First + block.Count, count) - Math.Min(block.First, count));
            });
        }

        SearchDoubtful(gpu, points, k, GpuPanelLayout.Whole(count), rerank, meter, context);
        meter.Finish();
        return Graph(points.Count, k, rerank);
    }

    private static NeighborGraph Graph(int count, int k, GpuExactRerank rerank) =>
        new() { Count = count, K = k, Indices = rerank.Indices, Distances = rerank.Distances };

    /// <summary>Searches again, by differences, for the rows whose answer rounding could have changed.</summary>
    private static void SearchDoubtful(
        GpuTarget gpu, PointMatrix points, int k, GpuPanelLayout whole, GpuExactRerank rerank, ProgressMeter meter, StageContext context)
    {
        var doubtful = rerank.DoubtfulRows();
        if (doubtful.Count == 0) return;
        meter.Note = "checking near ties";
        var queries = GpuQueries.Of(doubtful, gpu.Align, whole);
        using var search = new GpuPanelSearch<DifferenceForm, NoFilter>(gpu, points, mean: null, whole, TopK.CapacityFor(k), context);
        search.Run(queries, block => rerank.Rerank(block, queries, whole, mean: null));
        var lost = rerank.DoubtfulRows();
        if (lost.Count == 0) return;
        throw new InputException("squared distances from this row are too large for float32", row: lost[0] + 1L, expected: "coordinates below 1e18");
    }
}

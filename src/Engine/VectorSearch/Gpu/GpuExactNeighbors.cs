using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>
/// Nearest neighbours on a graphics card. As on the cores, dot products find a few more candidates than asked, their exact distances are computed by the host, and
/// queries whose answer rounding could have changed are searched again by differences: the graph is that of <see cref="ExactNeighbors"/>.
/// </summary>
internal static class GpuExactNeighbors
{
    /// <param name="points"><c>[n, d]</c>; neither they nor the lists need fit the card's memory.</param>
    /// <param name="k">At least 1, at most n - 1.</param>
    /// <exception cref="InputException">Coordinates so large that squared distances overflow.</exception>
    public static NeighborGraph Find(GpuTarget card, PointMatrix points, int k, StageContext context)
    {
        var count = points.Count;
        var meter = context.Start("neighbors", count);
        var rerank = new ExactRerank(points, k, context);
        var mean = points.Mean();
        var layout = GpuPanelLayout.Whole(count);
        var queries = GpuQueries.All(layout, card.Align);
        using (var search = new GpuPanelSearch<DotForm, NoFilter>(card, points, mean, layout, TopK.CapacityFor(k), context))
        {
            search.Run(queries, block =>
            {
                rerank.Rerank(block, queries, layout, mean);
                meter.Add(Math.Min(block.First + block.Count, count) - Math.Min(block.First, count));
            });
        }

        SettleDoubtful(card, points, k, layout, rerank, meter, context);
        meter.Finish();
        return rerank.Graph;
    }

    /// <summary>
    /// Searches only the cells that each point's own cell lists; a point that finds fewer than k there is searched for everywhere. The graph's recall is for the caller to
    /// measure and to set: until then it claims to be exact.
    /// </summary>
    /// <param name="k">At least 1, at most n - 1.</param>
    /// <typeparam name="TForm">Dots where rounding is nothing beside the cells that are not searched; differences for tight groups far from the mean.</typeparam>
    public static NeighborGraph FindInCells<TForm>(GpuTarget card, PointMatrix points, int k, GpuIvfLists cells, StageContext context)
        where TForm : struct, IScoreForm
    {
        var count = points.Count;
        var meter = context.Start("neighbors", count);
        var rerank = new ExactRerank(points, k, context);
        var align = card.Align;
        var layout = GpuPanelLayout.ByCell(cells, align);
        var queries = GpuQueries.All(layout, align);
        using (var search = new GpuPanelSearch<TForm, NoFilter>(card, points, default(TForm).Dots ? points.Mean() : null, layout, TopK.CapacityFor(k), context))
        {
            search.Run(queries, block =>
            {
                rerank.Rerank(block, queries, layout, mean: null);
                meter.Add(Math.Min(block.First + block.Count, count) - Math.Min(block.First, count));
            });
        }

        SettleDoubtful(card, points, k, GpuPanelLayout.Whole(count), rerank, meter, context);
        meter.Finish();
        return rerank.Graph;
    }

    private static void SettleDoubtful(GpuTarget card, PointMatrix points, int k, GpuPanelLayout whole, ExactRerank rerank, ProgressMeter meter, StageContext context)
    {
        var doubtful = rerank.DoubtfulRows();
        if (doubtful.Count == 0) return;
        meter.Note = "rerank near ties";
        var queries = GpuQueries.Of(doubtful, card.Align, whole);
        using var search = new GpuPanelSearch<DifferenceForm, NoFilter>(card, points, mean: null, whole, TopK.CapacityFor(k), context);
        search.Run(queries, block => rerank.Rerank(block, queries, whole, mean: null));
        var lost = rerank.DoubtfulRows();
        if (lost.Count > 0) throw new InputException("squared distances from this row are beyond float32", row: lost[0] + 1L, expected: "coordinates below 1e18");
    }
}

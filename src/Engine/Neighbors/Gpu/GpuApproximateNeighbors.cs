using System.Globalization;
using System.Runtime.Intrinsics;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Gpu;
using Investigator.Engine.VectorSearch.Gpu.Kernels;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.Neighbors.Gpu;

/// <summary>
/// Approximate neighbours on a GPU: cells around k-means centres, each point searching the cells that are near to its own (see <see cref="GpuProbePolicy"/>).
/// How near is near enough is set by sampled points whose true neighbours the GPU finds by searching everything; other sampled points measure what was reached,
/// and where that falls short more cells are searched.
/// </summary>
internal static class GpuApproximateNeighbors
{
    private const int Sample = 1024;

    /// <summary>Cells are chosen to miss this part less than they may, because the sample that chooses them is finite.</summary>
    private const double Margin = 0.25;

    /// <param name="k">At most n - 1.</param>
    /// <param name="recall">Share of true neighbours to be found, above 0, at most 1.</param>
    public static NeighborGraph Find(GpuTarget gpu, PointMatrix points, int k, double recall, StageContext context)
    {
        var count = points.Count;
        return count < ApproximateNeighbors.MinRows
            ? GpuExactNeighbors.Find(gpu, points, k, context) with { Recall = 1 }
            : Find(gpu, points, k, recall, CoarseQuantizer.CellsFor(count), context);
    }

    public static NeighborGraph Find(GpuTarget gpu, PointMatrix points, int k, double recall, int cells, StageContext context)
    {
        var count = points.Count;
        var meter = context.Start(StageNames.Neighbors, count, "dividing into cells");
        var centers = Centers(points, cells, context, meter);
        var cellOf = GpuCentroidAssignment.Find(gpu, points, centers, context);
        meter.Note = "measuring";
        var rows = CompressedLists.ByKey(cellOf, cells);
        var sample = GpuRecallSample.Find(gpu, points, k, Math.Min(count, 2 * Sample), context);
        var differences = sample.RoundingMatters();
        var policy = new GpuProbePolicy(centers, Spreads(points, centers, cellOf, context));
        for (var margin = Margin; ; margin += (1 - margin) / 2)
        {
            // After a few tries nothing short of everything is left.
            var nearness = margin > 0.99 ? float.PositiveInfinity : sample.NearnessFor(1 - ((1 - recall) * (1 - margin)), cellOf, policy);
            var lists = new GpuIvfLists(rows, policy.Within(nearness, context));
            var graph = differences
                ? GpuExactNeighbors.FindInCells<DifferenceForm>(gpu, points, k, lists, context)
                : GpuExactNeighbors.FindInCells<DotForm>(gpu, points, k, lists, context);
            var reached = sample.Recall(graph);
            if (reached < recall && !float.IsPositiveInfinity(nearness)) continue;
            meter.Note = string.Create(CultureInfo.InvariantCulture, $"recall {reached:0.0000}, {lists.PairShare:p1} of all pairs compared");
            meter.Finish();
            return graph with { Recall = reached };
        }
    }

    private static PointMatrix Centers(PointMatrix points, int cells, StageContext context, ProgressMeter meter)
    {
        var mean = points.Mean();
        var centers = Vector512.IsHardwareAccelerated
            ? CoarseQuantizer.Train<WideDotTile>(points, cells, mean, context, meter)
            : CoarseQuantizer.Train<NarrowDotTile>(points, cells, mean, context, meter);
        return new PointMatrix(centers, points.Dimension);
    }

    /// <returns><c>[cells]</c> mean squared distance of each cell's points to its centre.</returns>
    private static float[] Spreads(PointMatrix points, PointMatrix centers, int[] cellOf, StageContext context)
    {
        var sums = new double[centers.Count];
        var sizes = new int[centers.Count];
        var squared = new float[cellOf.Length];
        context.ForEachRow(squared.Length, i => squared[i] = (float)PointMatrix.SquaredDistance(points.Row(i), centers.Row(cellOf[i])));
        for (var i = 0; i < squared.Length; i++)
        {
            sums[cellOf[i]] += squared[i];
            sizes[cellOf[i]]++;
        }

        return [.. sums.Zip(sizes, static (sum, size) => size == 0 ? 0 : (float)(sum / size))];
    }
}

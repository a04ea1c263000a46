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
/// Approximate neighbours on a graphics card: cells around k-means centres, each point searching the cells that are near to its own. Near is meant by the two cells' own width: points of
/// cells with spreads s and t whose centres are D apart are some sqrt(D² + s + t) from each other, so D² / (s + t) says how much further off they are than points of one cell. Dense cells then
/// search a few others and cells of noise many, where ranking by D alone makes all search as many as noise needs. How near is near enough is drawn from sampled points whose true neighbours
/// the card finds by searching everything; other sampled points measure what was reached, and where that falls short more cells are searched.
/// </summary>
internal static class GpuApproximateNeighbors
{
    private const int Sample = 1024;

    /// <summary>Cells are chosen to miss this part less than they may: the sample that chooses them is finite.</summary>
    private const double Margin = 0.25;

    /// <summary>Rounding of a squared distance by more than this part of it blurs a row, and more than this share of blurred rows asks for differences.</summary>
    private const double WorstBlur = 0.1;

    private const double MostBlurred = 0.001;

    /// <param name="k">At most n - 1.</param>
    /// <param name="recall">Share of true neighbours to be found, above 0, at most 1.</param>
    public static NeighborGraph Find(GpuTarget card, PointMatrix points, int k, double recall, StageContext context)
    {
        var count = points.Count;
        return count < ApproximateNeighbors.Fewest
            ? GpuExactNeighbors.Find(card, points, k, context) with { Recall = 1 }
            : Find(card, points, k, recall, CoarseQuantizer.CellsFor(count), context);
    }

    public static NeighborGraph Find(GpuTarget card, PointMatrix points, int k, double recall, int cells, StageContext context)
    {
        var count = points.Count;
        var meter = context.Start("neighbors", count, "dividing into cells");
        var centers = Centers(points, cells, context, meter);
        var cellOf = Assign(card, points, centers, context);
        meter.Note = "measuring";
        var (order, starts) = ByCell(cellOf, cells);
        var truth = Truth(card, points, k, context);
        var differences = RoundingMatters(truth, points);
        var pairs = new GpuProbePolicy(centers, Spreads(points, centers, cellOf, context));
        for (var margin = Margin; ; margin += (1 - margin) / 2)
        {
            // After a few tries nothing short of everything is left.
            var nearness = margin > 0.99 ? float.PositiveInfinity : NearnessFor(truth, cellOf, pairs, 1 - ((1 - recall) * (1 - margin)));
            var (probeStarts, probes) = pairs.Within(nearness, context);
            var lists = new GpuIvfLists { Order = order, Starts = starts, ProbeStarts = probeStarts, Probes = probes };
            var graph = differences
                ? GpuExactNeighbors.FindInCells<DifferenceForm>(card, points, k, lists, context)
                : GpuExactNeighbors.FindInCells<DotForm>(card, points, k, lists, context);
            var reached = Recall(truth, graph);
            if (reached < recall && !float.IsPositiveInfinity(nearness)) continue;
            meter.Note = string.Create(CultureInfo.InvariantCulture, $"recall {reached:0.0000}, {lists.PairShare:p1} of all pairs looked at");
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

    /// <returns><c>[n]</c> cell of each row: that of the nearest centre, up to rounding.</returns>
    private static int[] Assign(GpuTarget card, PointMatrix points, PointMatrix centers, StageContext context)
    {
        var count = points.Count;
        var cellOf = new int[count];
        var layout = GpuPanelLayout.Whole(centers.Count);
        var queries = GpuQueries.Outside([.. Enumerable.Range(0, count)], card.Align, layout);
        using var search = new GpuPanelSearch<DotForm, NoFilter>(card, centers, centers.Mean(), layout, capacity: 1, context, searchers: points);
        search.Run(queries, block =>
        {
            for (var q = 0; q < block.Count; q++)
            {
                // A point so far off that its scores are no numbers is at home anywhere: the search everywhere will find its neighbours.
                if (queries.Rows[block.First + q] is >= 0 and var row) cellOf[row] = Math.Max(0, block.Slots[q]);
            }
        });
        return cellOf;
    }

    private static (int[] Order, int[] Starts) ByCell(int[] cellOf, int cells)
    {
        var starts = new int[cells + 1];
        foreach (var cell in cellOf) starts[cell + 1]++;
        for (var c = 0; c < cells; c++) starts[c + 1] += starts[c];
        var (order, next) = (new int[cellOf.Length], starts.ToArray());
        for (var i = 0; i < order.Length; i++) order[next[cellOf[i]]++] = i;
        return (order, starts);
    }

    /// <summary>True neighbours of sampled rows, and the distance to the last.</summary>
    private static (int Row, int[] Neighbors, float Reach)[] Truth(GpuTarget card, PointMatrix points, int k, StageContext context)
    {
        var count = points.Count;
        var layout = GpuPanelLayout.Whole(count);
        var queries = GpuQueries.Of([.. CoarseQuantizer.Rows(new Random(context.Seed), count, Math.Min(count, 2 * Sample))], card.Align, layout);
        var truth = new List<(int, int[], float)>();
        using var search = new GpuPanelSearch<DifferenceForm, NoFilter>(card, points, mean: null, layout, TopK.CapacityFor(k), context);
        search.Run(queries, block =>
        {
            for (var q = 0; q < block.Count; q++)
            {
                if (queries.Rows[block.First + q] is not (>= 0 and var row)) continue;
                var found = Enumerable.Range(0, block.Slots.Length / block.Count).Select(c => block.Slots[((long)c * block.Count) + q]).Where(static slot => slot >= 0)
                    .Select(slot => (Squared: points.SquaredDistance(row, layout.Rows[slot]), Row: layout.Rows[slot]))
                    .Order().Take(k).ToArray();
                if (found.Length == k) truth.Add((row, Array.ConvertAll(found, static f => f.Row), (float)Math.Sqrt(found[^1].Squared)));
            }
        });
        return [.. truth];
    }

    /// <summary>Whether rounding of dot products could hide neighbours of more than a few sampled rows.</summary>
    private static bool RoundingMatters((int Row, int[] Neighbors, float Reach)[] truth, PointMatrix points)
    {
        var mean = points.Mean();
        var blurred = truth.Count(t =>
        {
            var norm = (float)PointMatrix.SquaredDistance(points.Row(t.Row), mean);
            return PanelBounds.DotError(points.Dimension, norm, t.Reach) > WorstBlur * t.Reach * t.Reach;
        });
        return blurred > MostBlurred * truth.Length;
    }

    /// <returns><c>[cells]</c> mean squared distance of each cell's points to its centre.</returns>
    private static float[] Spreads(PointMatrix points, PointMatrix centers, int[] cellOf, StageContext context)
    {
        var (sums, sizes) = (new double[centers.Count], new int[centers.Count]);
        var squared = new float[cellOf.Length];
        Parallel.For(0, squared.Length, context.Parallel, i => squared[i] = (float)PointMatrix.SquaredDistance(points.Row(i), centers.Row(cellOf[i])));
        for (var i = 0; i < squared.Length; i++)
        {
            sums[cellOf[i]] += squared[i];
            sizes[cellOf[i]]++;
        }

        return [.. sums.Zip(sizes, static (sum, size) => size == 0 ? 0 : (float)(sum / size))];
    }

    /// <summary>How far from each other, by <see cref="GpuProbePolicy"/>, a point's cell and its neighbour's are for this share of the true neighbours, over every second sampled row.</summary>
    private static float NearnessFor((int Row, int[] Neighbors, float Reach)[] truth, int[] cellOf, GpuProbePolicy pairs, double share)
    {
        var needed = new List<float>();
        for (var s = 0; s < truth.Length; s += 2)
        {
            foreach (var neighbor in truth[s].Neighbors) needed.Add(pairs.Between(cellOf[truth[s].Row], cellOf[neighbor]));
        }

        needed.Sort();
        return needed.Count == 0 ? float.PositiveInfinity : needed[Math.Clamp((int)Math.Ceiling(share * needed.Count) - 1, 0, needed.Count - 1)];
    }

    /// <summary>Share of the true neighbours in a graph, over the sampled rows that did not choose the number of cells.</summary>
    private static double Recall((int Row, int[] Neighbors, float Reach)[] truth, NeighborGraph graph)
    {
        var (found, all) = (0L, 0L);
        for (var s = 1; s < truth.Length; s += 2)
        {
            foreach (var distance in graph.Distances.AsSpan(checked((int)((long)truth[s].Row * graph.K)), graph.K)) found += distance <= truth[s].Reach ? 1 : 0;
            all += graph.K;
        }

        return all == 0 ? 1 : (double)found / all;
    }
}

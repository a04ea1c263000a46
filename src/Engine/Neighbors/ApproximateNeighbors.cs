using System.Globalization;
using System.Runtime.Intrinsics;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Descent;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.Neighbors;

/// <summary>
/// Approximate k nearest neighbours by an inverted file. How far to look beyond a query's own cell is drawn from a sample of queries whose true neighbours are found by searching everything, so that
/// the asked share of them is reached; another sample then measures what was reached, and where that falls short the search is done again with a wider limit. Where the cells to be searched hold
/// too many points, the nearest few give a rough graph instead, which <see cref="NeighborDescent"/> makes better.
/// </summary>
internal static class ApproximateNeighbors
{
    /// <summary>Fewer rows than this are searched exactly: cells would save nothing.</summary>
    public const int Fewest = 4096;

    /// <summary>Points that a query would have to look at in its cells from which on descent costs less: both take some 50 s for 1,000,000 x 32, where it is 40,000.</summary>
    public const double ManyPoints = 50_000;

    private const int Sample = 1024;

    /// <summary>The limit aims past the asked recall by this part of what is missing from 1: the sample that sets it is finite.</summary>
    private const double Margin = 0.25;

    /// <param name="k">At most n - 1.</param>
    /// <param name="recall">Share of true neighbours to be found, above 0, at most 1.</param>
    public static NeighborGraph Find(PointMatrix points, int k, double recall, StageContext context)
    {
        if (points.Count < Fewest) return ExactNeighbors.Find(points, k, context) with { Recall = 1 };
        return Vector512.IsHardwareAccelerated ? Find<WideDotTile>(points, k, recall, context) : Find<NarrowDotTile>(points, k, recall, context);
    }

    /// <param name="manyPoints">See <see cref="ManyPoints"/>.</param>
    public static NeighborGraph Find<TTile>(PointMatrix points, int k, double recall, StageContext context, double manyPoints = ManyPoints)
        where TTile : struct, IDistanceTile
    {
        var count = points.Count;
        var meter = context.Start("neighbors", count, "dividing into cells");
        RecallSample truth;
        NeighborDescent begun;
        using (var file = IvfIndex.Build<TTile>(points, context, meter))
        {
            meter.Note = "measuring";
            truth = RecallSample.Find<TTile>(file, k, Math.Min(count, 2 * Sample), context, meter);
            if (recall == 1 || !NeighborDescent.Fits(count, points.Dimension, k, context) || truth.PointsWithin<TTile>(file, truth.LimitFor(Aim(recall, Margin)), context, meter) < manyPoints)
            {
                return SearchCells<TTile>(file, truth, k, recall, context, meter);
            }

            begun = NeighborDescent.Begin<TTile>(file, k, context, meter);
        }

        using (begun)
        {
            if (begun.Finish<TTile>(truth, recall, Aim(recall, Margin), meter) is { } graph) return graph;
        }

        StageContext.CollectNow(count);
        meter.Note = "dividing into cells";
        meter.Add(-count);
        using var again = IvfIndex.Build<TTile>(points, context, meter);
        return SearchCells<TTile>(again, truth, k, recall, context, meter);
    }

    private static double Aim(double recall, double margin) => 1 - ((1 - recall) * (1 - margin));

    private static NeighborGraph SearchCells<TTile>(IvfIndex file, RecallSample truth, int k, double recall, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var count = file.Points.Count;
        StageContext.CollectNow(count);
        var (indices, distances) = (new int[(long)count * k], new float[(long)count * k]);
        for (var margin = Margin; ; margin += (1 - margin) / 2)
        {
            // After a few tries nothing short of everything is left.
            var limit = margin > 0.99 ? float.PositiveInfinity : truth.LimitFor(Aim(recall, margin));
            meter.Note = "searching cells";
            var scored = Search<TTile>(file, k, limit, indices, distances, context, meter);
            var reached = truth.Recall(distances);
            if (reached >= recall || float.IsPositiveInfinity(limit))
            {
                meter.Note = string.Create(CultureInfo.InvariantCulture, $"recall {reached:0.0000}, {100.0 * scored / count / count:0.##}% of the pairs looked at");
                meter.Finish();
                return new NeighborGraph { Count = count, K = k, Indices = indices, Distances = distances, Recall = reached };
            }

            meter.Add(-count);
        }
    }

    /// <returns>Pairs of query and point that were scored.</returns>
    private static long Search<TTile>(IvfIndex file, int k, float limit, int[] indices, float[] distances, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var scored = 0L;
        context.ForEachWithState(QueryBatch<TTile>.CountOf(file), () => new QueryBatch<TTile>(file, k), (block, worker) =>
        {
            var queries = worker.Begin(block);
            worker.SearchNear(limit);
            worker.Store(indices, distances);
            meter.Add(queries);
        }, worker => scored += worker.Scored);
        return scored;
    }
}

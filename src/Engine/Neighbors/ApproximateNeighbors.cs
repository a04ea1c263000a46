using System.Globalization;
using System.Runtime.Intrinsics;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Descent;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.Neighbors;

/// <summary>
/// Approximate k nearest neighbours by an inverted file. How far to look beyond a query's own cell is set by a sample of queries whose true neighbours are
/// found by searching everything, so that the wanted share of them is reached; another sample then measures what was reached, and where that falls short the
/// search is repeated with a wider limit. Where the cells to be searched hold too many points, the nearest few give a rough graph instead, which
/// <see cref="NeighborDescent"/> improves.
/// </summary>
internal static class ApproximateNeighbors
{
    /// <summary>Fewer rows than this are searched exactly: cells would save nothing.</summary>
    public const int MinRows = 4096;

    /// <summary>
    /// From this many points per query in the cells to be searched, descent costs less: both take about 50 s for 1,000,000 x 32, where it is 40,000.
    /// </summary>
    public const double ManyPoints = 50_000;

    private const int Sample = 1024;

    /// <summary>The limit aims beyond the wanted recall by this part of what is missing from 1, because the sample that sets it is finite.</summary>
    private const double Margin = 0.25;

    /// <summary>Descent stops after a round that gains less recall than this.</summary>
    private const double MinGain = 0.0005;

    /// <param name="k">At most n - 1.</param>
    /// <param name="recall">Share of true neighbours to be found, above 0, at most 1.</param>
    public static NeighborGraph Find(PointMatrix points, int k, double recall, StageContext context)
    {
        if (points.Count < MinRows) return ExactNeighbors.Find(points, k, context) with { Recall = 1 };
        return Vector512.IsHardwareAccelerated ? Find<WideDotTile>(points, k, recall, context) : Find<NarrowDotTile>(points, k, recall, context);
    }

    /// <param name="manyPoints">See <see cref="ManyPoints"/>.</param>
    public static NeighborGraph Find<TTile>(PointMatrix points, int k, double recall, StageContext context, double manyPoints = ManyPoints)
        where TTile : struct, IDistanceTile
    {
        var count = points.Count;
        var meter = context.Start(StageNames.Neighbors, count, "dividing into cells");
        RecallSample sample;
        NeighborDescent descent;
        var searched = SearchedPoints.Of(points, context);
        using (var index = IvfIndex.Build<TTile>(searched, context, meter))
        {
            meter.Note = "measuring";
            sample = RecallSample.Find<TTile>(index, k, Math.Min(count, 2 * Sample), context, meter);
            var cellsOnly = recall == 1 || !NeighborDescent.Fits(count, points.Dimension, k, context);
            if (cellsOnly || sample.PointsWithin<TTile>(index, sample.LimitFor(Aim(recall, Margin)), context, meter) < manyPoints)
            {
                return SearchCells<TTile>(index, sample, k, recall, context, meter);
            }

            descent = NeighborDescent.Begin<TTile>(index, k, context, meter);
        }

        using (descent)
        {
            if (Descend<TTile>(descent, sample, count, k, recall, meter) is { } graph) return graph;
        }

        StageContext.CollectNow(count);
        meter.Note = "dividing into cells";
        meter.Add(-count);
        using var again = IvfIndex.Build<TTile>(searched, context, meter);
        return SearchCells<TTile>(again, sample, k, recall, context, meter);
    }

    private static double Aim(double recall, double margin) => 1 - ((1 - recall) * (1 - margin));

    /// <summary>
    /// Rounds of descent until half of the sampled queries say that it is enough, or that no more is to be gained; the other half measures the result.
    /// </summary>
    /// <returns>Null when less than <paramref name="recall"/> was reached, or fewer than k neighbours of some point were found at all.</returns>
    private static NeighborGraph? Descend<TTile>(NeighborDescent descent, RecallSample sample, int count, int k, double recall, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var rounds = 0;
        var before = double.NegativeInfinity;
        var now = sample.Recall(descent.Lists, descent.PointOf);
        while (now < Aim(recall, Margin) && now - before >= MinGain)
        {
            meter.Note = string.Create(CultureInfo.InvariantCulture, $"neighbour descent, round {++rounds}, recall {now:0.0000} so far");
            meter.Add(-count);
            descent.Round<TTile>(meter);
            before = now;
            now = sample.Recall(descent.Lists, descent.PointOf);
        }

        var indices = new int[(long)count * k];
        var distances = new float[(long)count * k];
        var enough = descent.Store(indices, distances);
        var reached = sample.Recall(distances);
        if (reached < recall || !enough) return null;
        meter.Note = string.Create(CultureInfo.InvariantCulture, $"recall {reached:0.0000}, rounds of neighbour descent: {rounds}");
        meter.Finish();
        return new NeighborGraph { Count = count, K = k, Indices = indices, Distances = distances, Recall = reached };
    }

    private static NeighborGraph SearchCells<TTile>(IvfIndex index, RecallSample sample, int k, double recall, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var count = index.Points.Count;
        StageContext.CollectNow(count);
        var indices = new int[(long)count * k];
        var distances = new float[(long)count * k];
        for (var margin = Margin; ; margin += (1 - margin) / 2)
        {
            // After a few tries nothing short of everything is left.
            var limit = margin > 0.99 ? float.PositiveInfinity : sample.LimitFor(Aim(recall, margin));
            meter.Note = "searching cells";
            var scored = Search<TTile>(index, k, limit, indices, distances, context, meter);
            var reached = sample.Recall(distances);
            if (reached >= recall || float.IsPositiveInfinity(limit))
            {
                var share = 100.0 * scored / count / count;
                meter.Note = string.Create(CultureInfo.InvariantCulture, $"recall {reached:0.0000}, {share:0.##}% of all pairs compared");
                meter.Finish();
                return new NeighborGraph { Count = count, K = k, Indices = indices, Distances = distances, Recall = reached };
            }

            meter.Add(-count);
        }
    }

    /// <returns>Pairs of query and point that were scored.</returns>
    private static long Search<TTile>(IvfIndex index, int k, float limit, int[] indices, float[] distances, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var scored = 0L;
        context.ForEachWithState(QueryBatch<TTile>.CountOf(index), () => new QueryBatch<TTile>(index, k), (batch, worker) =>
        {
            var queries = worker.Begin(batch);
            worker.SearchNear(limit);
            worker.Store(indices, distances);
            meter.Add(queries);
        }, worker => scored += worker.Scored);
        return scored;
    }
}

using System.Globalization;
using System.Runtime.Intrinsics;
using Investigator.Engine.Compute;

namespace Investigator.Engine.Neighbors;

/// <summary>
/// Approximate k nearest neighbours by an inverted file. How far to look beyond a query's own cell is drawn from a sample of queries whose true neighbours are found by searching everything, so that
/// the asked share of them is reached; another sample then measures what was reached, and where that falls short the search is done again with a wider limit.
/// </summary>
internal static class ApproximateNeighbors
{
    /// <summary>Fewer rows than this are searched exactly: cells would save nothing.</summary>
    public const int Fewest = 4096;

    private const int Sample = 1024;

    /// <summary>The limit aims past the asked recall by this part of what is missing from 1: the sample that sets it is finite.</summary>
    private const double Margin = 0.25;

    /// <param name="k">At most n - 1.</param>
    /// <param name="recall">Share of true neighbours to be found, above 0, at most 1.</param>
    public static NeighborGraph Find(float[] points, int dimension, int k, double recall, StageContext context)
    {
        if (points.Length / dimension < Fewest) return ExactNeighbors.Find(points, dimension, k, context) with { Recall = 1 };
        return Vector512.IsHardwareAccelerated ? Find<WideDotTile>(points, dimension, k, recall, context) : Find<NarrowDotTile>(points, dimension, k, recall, context);
    }

    public static NeighborGraph Find<TTile>(float[] points, int dimension, int k, double recall, StageContext context)
        where TTile : struct, IDistanceTile
    {
        var count = points.Length / dimension;
        var meter = context.Start("neighbors", count, "dividing into cells");
        using var file = InvertedFile.Build<TTile>(points, dimension, context, meter);
        meter.Note = "measuring";
        var truth = SampledTruth.Find<TTile>(file, k, Math.Min(count, 2 * Sample), context, meter);
        var (indices, distances) = (new int[(long)count * k], new float[(long)count * k]);
        for (var margin = Margin; ; margin += (1 - margin) / 2)
        {
            // After a few tries nothing short of everything is left.
            var limit = margin > 0.99 ? float.PositiveInfinity : truth.LimitFor(1 - ((1 - recall) * (1 - margin)));
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
    private static long Search<TTile>(InvertedFile file, int k, float limit, int[] indices, float[] distances, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var slots = file.Layout.Order.Length;
        var scored = 0L;
        Parallel.For(
            0,
            (slots + CellSearch<TTile>.Block - 1) / CellSearch<TTile>.Block,
            context.Parallel,
            () => new Worker<TTile>(file, k),
            (block, _, worker) =>
            {
                var queries = worker.Load(block * CellSearch<TTile>.Block, Math.Min(slots, (block + 1) * CellSearch<TTile>.Block));
                worker.Search.SearchNear(limit);
                worker.Store(indices, distances);
                meter.Add(queries);
                return worker;
            },
            worker =>
            {
                Interlocked.Add(ref scored, worker.Search.Scored);
                worker.Search.Dispose();
            });
        return scored;
    }

    private sealed class Worker<TTile>(InvertedFile file, int k)
        where TTile : struct, IDistanceTile
    {
        private readonly int[] _rows = new int[CellSearch<TTile>.Block];
        private readonly int[] _cells = new int[CellSearch<TTile>.Block];
        private readonly (double Squared, int Row)[] _scratch = new (double, int)[BestList.CapacityFor(k)];
        private int _count;

        public CellSearch<TTile> Search { get; } = new(file, k);

        /// <returns>Queries among the slots.</returns>
        public int Load(int from, int to)
        {
            _count = 0;
            for (var slot = from; slot < to; slot++)
            {
                if (file.Layout.Order[slot] < 0) continue;
                (_rows[_count], _cells[_count]) = (file.Layout.Order[slot], file.CellOf[slot / PanelLayout.Width]);
                _count++;
            }

            Search.Begin(_rows.AsSpan(0, _count), _cells.AsSpan(0, _count));
            return _count;
        }

        public void Store(int[] indices, float[] distances)
        {
            for (var q = 0; q < _count; q++)
            {
                var found = Search.Settle(q, _scratch);
                for (var c = 0; c < k; c++)
                {
                    indices[((long)_rows[q] * k) + c] = found[c].Row;
                    distances[((long)_rows[q] * k) + c] = (float)Math.Sqrt(found[c].Squared);
                }
            }
        }
    }
}

using System.Numerics;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Projection;

/// <summary>
/// Neighbour graph -> map, by UMAP's objective (McInnes, Healy and Melville 2018): neighbours attract each other, random other points repel each other.
/// </summary>
/// <remarks>
/// Every point computes its own move from the positions at the start of the epoch, with random numbers that depend on its number: so any number of threads
/// gives the same map to the bit. An edge attracts in every epoch in which its accumulated share of the greatest weight passes a whole number; both ends in the
/// same epochs. What a million rows take is reading places that lie anywhere in memory: so rows are numbered by their first places, and those that repel are
/// drawn once an epoch, for all, into a sample that fits into the nearest cache.
/// </remarks>
public static class LayoutOptimizer
{
    /// <summary>An edge from both ends, each with its weight, and once more in the order of the layout.</summary>
    private const int BytesPerNeighbor = 32;

    /// <summary>Where the edges of both begin, the order, two places, and what the start is made from.</summary>
    private const int BytesPerPoint = 96;

    private const int Block = 512;
    private const float Side = 10;          // half the width of the start

    /// <exception cref="InputException">An option is out of range.</exception>
    public static MapLayout Lay(NeighborGraph graph, ProjectionOptions options, StageContext context)
    {
        options.Validate();
        var n = graph.Count;
        var bytes = (long)n * ((graph.K * BytesPerNeighbor) + BytesPerPoint);
        context.RequireMemory(bytes, $"laying out {Wording.Count(n)} rows on the map", "fewer rows or neighbours");
        var meter = context.Start(StageNames.Projection, (long)n * (InitialLayout.Rounds + options.Epochs), "weighing neighbours");
        context.Cancel.ThrowIfCancellationRequested();
        if (n == 0 || graph.K == 0) return Sunflower(n);
        var (order, places, edges) = Begin(graph, options, context, meter);
        meter.Note = "moving points";
        var curve = UmapCurve.Fit(options.MinDistance, options.Spread);
        var (next, negatives) = (new Vector2[n], new NegativeSample(context.Seed));
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            negatives.Draw(places, epoch);
            var moves = new LayoutEpoch(edges, negatives, places, curve, options, context.Seed, epoch);
            Parallel.For(0, (n + Block - 1) / Block, context.Parallel, block =>
            {
                var (from, to) = (block * Block, Math.Min(n, (block + 1) * Block));
                for (var i = from; i < to; i++) next[i] = moves.PlaceOf(i);
                meter.Add(to - from);
            });
            (places, next) = (next, places);
        }

        var (x, y) = (new float[n], new float[n]);
        for (var i = 0; i < n; i++) (x[order[i]], y[order[i]]) = (places[i].X, places[i].Y);
        Centre(x);
        Centre(y);
        meter.Finish();
        return new MapLayout { X = x, Y = y };
    }

    /// <returns>Rows by place, so that neighbours lie near each other in memory; their first places and who attracts them, in that order.</returns>
    private static (int[] Order, Vector2[] Places, AttractionSchedule Edges) Begin(
        NeighborGraph graph, ProjectionOptions options, StageContext context, ProgressMeter meter)
    {
        var likeness = FuzzyGraph.Build(graph, context);
        meter.Note = "finding a start";
        var places = InitialLayout.Lay(likeness, MathF.Min(Side, MathF.Sqrt(graph.Count)), context, meter);
        var order = GraphOrder.Along(places);
        return (order, Array.ConvertAll(order, row => places[row]), AttractionSchedule.Of(likeness, order, options.Epochs, context));
    }

    private static void Centre(float[] values)
    {
        var mean = values.Length == 0 ? 0 : values.Average(static v => (double)v);
        for (var i = 0; i < values.Length; i++) values[i] = (float)(values[i] - mean);
    }

    /// <summary>Points without neighbours: evenly over a disc, by the golden angle.</summary>
    private static MapLayout Sunflower(int n)
    {
        var (x, y) = (new float[n], new float[n]);
        for (var i = 1; i < n; i++)
        {
            var (sine, cosine) = Math.SinCos(i * Math.PI * (3 - Math.Sqrt(5)));
            (x[i], y[i]) = ((float)(Math.Sqrt(i) * cosine), (float)(Math.Sqrt(i) * sine));
        }

        return new MapLayout { X = x, Y = y };
    }
}

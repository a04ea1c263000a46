using System.Globalization;
using System.Numerics.Tensors;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors.Gpu;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Gpu;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.Neighbors;

/// <summary>Finds the nearest neighbours of every point in the space of the points themselves (Euclidean).</summary>
public static class NeighborSearch
{
    /// <summary>For edges, components, the tree and its condensing, as measured by tests/Benchmarks.</summary>
    private const long BytesPerRow = 200;

    /// <summary>Multiplications of a search that any machine does in some seconds: 20,000 rows of 250 values, or 80,000 of 16.</summary>
    private const double SurelySeconds = 1e11;

    private const float LeastScale = 1e-15f;

    /// <summary>Values of points per value of a panel's centre, counting the packed layouts of two stages.</summary>
    private const int ValuesPerCenter = PanelLayout.Width / 2;

    /// <param name="points"><c>[n, d]</c>.</param>
    /// <returns>A graph whose K is the one in the options, or n - 1 when there are fewer rows; a single row has K = 0.</returns>
    /// <exception cref="InputException">No rows, a value that is NaN or infinite, options out of range, or not enough memory.</exception>
    public static NeighborGraph Find(PointMatrix points, NeighborOptions options, StageContext context)
    {
        options.Validate();
        var (count, dimension) = (points.Checked().Count, points.Dimension);
        RequireScale(points);
        var k = Math.Min(options.K, count - 1);
        RequireArraysFor(count, dimension, k);
        if (k == 0) return new NeighborGraph { Count = count, K = 0, Indices = [], Distances = [] };
        var work = string.Create(CultureInfo.InvariantCulture, $"clustering {count:n0} rows of {dimension:n0} values by {k:n0} neighbours");
        context.RequireMemory(BytesFor(count, dimension, k, MaxPackedBytes(options.Mode, dimension, context)), work);
        return options.Mode switch
        {
            NeighborMode.Exact => Exact(points, k, context),
            NeighborMode.Approximate => Approximate(points, k, options.Recall, context),
            _ => Choose(points, k, options, SurelySeconds, context),
        };
    }

    /// <summary>Exact while the estimate allows it. A search that surely takes seconds is not estimated: that is the same on every machine.</summary>
    /// <param name="surely">See <see cref="SurelySeconds"/>.</param>
    internal static NeighborGraph Choose(PointMatrix points, int k, NeighborOptions options, double surely, StageContext context)
    {
        if ((double)points.Count * points.Count * points.Dimension <= surely) return Exact(points, k, context);
        double seconds;
        if (context.Device.Choice == DeviceChoice.Cuda)
        {
            seconds = GpuExactNeighbors.Estimate(GpuTarget.Current(), points, k, context);
            if (seconds <= options.ExactSeconds) return Exact(points, k, context) with { ExactSeconds = seconds };
        }
        else
        {
            var meter = context.Start(StageNames.Neighbors, points.Count, "estimating an exact search");
            using var search = ExactNeighbors.Prepare(points, k, context);
            seconds = search.Sample(context).SecondsFor(points.Count, context.Threads);
            if (seconds <= options.ExactSeconds) return ExactNeighbors.Find(search, meter, context) with { ExactSeconds = seconds };
        }

        StageContext.CollectNow(points.Count);
        return Approximate(points, k, options.Recall, context) with { ExactSeconds = seconds };
    }

    private static NeighborGraph Exact(PointMatrix points, int k, StageContext context) => context.Device.Choice == DeviceChoice.Cuda
        ? GpuExactNeighbors.Find(GpuTarget.Current(), points, k, context)
        : ExactNeighbors.Find(points, k, context);

    private static NeighborGraph Approximate(PointMatrix points, int k, double recall, StageContext context)
    {
        var graph = context.Device.Choice == DeviceChoice.Cuda
            ? GpuApproximateNeighbors.Find(GpuTarget.Current(), points, k, recall, context)
            : ApproximateNeighbors.Find(points, k, recall, context);
        return graph with { Mode = NeighborMode.Approximate };
    }

    /// <summary>
    /// Bytes that the search and the stages after it need at least, besides the points: the packed points, the lists, and what Boruvka's rounds keep per row.
    /// Descent uses more where the machine has it.
    /// </summary>
    /// <param name="maxPacked">Most bytes per row for points that are packed in advance.</param>
    public static long BytesFor(long count, int dimension, int k, long maxPacked) =>
        count * (Math.Min(maxPacked, sizeof(float) * (long)dimension) + (sizeof(float) * (long)dimension / ValuesPerCenter) + (8L * k) + BytesPerRow);

    /// <summary>Squared distances must neither overflow nor vanish in float32, in which most of them are computed.</summary>
    private static void RequireScale(PointMatrix points)
    {
        var most = points.Runs.Max(static run => run.IsEmpty ? 0 : MathF.Abs(TensorPrimitives.MaxMagnitude(run.Span)));
        var limit = MathF.Sqrt(float.MaxValue / (4f * points.Dimension));
        if (most <= limit && most is 0 or >= LeastScale) return;
        var value = most.ToString(CultureInfo.InvariantCulture);
        throw new InputException($"the numbers are too {(most > limit ? "large" : "small")} for squared distances in float32", value: value,
            expected: string.Create(CultureInfo.InvariantCulture, $"a largest number of {LeastScale:0e+0} to {limit:0e+0}, or all 0"));
    }

    private static void RequireArraysFor(long count, int dimension, int k)
    {
        if (count * k > Array.MaxLength)
        {
            var found = $"{count} rows x {k} neighbours";
            throw new InputException("the neighbour graph is too large to hold in one piece", value: found, expected: $"at most {Array.MaxLength} entries");
        }

        if (count * dimension / ValuesPerCenter > Array.MaxLength)
        {
            var found = $"{count} rows x {dimension} columns";
            var most = $"at most {(long)Array.MaxLength * ValuesPerCenter} values";
            throw new InputException("the matrix is too large to hold its panels' centres in one piece", value: found, expected: most);
        }
    }

    /// <summary>Of wide rows the CPU packs the rest when it is searched; for a GPU the host packs all of them, a piece at a time.</summary>
    private static long MaxPackedBytes(NeighborMode mode, int dimension, StageContext context) => context.Device.Choice switch
    {
        DeviceChoice.Cuda => long.MaxValue,
        _ => Math.Max(
            mode == NeighborMode.Exact ? 0 : Math.Max(IvfIndex.PackedBytesPerRow, SearchedPoints.MaxBytesPerRow(dimension)),
            mode == NeighborMode.Approximate ? 0 : ExactNeighbors.MostBytesPerRow(dimension)),
    };
}

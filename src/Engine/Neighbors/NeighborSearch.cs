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
        return (options.Mode, context.Device.Choice) switch
        {
            (NeighborMode.Exact, DeviceChoice.Cuda) => GpuExactNeighbors.Find(GpuTarget.Current(), points, k, context),
            (NeighborMode.Exact, _) => ExactNeighbors.Find(points, k, context),
            (_, DeviceChoice.Cuda) => GpuApproximateNeighbors.Find(GpuTarget.Current(), points, k, options.Recall, context),
            _ => ApproximateNeighbors.Find(points, k, options.Recall, context),
        };
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
        _ when mode == NeighborMode.Exact => ExactNeighbors.MostBytesPerRow(dimension),
        _ => Math.Max(IvfIndex.PackedBytesPerRow, SearchedPoints.MaxBytesPerRow(dimension)),
    };
}

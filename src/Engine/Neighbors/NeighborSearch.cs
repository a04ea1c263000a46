using System.Globalization;
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
    /// <summary>Edges, components, the tree and its condensing, as tests/Benchmarks measures them.</summary>
    private const long BytesARow = 200;

    /// <summary>Values of points that one value of a panel's centre stands for, in the packed layout of a stage and that of the next.</summary>
    private const int ValuesACenter = PanelLayout.Width / 2;

    /// <param name="points"><c>[n, d]</c>.</param>
    /// <returns>A graph whose K is the asked one, or n - 1 when there are no more other rows; one row alone has K = 0.</returns>
    /// <exception cref="InputException">No rows, a value that is NaN or infinite, options out of range, or more memory needed than is left.</exception>
    public static NeighborGraph Find(PointMatrix points, NeighborOptions options, StageContext context)
    {
        options.Validate();
        var (count, dimension) = (points.Checked().Count, points.Dimension);
        var k = Math.Min(options.K, count - 1);
        if ((long)count * k > Array.MaxLength) throw new InputException("the neighbour graph is too large to hold in one piece", value: $"{count} rows x {k} neighbours", expected: $"at most {Array.MaxLength} entries");
        if ((long)count * dimension / ValuesACenter > Array.MaxLength) throw new InputException("the matrix is too large to hold its panels' centres in one piece", value: $"{count} rows x {dimension} columns", expected: $"at most {(long)Array.MaxLength * ValuesACenter} values");
        if (k == 0) return new NeighborGraph { Count = count, K = 0, Indices = [], Distances = [] };
        context.RequireMemory(BytesFor(count, dimension, k, MostPacked(options.Mode, context)), string.Create(CultureInfo.InvariantCulture, $"clustering {count:n0} rows of {dimension:n0} values by {k:n0} neighbours"));
        return (options.Mode, context.Device.Choice) switch
        {
            (NeighborMode.Exact, DeviceChoice.Cuda) => GpuExactNeighbors.Find(GpuTarget.Current(), points, k, context),
            (NeighborMode.Exact, _) => ExactNeighbors.Find(points, k, context),
            (_, DeviceChoice.Cuda) => GpuApproximateNeighbors.Find(GpuTarget.Current(), points, k, options.Recall, context),
            _ => ApproximateNeighbors.Find(points, k, options.Recall, context),
        };
    }

    /// <summary>Bytes beside the points without which the search and the stages after it cannot do: the packed points, the lists, and what Boruvka's rounds keep of each row. Descent takes more, where the machine has it.</summary>
    /// <param name="mostPacked">Bytes a row up to which points are packed beforehand.</param>
    public static long BytesFor(long count, int dimension, int k, long mostPacked) =>
        count * (Math.Min(mostPacked, sizeof(float) * (long)dimension) + (sizeof(float) * (long)dimension / ValuesACenter) + (8L * k) + BytesARow);

    /// <summary>Of wide rows the cores pack the rest as they search it; a card's host packs all of them, a piece at a time.</summary>
    private static long MostPacked(NeighborMode mode, StageContext context) => context.Device.Choice switch
    {
        DeviceChoice.Cuda => long.MaxValue,
        _ => mode == NeighborMode.Exact ? ExactNeighbors.HeldBytesARow : IvfIndex.HeldBytesARow,
    };
}

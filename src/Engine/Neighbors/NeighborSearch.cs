using Investigator.Engine.Compute;

namespace Investigator.Engine.Neighbors;

/// <summary>Finds the nearest neighbours of every point in the space of the points themselves (Euclidean).</summary>
public static class NeighborSearch
{
    /// <param name="points"><c>[n, dimension]</c> row-major.</param>
    /// <returns>A graph whose K is the asked one, or n - 1 when there are no more other rows; one row alone has K = 0.</returns>
    /// <exception cref="InputException">No rows, a value that is NaN or infinite, or options out of range.</exception>
    public static NeighborGraph Find(float[] points, int dimension, NeighborOptions options, StageContext context)
    {
        options.Validate();
        var count = PointMatrix.Check(points, dimension);
        var k = Math.Min(options.K, count - 1);
        if ((long)count * k > Array.MaxLength) throw new InputException("the neighbour graph is too large to hold in one piece", value: $"{count} rows x {k} neighbours", expected: $"at most {Array.MaxLength} entries");
        if (k == 0) return new NeighborGraph { Count = count, K = 0, Indices = [], Distances = [] };
        if (options.Mode == NeighborMode.Approximate) return ApproximateNeighbors.Find(points, dimension, k, options.Recall, context);
        return context.Device.Choice == DeviceChoice.Cuda
            ? CardNeighbors.Find(CardTarget.Current(), points, dimension, k, context)
            : ExactNeighbors.Find(points, dimension, k, context);
    }
}

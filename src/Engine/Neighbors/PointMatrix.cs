using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Investigator.Engine.Compute;

namespace Investigator.Engine.Neighbors;

/// <summary>Points as one row-major float32 array <c>[n, d]</c>: checks and the one distance every stage agrees on.</summary>
public static class PointMatrix
{
    /// <summary>Number of rows of <paramref name="points"/>, after making sure that each value is finite.</summary>
    /// <exception cref="InputException">No rows or columns, a length that is not a whole number of rows, or a value that is NaN or infinite (with row and column, 1-based).</exception>
    public static int Check(ReadOnlySpan<float> points, int dimension)
    {
        if (dimension < 1) throw new InputException("the matrix has no columns", value: $"{dimension}", expected: "at least one column");
        if (points.Length % dimension != 0) throw new InputException("the matrix is not whole rows", value: $"{points.Length} values", expected: $"a multiple of {dimension}");
        if (points.Length == 0) throw new InputException("the matrix has no rows", expected: "at least one row");
        for (var i = 0; i < points.Length; i++)
        {
            if (float.IsFinite(points[i])) continue;
            throw new InputException("a value is not a finite number", row: (i / dimension) + 1, column: $"{(i % dimension) + 1}", value: points[i].ToString(CultureInfo.InvariantCulture), expected: "a finite number");
        }

        return points.Length / dimension;
    }

    /// <summary><c>[d]</c> mean of all rows.</summary>
    public static float[] Mean(float[] points, int dimension)
    {
        var mean = new double[dimension];
        var count = points.Length / dimension;
        for (var i = 0; i < count; i++)
        {
            var row = Row(points, dimension, i);
            for (var j = 0; j < dimension; j++) mean[j] += row[j];
        }

        return Array.ConvertAll(mean, sum => (float)(sum / count));
    }

    /// <summary>Squared Euclidean distance by differences, summed in double: no cancellation, and the same to the bit whichever point comes first.</summary>
    public static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var width = Vector<float>.Count;
        var low = Vector<double>.Zero;
        var high = Vector<double>.Zero;
        var i = 0;
        if (a.Length >= width)
        {
            ref var pa = ref MemoryMarshal.GetReference(a);
            ref var pb = ref MemoryMarshal.GetReference(b);
            for (; i <= a.Length - width; i += width)
            {
                Vector.Widen(Vector.LoadUnsafe(ref pa, (nuint)i), out var aLow, out var aHigh);
                Vector.Widen(Vector.LoadUnsafe(ref pb, (nuint)i), out var bLow, out var bHigh);
                var dLow = aLow - bLow;
                var dHigh = aHigh - bHigh;
                low += dLow * dLow;
                high += dHigh * dHigh;
            }
        }

        var sum = Vector.Sum(low + high);
        for (; i < a.Length; i++)
        {
            var d = (double)a[i] - b[i];
            sum += d * d;
        }

        return sum;
    }

    /// <summary>Euclidean distance between rows <paramref name="i"/> and <paramref name="j"/>.</summary>
    public static float Distance(float[] points, int dimension, int i, int j) =>
        (float)Math.Sqrt(SquaredDistance(Row(points, dimension, i), Row(points, dimension, j)));

    public static ReadOnlySpan<float> Row(float[] points, int dimension, int i) =>
        MemoryMarshal.CreateReadOnlySpan(ref points[(nint)i * dimension], dimension);
}

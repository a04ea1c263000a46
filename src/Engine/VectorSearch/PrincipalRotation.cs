using System.Numerics.Tensors;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// The axes along which points differ most, orthonormal, found on a sample. A point's coordinates along the first of them, with the length of what is left as
/// one more coordinate, make a short row, and short rows are never further apart than the points themselves: distances between them are lower bounds
/// (<see cref="PanelBounds.ProjectionTerms"/> allows for rounding). In a space whose columns are many but correlated, a sixth of the coordinates rule out
/// nearly every candidate.
/// </summary>
internal sealed class PrincipalRotation
{
    /// <summary>Rows that the axes are found on. They only have to be good, not exact: any orthonormal axes give bounds.</summary>
    private const int Sample = 4096;

    /// <summary>Multiplications by the covariance, each of which turns the axes further towards the principal ones.</summary>
    private const int Steps = 6;

    /// <summary>Below this share of a point's length, the rest is computed by subtraction, as a difference of squares would be rounding.</summary>
    private const double SmallRest = 0.01;

    private const int RowsPerRange = 1024;

    private readonly double[] _mean;

    private PrincipalRotation(double[] mean, double[][] axes) => (_mean, Axes) = (mean, axes);

    /// <summary><c>[axes][d]</c> orthonormal to double's rounding, by falling variance of the sample.</summary>
    public double[][] Axes { get; }

    /// <summary>Finds axes by orthogonal iteration on the covariance of a sample (Golub and Van Loan, Matrix Computations, section 8.2.4).</summary>
    /// <param name="points"><c>[n, d]</c>, all finite.</param>
    /// <param name="most">Axes wanted; there are never more than d, nor than the sample has directions.</param>
    /// <param name="context">Its seed chooses the sample and the first axes.</param>
    public static PrincipalRotation Fit(PointMatrix points, int most, StageContext context)
    {
        var random = new Random(context.Seed);
        var size = Math.Min(Sample, points.Count);
        var rows = new int[size];
        for (var s = 0; s < size; s++) rows[s] = size == points.Count ? s : random.Next(points.Count);
        var mean = Mean(points, rows);
        var covariance = Covariance(points, rows, mean, context);
        var axes = new List<double[]>();
        for (var a = 0; a < Math.Min(most, points.Dimension); a++)
        {
            axes.Add(new double[points.Dimension]);
            for (var j = 0; j < points.Dimension; j++) axes[a][j] = random.NextDouble() - 0.5;
        }

        for (var step = 0; step < Steps; step++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            var before = axes;
            axes = [.. before.Select(axis => Array.ConvertAll(covariance, row => TensorPrimitives.Dot<double>(row, axis)))];
            Orthonormalize(axes);
        }

        axes.Sort((a, b) => Variance(b).CompareTo(Variance(a)));
        return new PrincipalRotation(mean, [.. axes]);

        double Variance(double[] axis) => TensorPrimitives.Dot<double>(Array.ConvertAll(covariance, row => TensorPrimitives.Dot<double>(row, axis)), axis);
    }

    /// <param name="points"><c>[n, d]</c> of the width that the axes were found on.</param>
    /// <param name="axes">How many of the axes, from the first; at most all of them.</param>
    /// <returns>
    /// <c>[n, axes + 1]</c> short rows, centred: the coordinates along the first axes, and the length of the rest. Each is where it should be to within one
    /// rounding of its length.
    /// </returns>
    public PointMatrix Shorten(PointMatrix points, int axes, StageContext context)
    {
        var width = axes + 1;
        return PointMatrix.Of(points.Count, width, (to, first) =>
            context.ForEachRange(to.Length / width, RowsPerRange, () => new Scratch(points.Dimension, axes), (from, end, scratch) =>
            {
                for (var i = from; i < end; i++) Shorten(points.Row(first + i), to.Span.Slice(i * width, width), scratch);
            }));
    }

    /// <param name="row"><c>[d]</c>.</param>
    /// <param name="to">Out: <c>[axes + 1]</c>.</param>
    private void Shorten(ReadOnlySpan<float> row, Span<float> to, Scratch scratch)
    {
        var (rest, along) = (scratch.Rest, scratch.Along);
        TensorPrimitives.ConvertTruncating<float, double>(row, rest);
        TensorPrimitives.Subtract<double>(rest, _mean, rest);
        var squared = TensorPrimitives.SumOfSquares<double>(rest);
        for (var a = 0; a < along.Length; a++) along[a] = TensorPrimitives.Dot<double>(rest, Axes[a]);
        var left = squared - TensorPrimitives.SumOfSquares<double>(along);
        if (left < SmallRest * SmallRest * squared)
        {
            for (var a = 0; a < along.Length; a++) TensorPrimitives.MultiplyAdd(Axes[a], -along[a], rest, rest);
            left = TensorPrimitives.SumOfSquares<double>(rest);
        }

        for (var a = 0; a < along.Length; a++) to[a] = (float)along[a];
        to[along.Length] = (float)Math.Sqrt(left);
    }

    /// <summary><c>[d]</c></summary>
    internal static double[] Mean(PointMatrix points, int[] rows)
    {
        var mean = new double[points.Dimension];
        foreach (var i in rows)
        {
            var row = points.Row(i);
            for (var j = 0; j < mean.Length; j++) mean[j] += row[j];
        }

        TensorPrimitives.Divide(mean, rows.Length, mean);
        return mean;
    }

    /// <summary><c>[d][d]</c>, times the number of rows. Each entry is summed in the order of the rows, whatever the number of threads.</summary>
    internal static double[][] Covariance(PointMatrix points, int[] rows, double[] mean, StageContext context)
    {
        // Column by column, so that an entry is one product of two runs.
        var columns = Array.ConvertAll(mean, _ => new double[rows.Length]);
        for (var s = 0; s < rows.Length; s++)
        {
            var row = points.Row(rows[s]);
            for (var j = 0; j < columns.Length; j++) columns[j][s] = row[j] - mean[j];
        }

        var covariance = Array.ConvertAll(mean, _ => new double[mean.Length]);
        Parallel.For(0, mean.Length, context.Parallel, a =>
        {
            for (var b = 0; b < mean.Length; b++) covariance[a][b] = TensorPrimitives.Dot<double>(columns[a], columns[b]);
        });
        return covariance;
    }

    /// <summary>Makes the axes orthonormal (Gram and Schmidt, each twice); those that the ones before them span are dropped.</summary>
    private static void Orthonormalize(List<double[]> axes)
    {
        var kept = 0;
        for (var a = 0; a < axes.Count; a++)
        {
            var axis = axes[a];
            var before = TensorPrimitives.Norm<double>(axis);
            if (!(before > 0)) continue;
            TensorPrimitives.Divide(axis, before, axis);
            if (!Reject(axis, kept) || !Reject(axis, kept)) continue;
            axes[kept++] = axis;
        }

        axes.RemoveRange(kept, axes.Count - kept);

        bool Reject(double[] axis, int others)
        {
            for (var o = 0; o < others; o++) TensorPrimitives.MultiplyAdd(axes[o], -TensorPrimitives.Dot<double>(axes[o], axis), axis, axis);
            var length = TensorPrimitives.Norm<double>(axis);
            if (length < 1e-9) return false;
            TensorPrimitives.Divide(axis, length, axis);
            return true;
        }
    }

    /// <summary>Buffers of one thread.</summary>
    private sealed class Scratch(int dimension, int axes)
    {
        public double[] Rest { get; } = new double[dimension];

        public double[] Along { get; } = new double[axes];
    }
}

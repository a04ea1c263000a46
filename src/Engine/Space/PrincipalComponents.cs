using System.Numerics.Tensors;
using Investigator.Engine.Core;

namespace Investigator.Engine.Space;

/// <summary>Columns rotated onto the axes along which rows differ most; as few as hold a given share of the variance.</summary>
/// <remarks>
/// The covariance is summed in double over fixed chunks of rows in a fixed order, so that the result does not depend on the number of threads.
/// </remarks>
internal static class PrincipalComponents
{
    private const int Chunks = 32;
    private const int Block = 1024;

    /// <param name="columns">The space without its groups.</param>
    /// <param name="keep">Share of the variance, above 0, at most 1.</param>
    /// <param name="context">Threads and cancel.</param>
    /// <returns>Components by falling variance, each centred, and the share of the variance that they hold.</returns>
    public static (IReadOnlyList<SpaceColumn> Components, double Kept) Of(IReadOnlyList<SpaceColumn> columns, double keep, StageContext context)
    {
        var means = Array.ConvertAll(columns.ToArray(), c => c.Values.Length == 0 ? 0 : c.Values.Average(v => (double)v));
        var (axes, variances) = SymmetricEigen.Solve(Covariance(columns, means, context));
        var total = variances.Sum(v => Math.Max(0, v));
        var (count, held) = (0, 0.0);
        for (; count < variances.Length && variances[count] > 0 && held < keep * total * (1 - 1e-12); count++) held += variances[count];
        var components = new SpaceColumn[count];
        Parallel.For(0, count, context.Parallel,
            k => components[k] = new SpaceColumn($"component[{k}]", "component", "component", Project(columns, means, axes[k], context.Cancel)));
        return (components, total > 0 ? held / total : 1);
    }

    private static double[][] Covariance(IReadOnlyList<SpaceColumn> columns, double[] means, StageContext context)
    {
        var (d, n) = (columns.Count, columns.Count == 0 ? 0 : columns[0].Values.Length);
        var parts = new double[Chunks][];
        Parallel.For(0, Chunks, context.Parallel, chunk =>
        {
            var sums = parts[chunk] = new double[d * d];
            var block = new double[d * Block];
            var (from, to) = ((int)((long)n * chunk / Chunks), (int)((long)n * (chunk + 1) / Chunks));
            for (; from < to; from += Block)
            {
                context.Cancel.ThrowIfCancellationRequested();
                var rows = Math.Min(Block, to - from);
                for (var c = 0; c < d; c++)
                {
                    for (var i = 0; i < rows; i++) block[(c * Block) + i] = columns[c].Values[from + i] - means[c];
                }

                for (var a = 0; a < d; a++)
                {
                    for (var b = a; b < d; b++) sums[(a * d) + b] += TensorPrimitives.Dot<double>(block.AsSpan(a * Block, rows), block.AsSpan(b * Block, rows));
                }
            }
        });

        var covariance = new double[d][];
        for (var a = 0; a < d; a++) covariance[a] = new double[d];
        foreach (var part in parts)
        {
            for (var a = 0; a < d; a++)
            {
                for (var b = a; b < d; b++) covariance[b][a] = covariance[a][b] += part[(a * d) + b] / n;
            }
        }

        return covariance;
    }

    private static float[] Project(IReadOnlyList<SpaceColumn> columns, double[] means, double[] axis, CancellationToken cancel)
    {
        var n = columns[0].Values.Length;
        var values = new float[n];
        var sums = new double[Block];
        for (var from = 0; from < n; from += Block)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = Math.Min(Block, n - from);
            Array.Clear(sums);
            for (var c = 0; c < columns.Count; c++)
            {
                for (var i = 0; i < rows; i++) sums[i] += axis[c] * (columns[c].Values[from + i] - means[c]);
            }

            for (var i = 0; i < rows; i++) values[from + i] = (float)sums[i];
        }

        return values;
    }
}

using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Investigator.Engine.Core;

namespace Investigator.Engine.Space;

/// <summary>Dimensions rotated onto the axes along which rows differ most; as few as hold a given share of the variance.</summary>
/// <remarks>
/// The covariance is summed in double over fixed chunks of rows in a fixed order, so that the result does not depend on the number of threads.
/// </remarks>
internal sealed record PrincipalComponents
{
    private const int Chunks = 32;
    private const int Block = 1024;

    /// <summary><c>[from]</c> mean of each dimension that is rotated.</summary>
    public required double[] Means { get; init; }

    /// <summary>How many are kept.</summary>
    public required int Count { get; init; }

    /// <summary><c>[Count, from]</c> row-major, by falling variance, each of length 1.</summary>
    [JsonIgnore]
    public double[] Axes { get; init; } = [];

    public static string Name(int component) => $"component[{component}]";

    /// <param name="rows">Embedding and features, scaled.</param>
    /// <param name="keep">Share of the variance, above 0, at most 1.</param>
    /// <param name="context">Threads and cancel.</param>
    /// <returns>The components and the share of the variance that they hold.</returns>
    public static (PrincipalComponents Components, double Kept) Fit(SpaceRows rows, double keep, StageContext context)
    {
        var means = rows.Means(context);
        var (axes, variances) = SymmetricEigen.Solve(Covariance(rows, means, context));
        var total = variances.Sum(v => Math.Max(0, v));
        var (count, held) = (0, 0.0);
        for (; count < variances.Length && variances[count] > 0 && held < keep * total * (1 - 1e-12); count++) held += variances[count];
        return (new PrincipalComponents { Means = means, Count = count, Axes = [.. axes.Take(count).SelectMany(static axis => axis)] },
            total > 0 ? held / total : 1);
    }

    /// <summary>Rotates some rows.</summary>
    /// <param name="centered"><c>[from, count]</c>: each dimension's values, less its mean.</param>
    /// <param name="to">Component k of row i goes to <c>[i * rowStep + k]</c>.</param>
    /// <param name="sums">Room, <c>[count]</c>.</param>
    public void Project(ReadOnlySpan<double> centered, Span<float> to, int rowStep, Span<double> sums)
    {
        var rows = sums.Length;
        for (var k = 0; k < Count; k++)
        {
            sums.Clear();
            for (var c = 0; c < Means.Length; c++) AddTimes(centered.Slice(c * rows, rows), Axes[(k * Means.Length) + c], sums);
            for (var i = 0; i < rows; i++) to[(i * rowStep) + k] = (float)sums[i];
        }
    }

    /// <summary>Adds a multiple, each product rounded by itself: a row's sums are the same with however many others it is rotated.</summary>
    private static void AddTimes(ReadOnlySpan<double> values, double factor, Span<double> sums)
    {
        var whole = values.Length - (values.Length % Vector<double>.Count);
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values[..whole]);
        var to = MemoryMarshal.Cast<double, Vector<double>>(sums[..whole]);
        for (var i = 0; i < vectors.Length; i++) to[i] += vectors[i] * factor;
        for (var i = whole; i < values.Length; i++) sums[i] += values[i] * factor;
    }

    private static double[][] Covariance(SpaceRows rows, double[] means, StageContext context)
    {
        var (d, n) = (rows.Width, rows.Count);
        var parts = new double[Chunks][];
        Parallel.For(0, Chunks, context.Parallel, chunk =>
        {
            var sums = parts[chunk] = new double[d * d];
            var (block, centered) = (new float[d * Block], new double[d * Block]);
            var (from, to) = ((int)((long)n * chunk / Chunks), (int)((long)n * (chunk + 1) / Chunks));
            for (; from < to; from += Block)
            {
                context.Cancel.ThrowIfCancellationRequested();
                var count = Math.Min(Block, to - from);
                rows.FillCentered(from, count, means, block, centered);
                for (var a = 0; a < d; a++)
                {
                    for (var b = a; b < d; b++)
                    {
                        sums[(a * d) + b] += TensorPrimitives.Dot<double>(centered.AsSpan(a * count, count), centered.AsSpan(b * count, count));
                    }
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
}

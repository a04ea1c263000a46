using System.Globalization;
using System.Numerics.Tensors;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Space;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;

namespace Investigator.Benchmarks.WholeRuns;

/// <summary>How many dimensions carry a space, and how many candidates its first principal axes leave of a search for neighbours.</summary>
internal static class SpaceSpectrum
{
    private const int Rows = 20_000;
    private const int Queries = 96;
    private static readonly double[] Shares = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999];
    private static readonly int[] Axes = [16, 32, 48, 64, 96];

    /// <param name="points"><c>[n, d]</c> the space.</param>
    /// <param name="graph">Its neighbours.</param>
    /// <param name="context">Threads and seed.</param>
    public static void Print(PointMatrix points, NeighborGraph graph, StageContext context)
    {
        var variances = Variances(points, context);
        var total = variances.Sum();
        Console.WriteLine($"\n| share of the variance | axes of {points.Dimension} |\n| --- | --- |");
        foreach (var share in Shares)
        {
            var (axes, sum) = (0, 0.0);
            while (axes < variances.Length && sum < share * total) sum += variances[axes++];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {share:P1} | {axes} |"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nIntrinsic dimension by two nearest neighbours: {IntrinsicDimension(graph):0.0}"));
        Console.WriteLine("\n| axes, and the rest as a length | candidates left of all: median | mean |\n| --- | --- | --- |");
        var rotation = PrincipalRotation.Fit(points, Axes[^1], context);
        foreach (var axes in Axes)
        {
            if (axes >= points.Dimension) break;
            var left = Left(rotation.Shorten(points, axes, context), graph, context);
            var (median, mean) = (left[Queries / 2] / points.Count, left.Average() / points.Count);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {axes} | {median:P2} | {mean:P2} |"));
        }
    }

    /// <summary>Along the principal axes, falling, on a sample.</summary>
    private static double[] Variances(PointMatrix points, StageContext context)
    {
        var count = Math.Min(Rows, points.Count);
        int[] rows = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * points.Count / count))];
        return SymmetricEigen.Solve(PrincipalRotation.Covariance(points, rows, PrincipalRotation.Mean(points, rows), context)).Values;
    }

    /// <summary>From how the distances of the two nearest neighbours relate (Facco et al. 2017), without the tenth that relates most strongly.</summary>
    private static double IntrinsicDimension(NeighborGraph graph)
    {
        double[] ratios =
        [
            .. Enumerable.Range(0, graph.Count).Select(i => (First: graph.Distances[i * graph.K], Second: graph.Distances[(i * graph.K) + 1]))
                .Where(static p => p.First > 0).Select(static p => Math.Log(p.Second / p.First)).Order(),
        ];
        var (squares, products) = (0.0, 0.0);
        for (var i = 0; i < (int)(ratios.Length * 0.9); i++)
        {
            squares += ratios[i] * ratios[i];
            products -= ratios[i] * Math.Log(1 - ((i + 1.0) / ratios.Length));
        }

        return products / squares;
    }

    /// <summary>How many rows lie within each sampled query's last neighbour by short rows, ascending.</summary>
    private static double[] Left(PointMatrix rows, NeighborGraph graph, StageContext context)
    {
        var left = new double[Queries];
        Parallel.For(0, Queries, context.Parallel, q =>
        {
            var query = (int)((long)q * rows.Count / Queries);
            var reach = graph.Distances[(query * graph.K) + graph.K - 1];
            for (var row = 0; row < rows.Count; row++) if (TensorPrimitives.Distance(rows.Row(query), rows.Row(row)) <= reach) left[q]++;
        });
        Array.Sort(left);
        return left;
    }
}

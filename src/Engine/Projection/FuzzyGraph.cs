using System.Runtime.Intrinsics;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Projection;

/// <summary>How similar neighbours are, in 0..1 and symmetric: UMAP's fuzzy simplicial set, as rows of a sparse symmetric matrix.</summary>
internal sealed record FuzzyGraph
{
    private const int RowsBetweenLooks = 1 << 16;
    private const int Lanes = 8;

    /// <summary><c>[n + 1]</c>.</summary>
    public required long[] Offsets { get; init; }

    /// <summary>Never the row itself, none twice in a row.</summary>
    public required int[] Targets { get; init; }

    /// <summary>Above 0, and the same from either end.</summary>
    public required float[] Weights { get; init; }

    public int Count => Offsets.Length - 1;

    /// <remarks>
    /// A row's own weight of a neighbour is <c>exp(-(d - rho) / sigma)</c>: rho is its nearest distance above 0, so that every point has one neighbour of
    /// weight 1 (local connectivity 1), and sigma is such that the row's weights add up to log2(k). The two weights a and b of an edge combine to <c>a + b -
    /// ab</c>. McInnes et al. 2018, algorithms 2 and 3.
    /// </remarks>
    public static FuzzyGraph Build(NeighborGraph neighbors, StageContext context)
    {
        var (n, k) = (neighbors.Count, neighbors.K);
        var views = new float[(long)n * k];
        context.ForEachRow(n, i => View(neighbors.Distances.AsSpan(i * k, k), views.AsSpan(i * k, k)));
        return Symmetric(neighbors, views, context);
    }

    /// <summary>A row's weights from its distances, which ascend.</summary>
    internal static void View(ReadOnlySpan<float> distances, Span<float> likeness)
    {
        var (rho, mean) = (0f, 0.0);
        foreach (var d in distances)
        {
            if (rho == 0 && d > 0) rho = d;
            mean += d / distances.Length;
        }

        // What is beyond rho, in whole vectors; what fills the last one up weighs nothing.
        var vectors = (distances.Length + Lanes - 1) / Lanes;
        Span<Vector256<float>> beyond = vectors <= 64 ? stackalloc Vector256<float>[vectors] : new Vector256<float>[vectors];
        for (var v = 0; v < vectors; v++)
        {
            var lanes = Vector256<float>.Zero;
            for (var j = 0; j < Lanes; j++)
            {
                var at = (v * Lanes) + j;
                lanes = lanes.WithElement(j, at < distances.Length ? MathF.Max(0, distances[at] - rho) : float.PositiveInfinity);
            }

            beyond[v] = lanes;
        }

        var target = Math.Log2(Math.Max(2, distances.Length));
        var (low, high, sigma) = (0.0, double.PositiveInfinity, mean > 0 ? mean : 1);
        for (var round = 0; round < 64; round++)
        {
            var sum = Sum(beyond, sigma);
            if (Math.Abs(sum - target) < 1e-5) break;
            (low, high) = sum > target ? (low, sigma) : (sigma, high);
            sigma = double.IsInfinity(high) ? sigma * 2 : (low + high) / 2;
        }

        // Without a lower limit, many nearly equal distances would cut off all but the nearest.
        sigma = Math.Max(sigma, 1e-3 * mean);
        for (var j = 0; j < likeness.Length; j++) likeness[j] = distances[j] <= rho || sigma == 0 ? 1 : (float)Math.Exp(-(distances[j] - rho) / sigma);
    }

    private static float Sum(ReadOnlySpan<Vector256<float>> beyond, double sigma)
    {
        var (scale, sum) = (Vector256.Create((float)(-Math.Log2(Math.E) / sigma)), Vector256<float>.Zero);
        foreach (var part in beyond) sum += VectorPower.Exp2(part * scale);
        return Vector256.Sum(sum);
    }

    /// <summary>Each row's own edges, in the order of its neighbours, and then those of rows that it has not among its own, in ascending order.</summary>
    private static FuzzyGraph Symmetric(NeighborGraph neighbors, float[] views, StageContext context)
    {
        var (n, k) = (neighbors.Count, neighbors.K);

        // Combined weights by the row's own neighbours; below 0 where the neighbour has not this row among its own.
        var (weights, rooms) = (new float[views.Length], new int[n]);
        context.ForEachRow(n, i =>
        {
            var own = 0;
            for (var e = i * k; e < (i + 1) * k; e++)
            {
                var (target, view) = (neighbors.Indices[e], views[e]);
                if (target == i) continue;
                var back = neighbors.Indices.AsSpan(target * k, k).IndexOf(i);
                var other = back < 0 ? 0 : views[(target * k) + back];
                var weight = view + other - (view * other);
                if (weight == 0) continue;
                weights[e] = back < 0 ? -weight : weight;
                own++;
                if (back < 0) Interlocked.Increment(ref rooms[target]);
            }

            Interlocked.Add(ref rooms[i], own);
        });

        var offsets = new long[n + 1];
        for (var i = 0; i < n; i++) offsets[i + 1] = offsets[i] + rooms[i];
        var (targets, both, filled) = (new int[offsets[n]], new float[offsets[n]], rooms);
        context.ForEachRow(n, i =>
        {
            var at = offsets[i];
            for (var e = i * k; e < (i + 1) * k; e++) if (weights[e] != 0) (targets[at], both[at++]) = (neighbors.Indices[e], Math.Abs(weights[e]));
            filled[i] = (int)(at - offsets[i]);
        });
        for (var i = 0; i < n; i++)
        {
            if (i % RowsBetweenLooks == 0) context.Cancel.ThrowIfCancellationRequested();
            for (var e = i * k; e < (i + 1) * k; e++)
            {
                if (weights[e] >= 0) continue;
                var target = neighbors.Indices[e];
                var at = offsets[target] + filled[target]++;
                (targets[at], both[at]) = (i, -weights[e]);
            }
        }

        return new FuzzyGraph { Offsets = offsets, Targets = targets, Weights = both };
    }
}

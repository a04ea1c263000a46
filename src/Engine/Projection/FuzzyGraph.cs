using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Projection;

/// <summary>How similar neighbours are, in 0..1 and symmetric: UMAP's fuzzy simplicial set, as rows of a sparse symmetric matrix.</summary>
internal sealed record FuzzyGraph
{
    private const int Block = 1024;

    /// <summary><c>[n + 1]</c>.</summary>
    public required long[] Offsets { get; init; }

    /// <summary>Ascending within a row; never the row itself.</summary>
    public required int[] Targets { get; init; }

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
        Parallel.For(0, (n + Block - 1) / Block, context.Parallel, block =>
        {
            for (var i = block * Block; i < Math.Min(n, (block + 1) * Block); i++) View(neighbors.Distances.AsSpan(i * k, k), views.AsSpan(i * k, k));
        });
        return Symmetric(neighbors, views);
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

        var target = Math.Log2(Math.Max(2, distances.Length));
        var (low, high, sigma) = (0.0, double.PositiveInfinity, mean > 0 ? mean : 1);
        for (var round = 0; round < 64; round++)
        {
            double sum = 0;
            foreach (var d in distances) sum += d <= rho ? 1 : Math.Exp(-(d - rho) / sigma);
            if (Math.Abs(sum - target) < 1e-5) break;
            (low, high) = sum > target ? (low, sigma) : (sigma, high);
            sigma = double.IsInfinity(high) ? sigma * 2 : (low + high) / 2;
        }

        // Without a lower limit, many nearly equal distances would cut off all but the nearest.
        sigma = Math.Max(sigma, 1e-3 * mean);
        for (var j = 0; j < likeness.Length; j++) likeness[j] = distances[j] <= rho || sigma == 0 ? 1 : (float)Math.Exp(-(distances[j] - rho) / sigma);
    }

    private static FuzzyGraph Symmetric(NeighborGraph neighbors, float[] views)
    {
        var (n, k) = (neighbors.Count, neighbors.K);

        // Every row's own edges and those that point to it, each list in ascending order of the other end.
        var room = new long[n + 1];
        for (var i = 0; i < n; i++) room[i + 1] = k;
        foreach (var target in neighbors.Indices) room[target + 1]++;
        for (var i = 0; i < n; i++) room[i + 1] += room[i];
        var (ends, weights, filled) = (new int[room[n]], new float[room[n]], room.AsSpan(0, n).ToArray());
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < k; j++)
            {
                var target = neighbors.Indices[(i * k) + j];
                var view = target == i ? 0 : views[(i * k) + j];
                (ends[filled[i]], weights[filled[i]++]) = (target, view);
                (ends[filled[target]], weights[filled[target]++]) = (i, view);
            }
        }

        var (offsets, at) = (new long[n + 1], 0L);
        for (var i = 0; i < n; i++)
        {
            var row = ends.AsSpan((int)room[i]..(int)room[i + 1]);
            var rowWeights = weights.AsSpan((int)room[i]..(int)room[i + 1]);
            row.Sort(rowWeights);
            for (var j = 0; j < row.Length; j++)
            {
                if (row[j] == i) continue;
                if (at > offsets[i] && ends[at - 1] == row[j]) weights[at - 1] = weights[at - 1] + rowWeights[j] - (weights[at - 1] * rowWeights[j]);
                else (ends[at], weights[at++]) = (row[j], rowWeights[j]);
            }

            offsets[i + 1] = at;
        }

        return new FuzzyGraph { Offsets = offsets, Targets = ends[..(int)at], Weights = weights[..(int)at] };
    }
}

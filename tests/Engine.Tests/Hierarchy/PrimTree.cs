using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Hierarchy;

/// <summary>The minimum spanning tree's weights, found the slow and plain way over all pairs.</summary>
internal static class PrimTree
{
    /// <returns><c>[n - 1]</c> ascending.</returns>
    public static float[] Weights(PointMatrix points, int minSamples)
    {
        var n = points.Count;
        var core = new float[n];
        for (var i = 0; i < n; i++)
        {
            var distances = Enumerable.Range(0, n).Where(j => j != i).Select(j => points.Distance(i, j)).Order().ToArray();
            core[i] = distances.Length == 0 ? 0 : distances[Math.Min(minSamples, distances.Length) - 1];
        }

        var best = new float[n];
        Array.Fill(best, float.PositiveInfinity);
        var inside = new bool[n];
        var weights = new float[n - 1];
        for (var (step, current) = (0, 0); step < n - 1; step++)
        {
            inside[current] = true;
            var next = -1;
            for (var j = 0; j < n; j++)
            {
                if (inside[j]) continue;
                best[j] = Math.Min(best[j], Math.Max(points.Distance(current, j), Math.Max(core[current], core[j])));
                if (next < 0 || best[j] < best[next]) next = j;
            }

            weights[step] = best[next];
            current = next;
        }

        Array.Sort(weights);
        return weights;
    }
}

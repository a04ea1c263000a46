using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// The second step of every search: the distance tiles find candidates by float32 scores, and their distances are then computed by differences in double. Equal
/// distances go by the lower row.
/// </summary>
internal static class ExactRerank
{
    /// <summary>Candidates of one query, nearest first.</summary>
    /// <param name="points"><c>[n, d]</c>.</param>
    /// <param name="query"><c>[d]</c>.</param>
    /// <param name="candidates">Rows of <paramref name="points"/>.</param>
    /// <param name="scratch">At least as long as <paramref name="candidates"/>.</param>
    public static Span<(double Squared, int Row)> Sort(
        PointMatrix points, ReadOnlySpan<float> query, ReadOnlySpan<int> candidates, Span<(double Squared, int Row)> scratch)
    {
        for (var c = 0; c < candidates.Length; c++) scratch[c] = (PointMatrix.SquaredDistance(query, points.Row(candidates[c])), candidates[c]);
        var sorted = scratch[..candidates.Length];
        sorted.Sort();
        return sorted;
    }

    /// <summary>Writes the k nearest of a query to its place in the neighbour graph.</summary>
    /// <param name="sorted">At least k, nearest first.</param>
    /// <param name="indices"><c>[n, k]</c>.</param>
    /// <param name="distances"><c>[n, k]</c>.</param>
    public static void Store(ReadOnlySpan<(double Squared, int Row)> sorted, int query, int k, int[] indices, float[] distances)
    {
        var start = (long)query * k;
        for (var c = 0; c < k; c++)
        {
            indices[start + c] = sorted[c].Row;
            distances[start + c] = (float)Math.Sqrt(sorted[c].Squared);
        }
    }
}

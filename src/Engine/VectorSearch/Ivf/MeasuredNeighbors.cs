using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Ivf;

/// <summary>
/// The nearest points measured so far of each query of a block. Points are asked for first and measured together, as their rows lie far apart in memory.
/// </summary>
/// <param name="points"><c>[n, d]</c>.</param>
/// <param name="k">How many are kept per query.</param>
/// <param name="queries">Queries in the block.</param>
internal sealed class MeasuredNeighbors(PointMatrix points, int k, int queries)
{
    /// <summary><c>[queries, k]</c> by rising distance, equal ones by row.</summary>
    private readonly (double Squared, int Row)[] _nearest = new (double, int)[queries * k];
    private readonly int[] _counts = new int[queries];
    private readonly List<(int Query, int From, int To)> _asked = [];

    public void Clear() => Array.Clear(_counts);

    /// <summary>Square of a query's k-th distance so far; infinite while fewer are known.</summary>
    public float Reach(int query) => _counts[query] < k ? float.PositiveInfinity : (float)_nearest[(query * k) + k - 1].Squared;

    /// <summary>The nearest of a query, nearest first.</summary>
    public ReadOnlySpan<(double Squared, int Row)> Of(int query) => _nearest.AsSpan(query * k, _counts[query]);

    /// <summary>Asks for a point to be measured, at most once for each query.</summary>
    /// <param name="query">The query's place in the block.</param>
    /// <param name="from">Its row.</param>
    /// <param name="to">The point's row.</param>
    public void Ask(int query, int from, int to)
    {
        Prefetch.Load(in points.First(to), points.Dimension);
        _asked.Add((query, from, to));
    }

    /// <summary>Measures what was asked for.</summary>
    public void Measure()
    {
        foreach (var (query, from, to) in _asked) Keep(query, (points.SquaredDistance(from, to), to));
        _asked.Clear();
    }

    private void Keep(int query, (double Squared, int Row) found)
    {
        var count = _counts[query];
        var nearest = _nearest.AsSpan(query * k, k);
        if (count == k && found.CompareTo(nearest[k - 1]) >= 0) return;
        if (count < k) _counts[query] = ++count;
        var at = count - 1;
        for (; at > 0 && found.CompareTo(nearest[at - 1]) < 0; at--) nearest[at] = nearest[at - 1];
        nearest[at] = found;
    }
}

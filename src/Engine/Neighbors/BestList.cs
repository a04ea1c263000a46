using System.Runtime.CompilerServices;

namespace Investigator.Engine.Neighbors;

/// <summary>The best candidates of a block of queries: per query a short list by falling score, equal scores by rising row. Kept sorted, because once it is full almost nothing gets in.</summary>
/// <param name="capacity">Candidates kept a query.</param>
/// <param name="queries">Queries a block.</param>
internal sealed class BestList(int capacity, int queries = PanelLayout.Width)
{
    private readonly float[] _scores = new float[queries * capacity];
    private readonly int[] _rows = new int[queries * capacity];
    private readonly int[] _counts = new int[queries];

    /// <summary>Candidates to keep so that, after dot products found them, the k nearest by differences are among them: rounding seldom moves a point by more places.</summary>
    public static int CapacityFor(int k) => k + 8 + (k / 8);

    public void Clear() => Array.Clear(_counts);

    /// <summary>Whether a candidate may have been turned away.</summary>
    public bool IsFull(int query) => _counts[query] == capacity;

    public ReadOnlySpan<int> Rows(int query) => _rows.AsSpan(query * capacity, _counts[query]);

    /// <returns>Score of the so-many-th best from 1; minus infinity while there are fewer.</returns>
    public float ScoreAt(int query, int nth) => _counts[query] >= nth ? _scores[(query * capacity) + nth - 1] : float.NegativeInfinity;

    public float WorstScore(int query) => IsFull(query) ? _scores[(query * capacity) + capacity - 1] : float.NegativeInfinity;

    /// <returns>Whether the candidate is now among the best.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Offer(int query, float score, int row)
    {
        var count = _counts[query];
        var start = query * capacity;
        if (count == capacity && !Better(score, row, start + capacity - 1)) return false;
        Insert(query, start, count, score, row);
        return true;
    }

    private void Insert(int query, int start, int count, float score, int row)
    {
        var at = count < capacity ? count : capacity - 1;
        while (at > 0 && Better(score, row, start + at - 1)) at--;
        var moved = Math.Min(count, capacity - 1) - at;
        if (moved > 0)
        {
            Array.Copy(_scores, start + at, _scores, start + at + 1, moved);
            Array.Copy(_rows, start + at, _rows, start + at + 1, moved);
        }

        _scores[start + at] = score;
        _rows[start + at] = row;
        if (count < capacity) _counts[query] = count + 1;
    }

    private bool Better(float score, int row, int than) => score > _scores[than] || (score == _scores[than] && row < _rows[than]);
}

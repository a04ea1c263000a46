using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// The best candidates of a block of queries: for each query a short list by falling score, equal scores by rising row. Lists are kept sorted, because almost
/// nothing enters a full list.
/// </summary>
/// <param name="capacity">Candidates kept per query.</param>
/// <param name="queries">Queries in the block.</param>
internal sealed class TopK(int capacity, int queries = PanelLayout.Width)
{
    /// <summary>Places from one query's list to the next: a whole number of vectors.</summary>
    private readonly int _stride = StrideFor(capacity);

    /// <summary><c>[queries, stride]</c>, minus infinity in empty places.</summary>
    private readonly float[] _scores = NoScores(queries * StrideFor(capacity));
    private readonly int[] _rows = new int[queries * StrideFor(capacity)];
    private readonly int[] _counts = new int[queries];

    /// <summary>
    /// How many candidates to keep by dot products so that the k nearest by differences are among them: rounding seldom moves a point by more places.
    /// </summary>
    public static int CapacityFor(int k) => k + 8 + (k / 8);

    public void Clear()
    {
        Array.Clear(_counts);
        Array.Fill(_scores, float.NegativeInfinity);
    }

    /// <summary>Whether a candidate may have been turned away.</summary>
    public bool IsFull(int query) => _counts[query] == capacity;

    public ReadOnlySpan<int> Rows(int query) => _rows.AsSpan(query * _stride, _counts[query]);

    /// <returns>The nth best score, n from 1; minus infinity while there are fewer.</returns>
    public float ScoreAt(int query, int nth) => _counts[query] >= nth ? _scores[(query * _stride) + nth - 1] : float.NegativeInfinity;

    public float WorstScore(int query) => IsFull(query) ? _scores[(query * _stride) + capacity - 1] : float.NegativeInfinity;

    /// <returns>Whether the candidate is now among the best.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryInsert(int query, float score, int row)
    {
        var count = _counts[query];
        var start = query * _stride;
        if (count == capacity && !Better(score, row, start + capacity - 1)) return false;
        Insert(query, start, count, score, row);
        return true;
    }

    private void Insert(int query, int start, int count, float score, int row)
    {
        // Scores that are not worse come before it; among equal scores, lower rows.
        var at = start;
        var than = Vector256.Create(score);
        ref var first = ref _scores[start];
        for (var v = 0; v < count; v += Vector256<float>.Count)
        {
            at += BitOperations.PopCount(Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref first, (nuint)v), than).ExtractMostSignificantBits());
        }

        // A score of minus infinity is not worse than empty places either, so the count is the limit.
        at = Math.Min(at, start + count);
        while (at > start && _scores[at - 1] == score && row < _rows[at - 1]) at--;
        var moved = start + Math.Min(count, capacity - 1) - at;
        _scores.AsSpan(at, moved).CopyTo(_scores.AsSpan(at + 1));
        _rows.AsSpan(at, moved).CopyTo(_rows.AsSpan(at + 1));
        (_scores[at], _rows[at]) = (score, row);
        if (count < capacity) _counts[query] = count + 1;
    }

    private static int StrideFor(int capacity) => (capacity + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;

    private static float[] NoScores(int length)
    {
        var scores = new float[length];
        Array.Fill(scores, float.NegativeInfinity);
        return scores;
    }

    private bool Better(float score, int row, int than) => score > _scores[than] || (score == _scores[than] && row < _rows[than]);
}

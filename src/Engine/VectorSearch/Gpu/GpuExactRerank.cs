using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>
/// Reranks on the host the candidates that the GPU found, and notes the rows that must be searched again because rounding on the GPU could have turned a true
/// neighbour away.
/// </summary>
internal sealed class GpuExactRerank(PointMatrix points, int k, StageContext context)
{
    /// <summary><c>[n]</c> whether a row must be searched again.</summary>
    private readonly bool[] _doubtful = new bool[points.Count];

    /// <summary><c>[n, k]</c>.</summary>
    public int[] Indices { get; } = new int[(long)points.Count * k];

    /// <summary><c>[n, k]</c>.</summary>
    public float[] Distances { get; } = new float[(long)points.Count * k];

    /// <summary>Squared length of a point as the GPU holds it.</summary>
    public static float Norm(ReadOnlySpan<float> row, float[] mean)
    {
        double norm = 0;
        for (var j = 0; j < row.Length; j++)
        {
            var value = row[j] - mean[j];
            norm += (double)value * value;
        }

        return (float)norm;
    }

    public List<int> DoubtfulRows()
    {
        var rows = new List<int>();
        for (var i = 0; i < _doubtful.Length; i++)
        {
            if (_doubtful[i]) rows.Add(i);
        }

        return rows;
    }

    /// <param name="mean">What was subtracted from the points for dot products, whose rounding is then checked; null takes the candidates as they are.</param>
    public void Rerank(CandidateBlock block, GpuQueries queries, GpuPanelLayout layout, float[]? mean)
    {
        context.ForEachWithState(block.Count, () => new Scratch(block.Capacity), (q, scratch) =>
        {
            if (queries.Rows[block.First + q] is >= 0 and var row) Rerank(row, q, block, layout, mean, scratch);
        });
    }

    private void Rerank(int row, int query, CandidateBlock block, GpuPanelLayout layout, float[]? mean, Scratch scratch)
    {
        var from = points.Row(row);
        var found = block.RowsOf(query, layout, scratch.Rows);
        _doubtful[row] = found.Length < k;
        if (found.Length < k) return;
        var sorted = ExactRerank.Sort(points, from, found, scratch.Sorted);
        ExactRerank.Store(sorted, row, k, Indices, Distances);
        if (mean is null || found.Length < block.Capacity) return;
        var norm = Norm(from, mean);
        var turnedAway = MathF.Max(0, norm - (2 * block.Worst[query]));
        _doubtful[row] = sorted[k - 1].Squared >= turnedAway - PanelBounds.DotError(points.Dimension, norm, MathF.Sqrt(turnedAway));
    }

    private sealed class Scratch(int capacity)
    {
        public int[] Rows { get; } = new int[capacity];

        public (double Squared, int Row)[] Sorted { get; } = new (double, int)[capacity];
    }
}

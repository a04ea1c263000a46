using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>
/// From the device's candidates to the graph: exact distances on the host, the k best by distance and row, and who must be searched again because rounding on the device could have turned a neighbour away.
/// </summary>
internal sealed class ExactRerank(PointMatrix points, int k, StageContext context)
{
    private readonly int _count = points.Count;

    /// <summary><c>[n, k]</c>.</summary>
    public int[] Indices { get; } = new int[(long)points.Count * k];

    /// <summary><c>[n, k]</c>.</summary>
    public float[] Distances { get; } = new float[(long)points.Count * k];

    /// <summary><c>[n]</c> rows to be searched again.</summary>
    public bool[] Doubtful { get; } = new bool[points.Count];

    public NeighborGraph Graph => new() { Count = _count, K = k, Indices = Indices, Distances = Distances };

    public List<int> DoubtfulRows()
    {
        var rows = new List<int>();
        for (var i = 0; i < Doubtful.Length; i++)
        {
            if (Doubtful[i]) rows.Add(i);
        }

        return rows;
    }

    /// <param name="mean">What was taken off the points for dot products, whose rounding is then judged; null takes the candidates as they are.</param>
    public void Rerank(CandidateBlock block, GpuQueries queries, GpuPanelLayout layout, float[]? mean)
    {
        var capacity = block.Slots.Length / block.Count;
        context.ForEachWithState(block.Count, () => new (double Squared, int Row)[capacity], (q, exact) =>
        {
            if (queries.Rows[block.First + q] >= 0) Rerank(queries.Rows[block.First + q], q, block, layout, mean, exact);
        });
    }

    private void Rerank(int row, int query, CandidateBlock block, GpuPanelLayout layout, float[]? mean, (double Squared, int Row)[] exact)
    {
        var from = points.Row(row);
        var found = 0;
        for (; found < exact.Length; found++)
        {
            var slot = block.Slots[((long)found * block.Count) + query];
            if (slot < 0) break;
            exact[found] = (PointMatrix.SquaredDistance(from, points.Row(layout.Rows[slot])), layout.Rows[slot]);
        }

        Doubtful[row] = found < k;
        if (found < k) return;
        exact.AsSpan(0, found).Sort();
        for (var c = 0; c < k; c++)
        {
            Indices[((long)row * k) + c] = exact[c].Row;
            Distances[((long)row * k) + c] = (float)Math.Sqrt(exact[c].Squared);
        }

        if (mean is null || found < exact.Length) return;
        var norm = Norm(from, mean);
        var turnedAway = MathF.Max(0, norm - (2 * block.Worst[query]));
        Doubtful[row] = exact[k - 1].Squared >= turnedAway - PanelBounds.DotError(points.Dimension, norm, MathF.Sqrt(turnedAway));
    }

    /// <summary>Squared length of a point as the device has it.</summary>
    internal static float Norm(ReadOnlySpan<float> row, float[] mean)
    {
        double norm = 0;
        for (var j = 0; j < row.Length; j++)
        {
            var value = row[j] - mean[j];
            norm += (double)value * value;
        }

        return (float)norm;
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Gpu;
using Investigator.Engine.VectorSearch.Gpu.Kernels;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.Neighbors.Gpu;

/// <summary>
/// The true neighbours of sampled rows, found by searching everything. Every second row sets how far a search looks; the others measure what it found.
/// </summary>
internal sealed class GpuRecallSample
{
    /// <summary>A row is blurred when a squared distance may be wrong by more than this part of it.</summary>
    private const double MaxBlur = 0.1;

    /// <summary>More than this share of blurred rows asks for differences.</summary>
    private const double MaxBlurredShare = 0.001;

    private readonly PointMatrix _points;
    private readonly int[] _rows;

    /// <summary><c>[rows, k]</c>.</summary>
    private readonly int[][] _neighbors;

    /// <summary><c>[rows]</c> distance to the k-th true neighbour.</summary>
    private readonly float[] _reach;

    private GpuRecallSample(PointMatrix points, int[] rows, int[][] neighbors)
    {
        _points = points;
        _rows = rows;
        _neighbors = neighbors;
        _reach = [.. rows.Zip(neighbors, (row, of) => points.Distance(row, of[^1]))];
    }

    /// <param name="size">Rows to sample; those with fewer than k neighbours at a finite distance are left out.</param>
    public static GpuRecallSample Find(GpuTarget gpu, PointMatrix points, int k, int size, StageContext context)
    {
        var layout = GpuPanelLayout.Whole(points.Count);
        var queries = GpuQueries.Of([.. CoarseQuantizer.Rows(new Random(context.Seed), points.Count, size)], gpu.Align, layout);
        var rows = new List<int>();
        var neighbors = new List<int[]>();
        using var search = new GpuPanelSearch<DifferenceForm, NoFilter>(gpu, points, mean: null, layout, TopK.CapacityFor(k), context);
        search.Run(queries, block =>
        {
            var scratch = new int[block.Capacity];
            var exact = new (double Squared, int Row)[block.Capacity];
            for (var q = 0; q < block.Count; q++)
            {
                if (queries.Rows[block.First + q] is not (>= 0 and var row)) continue;
                var sorted = ExactRerank.Sort(points, points.Row(row), block.RowsOf(q, layout, scratch), exact);
                if (sorted.Length < k) continue;
                rows.Add(row);
                neighbors.Add([.. sorted[..k].ToArray().Select(static found => found.Row)]);
            }
        });
        return new GpuRecallSample(points, [.. rows], [.. neighbors]);
    }

    /// <summary>Whether rounding of dot products could hide neighbours of more than a few sampled rows.</summary>
    public bool RoundingMatters()
    {
        var mean = _points.Mean();
        var blurred = 0;
        for (var s = 0; s < _rows.Length; s++)
        {
            var norm = (float)PointMatrix.SquaredDistance(_points.Row(_rows[s]), mean);
            if (PanelBounds.DotError(_points.Dimension, norm, _reach[s]) > MaxBlur * _reach[s] * _reach[s]) blurred++;
        }

        return blurred > MaxBlurredShare * _rows.Length;
    }

    /// <summary>
    /// How far apart by <paramref name="policy"/> the cells of a point and its neighbour are, for this share of the true neighbours of every second sampled
    /// row.
    /// </summary>
    public float NearnessFor(double share, int[] cellOf, GpuProbePolicy policy)
    {
        var needed = new List<float>();
        for (var s = 0; s < _rows.Length; s += 2)
        {
            foreach (var neighbor in _neighbors[s]) needed.Add(policy.Between(cellOf[_rows[s]], cellOf[neighbor]));
        }

        needed.Sort();
        return needed.Count == 0 ? float.PositiveInfinity : needed[Math.Clamp((int)Math.Ceiling(share * needed.Count) - 1, 0, needed.Count - 1)];
    }

    /// <summary>Share of the true neighbours in a graph, over the sampled rows that did not set how far to look.</summary>
    public double Recall(NeighborGraph graph) =>
        RecallSample.Share(_rows, _reach, graph.K, first: 1, slack: 1, (row, nth) => graph.Distances[((long)row * graph.K) + nth]);
}

using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Descent;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.Neighbors;

/// <summary>The true neighbours of sampled queries. Every second query helps to set how far a search looks; the others measure what it found.</summary>
internal sealed class RecallSample
{
    private const int Chunk = 128;

    private readonly int _k;
    private readonly int[] _rows;

    /// <summary><c>[queries]</c> distance to the k-th true neighbour.</summary>
    private readonly float[] _reach;

    /// <summary>
    /// <c>[queries / 2, k]</c> deviations at which each true neighbour's cell is searched (see <see cref="ProbePolicy"/>); 0 in the cells that are searched
    /// anyway. Ascending once all are found.
    /// </summary>
    private readonly float[] _deviations;

    private RecallSample(int k, int[] rows)
    {
        _k = k;
        _rows = rows;
        _reach = new float[rows.Length];
        _deviations = new float[(rows.Length + 1) / 2 * k];
    }

    /// <param name="size">How many queries to sample.</param>
    public static RecallSample Find<TTile>(IvfIndex index, int k, int size, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var sample = new RecallSample(k, CoarseQuantizer.Rows(new Random(context.Seed), index.Points.Count, size));
        var cells = index.CellOfRow();
        context.ForEachRange(size, Chunk, () => new IvfSearch<TTile>(index, k), (first, end, search) =>
        {
            sample.Find(index, cells, search, first, end);
            meter.Add(0);
        });
        Array.Sort(sample._deviations);
        return sample;
    }

    /// <summary>Share of true neighbours found, over every second sampled query.</summary>
    /// <param name="rows"><c>[queries]</c> the sampled rows.</param>
    /// <param name="reach"><c>[queries]</c> distance to each one's k-th true neighbour.</param>
    /// <param name="first">0 for the queries that set how far to look, 1 for the others.</param>
    /// <param name="slack">Factor on the reach: 1, or a little more where distances were rounded.</param>
    /// <param name="distance">Distance from a row to the nth neighbour found, n from 0.</param>
    public static double Share(ReadOnlySpan<int> rows, ReadOnlySpan<float> reach, int k, int first, float slack, Func<int, int, float> distance)
    {
        var found = 0L;
        var all = 0L;
        for (var s = first; s < rows.Length; s += 2)
        {
            var furthest = reach[s] * slack;
            for (var nth = 0; nth < k; nth++) found += distance(rows[s], nth) <= furthest ? 1 : 0;
            all += k;
        }

        return all == 0 ? 1 : (double)found / all;
    }

    /// <summary>The limit at which this share of the sampled true neighbours would have been found.</summary>
    public float LimitFor(double share)
    {
        var place = (int)Math.Ceiling(share * _deviations.Length) - 1;
        return place >= _deviations.Length - 1 ? float.PositiveInfinity : _deviations[Math.Max(0, place)] * (1 + 1e-5f);
    }

    /// <summary>Share of the true neighbours that a graph found, over the queries that did not set the limit.</summary>
    /// <param name="distances"><c>[n, k]</c>, ascending within a row.</param>
    public double Recall(float[] distances) => Share(_rows, _reach, _k, first: 1, slack: 1, (row, nth) => distances[((long)row * _k) + nth]);

    /// <summary>Share of the true neighbours that lists hold so far, over the queries that set the limit.</summary>
    /// <param name="lists">At least k places each.</param>
    /// <param name="pointOf"><c>[n]</c> the point of each row.</param>
    public double Recall(NeighborLists lists, int[] pointOf) =>
        Share(_rows, _reach, _k, first: 0, slack: 1 + 1e-6f, (row, nth) => MathF.Sqrt(lists.Squared(pointOf[row], nth)));

    /// <summary>Points that a query looks at in a search with this limit, on average over the sampled queries.</summary>
    public double PointsWithin<TTile>(IvfIndex index, float limit, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var points = 0L;
        var cells = index.CellOfRow();
        context.ForEachRange(_rows.Length, Chunk, () => new IvfSearch<TTile>(index, _k), (first, end, search) =>
        {
            var rows = _rows.AsSpan(first, end - first);
            search.Begin(rows, Array.ConvertAll(rows.ToArray(), row => cells[row]));
            search.SearchNear(limit);
            meter.Add(0);
        }, search => points += search.Scored);
        return (double)points / _rows.Length;
    }

    private void Find<TTile>(IvfIndex index, int[] cells, IvfSearch<TTile> search, int from, int to)
        where TTile : struct, IDistanceTile
    {
        var rows = _rows.AsSpan(from, to - from);
        var own = Array.ConvertAll(rows.ToArray(), row => cells[row]);
        search.Begin(rows, own);
        var radius = new float[own.Length];
        for (var q = 0; q < own.Length; q++) radius[q] = search.Radius(q);
        search.SearchNear(float.PositiveInfinity);
        var scratch = new (double Squared, int Row)[TopK.CapacityFor(_k)];
        for (var q = 0; q < own.Length; q++)
        {
            var found = search.Nearest(q, scratch);
            _reach[from + q] = (float)Math.Sqrt(found[^1].Squared);
            if ((from + q) % 2 != 0) continue;
            for (var c = 0; c < found.Length; c++)
            {
                var cell = cells[found[c].Row];
                _deviations[((from + q) / 2 * _k) + c] = search.Searched(q).Contains(cell) ? 0 : Deviations(index, rows[q], cell, radius[q]);
            }
        }
    }

    private static float Deviations(IvfIndex index, int row, int cell, float radius)
    {
        var center = index.Cells.Centers.AsSpan(cell * index.Points.Rows.Dimension, index.Points.Rows.Dimension);
        return index.Probe.Deviations(cell, (float)PointMatrix.SquaredDistance(index.Points.Rows.Row(row), center), radius);
    }
}

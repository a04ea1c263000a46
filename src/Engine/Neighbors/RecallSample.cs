using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Descent;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.Neighbors;

/// <summary>The true neighbours of sampled queries: half of them set how far to look, the other half measures what was found.</summary>
internal sealed class RecallSample
{
    private const int Chunk = 128;

    private readonly int _k;
    private readonly int[] _rows;

    /// <summary><c>[queries]</c> distance to the k-th true neighbour.</summary>
    private readonly float[] _reach;

    /// <summary><c>[queries / 2, k]</c> deviations at which each true neighbour's cell is searched (see <see cref="ProbePolicy"/>); 0 in the cells that are searched anyway. Ascending once all are found.</summary>
    private readonly float[] _deviations;

    private RecallSample(int k, int[] rows) => (_k, _rows, _reach, _deviations) = (k, rows, new float[rows.Length], new float[(rows.Length + 1) / 2 * k]);

    public static RecallSample Find<TTile>(IvfIndex file, int k, int size, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var count = file.Points.Count;
        var truth = new RecallSample(k, CoarseQuantizer.Rows(new Random(context.Seed), count, size));
        var cells = file.CellOfRow();
        context.ForEachWithState((size + Chunk - 1) / Chunk, () => new IvfSearch<TTile>(file, k), (chunk, search) =>
        {
            truth.Find(file, cells, search, chunk * Chunk, Math.Min(size, (chunk + 1) * Chunk));
            meter.Add(0);
        });
        Array.Sort(truth._deviations);
        return truth;
    }

    /// <summary>The limit at which this share of the sampled true neighbours would have been found.</summary>
    public float LimitFor(double share)
    {
        var place = (int)Math.Ceiling(share * _deviations.Length) - 1;
        return place >= _deviations.Length - 1 ? float.PositiveInfinity : _deviations[Math.Max(0, place)] * (1 + 1e-5f);
    }

    /// <summary>Share of the true neighbours that a graph found, over the queries that did not set the limit.</summary>
    /// <param name="distances"><c>[n, k]</c>, ascending within a row.</param>
    public double Recall(float[] distances)
    {
        var (found, all) = (0L, 0L);
        for (var s = 1; s < _rows.Length; s += 2)
        {
            var reach = _reach[s];
            foreach (var distance in distances.AsSpan((int)((long)_rows[s] * _k), _k)) found += distance <= reach ? 1 : 0;
            all += _k;
        }

        return (double)found / all;
    }

    /// <summary>Share of the true neighbours that lists hold by now, over the queries that set the limit.</summary>
    /// <param name="lists">At least k places each.</param>
    /// <param name="number"><c>[n]</c> what each row is called there.</param>
    public double Recall(NeighborLists lists, int[] number)
    {
        var (found, all) = (0L, 0L);
        for (var s = 0; s < _rows.Length; s += 2)
        {
            // Rounding of the squares may not make a true neighbour one too far.
            var reach = _reach[s] * (1 + 1e-6f);
            for (var c = 0; c < _k; c++) found += MathF.Sqrt(lists.Squared(number[_rows[s]], c)) <= reach ? 1 : 0;
            all += _k;
        }

        return (double)found / all;
    }

    /// <summary>Points that a query looks at in a search with this limit, on average over the sampled ones.</summary>
    public double PointsWithin<TTile>(IvfIndex file, float limit, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var points = 0L;
        var cells = file.CellOfRow();
        context.ForEachWithState((_rows.Length + Chunk - 1) / Chunk, () => new IvfSearch<TTile>(file, _k), (chunk, search) =>
        {
            var rows = _rows.AsSpan(chunk * Chunk, Math.Min(Chunk, _rows.Length - (chunk * Chunk)));
            search.Begin(rows, Array.ConvertAll(rows.ToArray(), row => cells[row]));
            search.SearchNear(limit);
            meter.Add(0);
        }, search => points += search.Scored);
        return (double)points / _rows.Length;
    }

    private void Find<TTile>(IvfIndex file, int[] cells, IvfSearch<TTile> search, int from, int to)
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
            var found = search.Rerank(q, scratch);
            _reach[from + q] = (float)Math.Sqrt(found[^1].Squared);
            if ((from + q) % 2 != 0) continue;
            for (var c = 0; c < found.Length; c++)
            {
                _deviations[((from + q) / 2 * _k) + c] = search.Searched(q).Contains(cells[found[c].Row]) ? 0 : Deviations(file, rows[q], cells[found[c].Row], radius[q]);
            }
        }
    }

    private static float Deviations(IvfIndex file, int row, int cell, float radius) => file.Probe.Deviations(
        cell,
        (float)PointMatrix.SquaredDistance(file.Points.Row(row), file.Cells.Centers.AsSpan(cell * file.Points.Dimension, file.Points.Dimension)),
        radius);
}

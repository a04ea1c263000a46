using System.Numerics;
using System.Runtime.InteropServices;

namespace Investigator.Engine.Neighbors;

/// <summary>What every worker of an inverted file's search reads.</summary>
/// <param name="CellOf"><c>[panels]</c> cell of each panel of the layout.</param>
internal sealed record InvertedFile(float[] Points, int Dimension, CellPartition Cells, PanelLayout Layout, PanelLayout Centers, CellProbe Probe, int[] CellOf);

/// <summary>
/// Searches cells for one block of queries. Queries that want the same cell go through its panels together, eight at a time: a cell is read once a block, however many of its queries want it.
/// </summary>
internal sealed unsafe class CellSearch<TTile> : IDisposable
    where TTile : struct, IDistanceTile
{
    /// <summary>Queries a block: enough that dozens of them want the same cell, few enough that their candidates stay in the second-level cache.</summary>
    public const int Block = 4096;

    private readonly InvertedFile _file;
    private readonly int _dimension;
    private readonly int _k;
    private readonly BestList _best;
    private readonly float[] _centered;
    private readonly float[] _norms = new float[Block];
    private readonly float[] _thresholds = new float[Block];
    private readonly int[] _rows = new int[Block];
    private readonly int[] _own = new int[Block];
    private readonly int[] _starts;
    private readonly float* _group;
    private (int Cell, int Query)[] _pairs = new (int, int)[Block];
    private int[] _queries = new int[Block];
    private int _wanted;
    private int _count;

    public CellSearch(InvertedFile file, int k)
    {
        (_file, _dimension, _k) = (file, file.Dimension, k);
        _best = new BestList(BestList.CapacityFor(k), Block);
        _centered = new float[Block * file.Dimension];
        _starts = new int[file.Cells.Count + 1];
        _group = (float*)NativeMemory.AlignedAlloc((nuint)(RowGroup.Width * file.Dimension * sizeof(float)), 64);
    }

    /// <summary>Begins anew with at most <see cref="Block"/> queries and searches each one's own cell.</summary>
    /// <param name="rows">The queries.</param>
    /// <param name="own">Per query the cell it lies in.</param>
    public void SearchOwn(ReadOnlySpan<int> rows, ReadOnlySpan<int> own)
    {
        _count = rows.Length;
        _wanted = 0;
        rows.CopyTo(_rows);
        own.CopyTo(_own);
        _best.Clear();
        for (var q = 0; q < _count; q++)
        {
            _norms[q] = RowGroup.Center(PointMatrix.Row(_file.Points, _dimension, rows[q]), _file.Layout.Mean, _centered.AsSpan(q * _dimension, _dimension));
            _thresholds[q] = float.NegativeInfinity;
            Want(own[q], q);
        }

        SearchWanted();
    }

    /// <summary>Searches every other cell that is near enough; all others where the limit is infinite.</summary>
    /// <param name="limit">See <see cref="CellProbe"/>.</param>
    public void SearchNear(float limit)
    {
        _wanted = 0;
        var places = stackalloc int[RowGroup.Width];
        var none = stackalloc float[RowGroup.Width];
        var marks = stackalloc ulong[RowGroup.Width];
        var scores = stackalloc float[RowGroup.Width * PanelLayout.Width];
        new Span<float>(none, RowGroup.Width).Fill(float.NegativeInfinity);
        for (var first = 0; first < _count; first += RowGroup.Width)
        {
            var size = Math.Min(RowGroup.Width, _count - first);
            for (var r = 0; r < size; r++) places[r] = first + r;
            RowGroup.Pack(_centered, _dimension, new ReadOnlySpan<int>(places, size), _group);
            for (var panel = 0; panel < _file.Centers.Panels; panel++)
            {
                TTile.Score(_group, RowGroup.Width, _file.Centers.Panel(panel), _file.Centers.Bias(panel), _dimension, none, scores, marks);
                for (var q = first; q < first + size; q++)
                {
                    var near = float.IsPositiveInfinity(limit) ? marks[q - first] : _file.Probe.Near(panel, scores + ((q - first) * PanelLayout.Width), _norms[q], Radius(q), limit);
                    for (; near != 0; near &= near - 1)
                    {
                        var cell = (panel * PanelLayout.Width) + BitOperations.TrailingZeroCount(near);
                        if (cell != _own[q]) Want(cell, q);
                    }
                }
            }
        }

        SearchWanted();
    }

    /// <summary>Square of the k-th distance so far; infinite while fewer are known.</summary>
    public float Radius(int query)
    {
        var score = _best.ScoreAt(query, _k);
        return float.IsNegativeInfinity(score) ? float.PositiveInfinity : MathF.Max(0, _norms[query] - (2 * score));
    }

    /// <summary>The k nearest of a query's candidates, by their distances out of differences, equal ones by row; fewer when there are no more.</summary>
    /// <param name="scratch">At least <see cref="BestList.CapacityFor"/> entries.</param>
    public ReadOnlySpan<(double Squared, int Row)> Settle(int query, (double Squared, int Row)[] scratch)
    {
        var rows = _best.Rows(query);
        var from = PointMatrix.Row(_file.Points, _dimension, _rows[query]);
        for (var c = 0; c < rows.Length; c++) scratch[c] = (PointMatrix.SquaredDistance(from, PointMatrix.Row(_file.Points, _dimension, rows[c])), rows[c]);
        scratch.AsSpan(0, rows.Length).Sort();
        return scratch.AsSpan(0, Math.Min(_k, rows.Length));
    }

    public void Dispose() => NativeMemory.AlignedFree(_group);

    private void Want(int cell, int query)
    {
        if (_wanted == _pairs.Length) Array.Resize(ref _pairs, 2 * _wanted);
        _pairs[_wanted++] = (cell, query);
    }

    private void SearchWanted()
    {
        Array.Clear(_starts);
        for (var p = 0; p < _wanted; p++) _starts[_pairs[p].Cell + 1]++;
        for (var c = 0; c < _file.Cells.Count; c++) _starts[c + 1] += _starts[c];
        if (_queries.Length < _wanted) _queries = new int[_pairs.Length];

        // Filling a cell moves its start on to the next cell's.
        for (var p = 0; p < _wanted; p++) _queries[_starts[_pairs[p].Cell]++] = _pairs[p].Query;
        for (var c = 0; c < _file.Cells.Count; c++) SearchCell(c, _queries.AsSpan(c == 0 ? 0 : _starts[c - 1], _starts[c] - (c == 0 ? 0 : _starts[c - 1])));
    }

    private void SearchCell(int cell, ReadOnlySpan<int> queries)
    {
        var thresholds = stackalloc float[RowGroup.Width];
        var marks = stackalloc ulong[RowGroup.Width];
        var scores = stackalloc float[RowGroup.Width * PanelLayout.Width];
        for (var first = 0; first < queries.Length; first += RowGroup.Width)
        {
            var group = queries[first..Math.Min(queries.Length, first + RowGroup.Width)];
            RowGroup.Pack(_centered, _dimension, group, _group);
            for (var r = 0; r < RowGroup.Width; r++) thresholds[r] = r < group.Length ? _thresholds[group[r]] : float.PositiveInfinity;
            for (var panel = _file.Cells.FirstPanel[cell]; panel < _file.Cells.FirstPanel[cell + 1]; panel++)
            {
                if (!TTile.Score(_group, RowGroup.Width, _file.Layout.Panel(panel), _file.Layout.Bias(panel), _dimension, thresholds, scores, marks)) continue;
                for (var r = 0; r < group.Length; r++)
                {
                    if (marks[r] != 0) thresholds[r] = Take(group[r], panel, marks[r], scores + (r * PanelLayout.Width));
                }
            }
        }
    }

    /// <returns>The query's threshold from now on.</returns>
    private float Take(int query, int panel, ulong mark, float* scores)
    {
        for (; mark != 0; mark &= mark - 1)
        {
            var column = BitOperations.TrailingZeroCount(mark);
            var row = _file.Layout.Order[(panel * PanelLayout.Width) + column];
            if (row != _rows[query]) _best.Offer(query, scores[column], row);
        }

        // One step below the worst kept, so that an equal one is seen and settled by its row.
        return _thresholds[query] = _best.IsFull(query) ? MathF.BitDecrement(_best.WorstScore(query)) : float.NegativeInfinity;
    }
}

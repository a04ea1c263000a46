using System.Numerics;
using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Ivf;

/// <summary>
/// Searches cells for one block of queries. Queries that want the same cell go through its panels together, eight at a time: a cell is read once a block, however many of its queries want it.
/// </summary>
internal sealed unsafe class IvfSearch<TTile> : IDisposable
    where TTile : struct, IDistanceTile
{
    /// <summary>Queries a block: enough that dozens of them want the same cell, few enough that their candidates stay in the second-level cache.</summary>
    public const int Block = 2048;

    /// <summary>
    /// Cells searched before any is judged: with its k-th distance over these a query judges all others nearly as well as if it knew the true one (1,000,000 x 32, recall 0.99, over 1,024 sampled
    /// rows: 6.0% of all pairs with none, 4.9% with 4, 4.5% with 16, 4.4% knowing the true one).
    /// </summary>
    private const int NearestCells = 8;

    /// <summary>Panels that are packed and searched at a time where the layout does not hold them.</summary>
    private const int PanelsAtOnce = 8;

    private readonly IvfIndex _file;
    private readonly int _dimension;
    private readonly int _k;
    private readonly TopK _best;
    private readonly TopK _nearest = new(NearestCells, QueryPack.Width);
    private readonly int[] _rows = new int[Block];

    /// <summary><c>[Block, NearestCells]</c> the query's own cell and others already searched.</summary>
    private readonly int[] _searched = new int[Block * NearestCells];
    private readonly int[] _starts;
    private readonly float[] _scratch;
    private readonly float* _group;

    /// <summary><c>[panels, d, 48]</c> those of a cell that the layout does not hold.</summary>
    private readonly float* _panels;
    private (int Cell, int Query)[] _pairs = new (int, int)[Block];
    private int[] _queries = new int[Block];
    private int _wanted;
    private int _count;

    public IvfSearch(IvfIndex file, int k)
    {
        (_file, _dimension, _k) = (file, file.Points.Dimension, k);
        _best = new TopK(TopK.CapacityFor(k), Block);
        _scratch = new float[file.Points.Dimension];
        _starts = new int[file.Cells.Count + 1];
        _group = (float*)NativeMemory.AlignedAlloc((nuint)(QueryPack.Width * file.Points.Dimension * sizeof(float)), 64);
        _panels = (float*)NativeMemory.AlignedAlloc((nuint)PanelsAtOnce * PanelLayout.Width * (nuint)file.Points.Dimension * sizeof(float), 64);
    }

    /// <summary>Pairs of query and point scored so far.</summary>
    public long Scored { get; private set; }

    /// <summary>Begins anew with at most <see cref="Block"/> queries and searches each one's own cell and the few whose centres are nearest.</summary>
    /// <param name="rows">The queries.</param>
    /// <param name="own">Per query the cell it lies in.</param>
    public void Begin(ReadOnlySpan<int> rows, ReadOnlySpan<int> own)
    {
        _count = rows.Length;
        _wanted = 0;
        rows.CopyTo(_rows);
        _best.Clear();
        for (var q = 0; q < _count; q++)
        {
            Searched(q).Fill(own[q]);
            Want(own[q], q);
        }

        ScoreCenters(new NearestFew(this));
        SearchWanted();
    }

    /// <summary>The cells that were searched for a query before any was judged.</summary>
    public Span<int> Searched(int query) => _searched.AsSpan(query * NearestCells, NearestCells);

    /// <summary>Searches every other cell that is near enough; all others where the limit is infinite.</summary>
    /// <param name="limit">See <see cref="ProbePolicy"/>.</param>
    public void SearchNear(float limit)
    {
        _wanted = 0;
        ScoreCenters(new NearEnough(this, limit));
        SearchWanted();
    }

    /// <summary>Square of the k-th distance so far; infinite while fewer are known.</summary>
    public float Radius(int query) => MathF.Max(0, -2 * _best.ScoreAt(query, _k));

    /// <summary>The k nearest of a query's candidates, by their distances out of differences, equal ones by row; fewer when there are no more.</summary>
    /// <param name="scratch">At least <see cref="TopK.CapacityFor"/> entries.</param>
    public ReadOnlySpan<(double Squared, int Row)> Rerank(int query, (double Squared, int Row)[] scratch)
    {
        var rows = _best.Rows(query);
        var from = _file.Points.Row(_rows[query]);
        for (var c = 0; c < rows.Length; c++) scratch[c] = (PointMatrix.SquaredDistance(from, _file.Points.Row(rows[c])), rows[c]);
        scratch.AsSpan(0, rows.Length).Sort();
        return scratch.AsSpan(0, Math.Min(_k, rows.Length));
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_group);
        NativeMemory.AlignedFree(_panels);
    }

    /// <summary>Scores the centres of all cells against all queries, eight queries at a time.</summary>
    private void ScoreCenters<TTaker>(TTaker taker)
        where TTaker : struct, ICenterTaker
    {
        var norms = stackalloc float[QueryPack.Width];
        var thresholds = stackalloc float[QueryPack.Width];
        var marks = stackalloc ulong[QueryPack.Width];
        var scores = stackalloc float[QueryPack.Width * PanelLayout.Width];
        for (var first = 0; first < _count; first += QueryPack.Width)
        {
            var size = Math.Min(QueryPack.Width, _count - first);
            for (var r = 0; r < size; r++) norms[r] = QueryPack.Pack(_file.Points.Row(_rows[first + r]), _file.Centers.Mean, r, _scratch, _group);
            taker.Begin();
            for (var panel = 0; panel < _file.Centers.Panels; panel++)
            {
                for (var r = 0; r < QueryPack.Width; r++) thresholds[r] = taker.Threshold(r);
                TTile.Score(_group, QueryPack.Width, _file.Centers.Panel(panel), _file.Centers.Bias(panel), _dimension, thresholds, scores, marks);
                for (var r = 0; r < size; r++)
                {
                    if (marks[r] != 0) taker.Take(first + r, r, panel, marks[r], scores + (r * PanelLayout.Width), norms[r]);
                }
            }

            taker.End(first, size);
        }
    }

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
        Scored += (long)queries.Length * _file.Cells.Size[cell];
        if (queries.Length == 0) return;
        var (first, last) = (_file.Cells.FirstPanel[cell], _file.Cells.FirstPanel[cell + 1]);
        var step = _file.Layout.Holds(last) ? last - first : PanelsAtOnce;
        for (var from = first; from < last; from += step) SearchPanels(cell, from, Math.Min(last, from + step), queries);
    }

    private void SearchPanels(int cell, int from, int end, ReadOnlySpan<int> queries)
    {
        var origin = _file.Cells.Centers.AsSpan(cell * _dimension, _dimension);
        var packed = _file.Layout.Run(from, end, _panels);
        var halves = stackalloc float[QueryPack.Width];
        var thresholds = stackalloc float[QueryPack.Width];
        var marks = stackalloc ulong[QueryPack.Width];
        var scores = stackalloc float[QueryPack.Width * PanelLayout.Width];
        for (var first = 0; first < queries.Length; first += QueryPack.Width)
        {
            var group = queries[first..Math.Min(queries.Length, first + QueryPack.Width)];
            for (var r = 0; r < QueryPack.Width; r++)
            {
                // A score against this origin is half the squared length more than minus half the squared distance, which compares across cells.
                if (r < group.Length) halves[r] = QueryPack.Pack(_file.Points.Row(_rows[group[r]]), origin, r, _scratch, _group) / 2;
                thresholds[r] = r < group.Length ? Threshold(group[r], halves[r]) : float.PositiveInfinity;
            }

            for (var panel = from; panel < end; panel++)
            {
                if (!TTile.Score(_group, QueryPack.Width, packed + ((nint)(panel - from) * PanelLayout.Width * _dimension), _file.Layout.Bias(panel), _dimension, thresholds, scores, marks)) continue;
                for (var r = 0; r < group.Length; r++)
                {
                    if (marks[r] == 0) continue;
                    Take(group[r], panel, marks[r], scores + (r * PanelLayout.Width), halves[r]);
                    thresholds[r] = Threshold(group[r], halves[r]);
                }
            }
        }
    }

    private void Take(int query, int panel, ulong mark, float* scores, float half)
    {
        for (; mark != 0; mark &= mark - 1)
        {
            var column = BitOperations.TrailingZeroCount(mark);
            var row = _file.Layout.Order[(panel * PanelLayout.Width) + column];
            if (row != _rows[query]) _best.TryInsert(query, scores[column] - half, row);
        }
    }

    /// <summary>Where the worst kept score of a query stands against an origin, a little below, so that what equals it is seen and settled by its row.</summary>
    private float Threshold(int query, float half) => _best.WorstScore(query) + half - (half * 2e-7f);

    /// <summary>What is done with the scores of centres.</summary>
    private interface ICenterTaker
    {
        /// <summary>Eight queries begin.</summary>
        void Begin();

        /// <summary>Scores of no interest to the eight's r-th query.</summary>
        float Threshold(int r);

        void Take(int query, int r, int panel, ulong marks, float* scores, float norm);

        /// <summary>All centres are scored against these queries.</summary>
        void End(int first, int size);
    }

    /// <summary>Keeps the cells with the nearest centres.</summary>
    private readonly struct NearestFew(IvfSearch<TTile> search) : ICenterTaker
    {
        public void Begin() => search._nearest.Clear();

        public float Threshold(int r) => search._nearest.WorstScore(r);

        public void Take(int query, int r, int panel, ulong marks, float* scores, float norm)
        {
            for (; marks != 0; marks &= marks - 1)
            {
                var column = BitOperations.TrailingZeroCount(marks);
                search._nearest.TryInsert(r, scores[column], (panel * PanelLayout.Width) + column);
            }
        }

        public void End(int first, int size)
        {
            for (var r = 0; r < size; r++)
            {
                // The own cell keeps the first place; where its centre is not among the nearest, the last of them gives way.
                var searched = search.Searched(first + r);
                var own = searched[0];
                var place = 1;
                foreach (var cell in search._nearest.Rows(r))
                {
                    if (cell == own || place == searched.Length) continue;
                    searched[place++] = cell;
                    search.Want(cell, first + r);
                }
            }
        }
    }

    /// <summary>Wants the cells that are near enough and were not searched yet.</summary>
    private readonly struct NearEnough(IvfSearch<TTile> search, float limit) : ICenterTaker
    {
        public void Begin()
        {
        }

        public float Threshold(int r) => float.NegativeInfinity;

        public void Take(int query, int r, int panel, ulong marks, float* scores, float norm)
        {
            var near = float.IsPositiveInfinity(limit) ? marks : search._file.Probe.Near(panel, scores, norm, search.Radius(query), limit);
            for (; near != 0; near &= near - 1)
            {
                var cell = (panel * PanelLayout.Width) + BitOperations.TrailingZeroCount(near);
                if (!search.Searched(query).Contains(cell)) search.Want(cell, query);
            }
        }

        public void End(int first, int size)
        {
        }
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Ivf;

/// <summary>
/// Searches cells for one block of queries. Queries that want the same cell go through its panels together, eight at a time, so a cell is read once per block,
/// however many queries want it.
/// </summary>
internal sealed unsafe class IvfSearch<TTile> : IDisposable
    where TTile : struct, IDistanceTile
{
    /// <summary>Queries per block: enough that dozens of them want the same cell, few enough that their candidates stay in the second-level cache.</summary>
    public const int Block = 2048;

    /// <summary>
    /// Cells that a query searches before it judges the others: with its k-th distance over these it judges them nearly as well as if it knew the true distance
    /// (1,000,000 x 32, recall 0.99, over 1,024 sampled rows: 6.0% of all pairs compared with none, 4.9% with 4, 4.5% with 16, 4.4% knowing the true distance).
    /// </summary>
    private const int NearestCells = 8;

    /// <summary>Share by which a squared distance out of scores may be wrong before a query searches its first cells once more for nothing.</summary>
    private const float Slack = 1e-4f;

    /// <summary>Panels packed and searched at a time where the layout does not hold them.</summary>
    private const int PanelsAtOnce = 8;

    private readonly IvfIndex _index;
    private readonly int _dimension;
    private readonly int _k;
    private readonly TopK _best;

    /// <summary>What short rows left over, once each query has searched its nearest cells; null where whole rows are gone through.</summary>
    private readonly MeasuredNeighbors? _measured;
    private readonly TopK _nearest = new(NearestCells, QueryPack.Width);
    private readonly int[] _rows = new int[Block];

    /// <summary>By query: more points of the cells searched first may be near enough than were measured.</summary>
    private readonly bool[] _crowded = new bool[Block];

    /// <summary><c>[Block, NearestCells]</c> the query's own cell and the others searched first.</summary>
    private readonly int[] _searched = new int[Block * NearestCells];
    private readonly int[] _starts;
    private readonly float* _group;

    /// <summary><c>[panels, d, 48]</c> those of a cell that the layout does not hold.</summary>
    private readonly float* _panels;
    private (int Cell, int Query)[] _pairs = new (int, int)[Block];
    private int[] _queries = new int[Block];
    private int _wanted;
    private int _count;

    public IvfSearch(IvfIndex index, int k)
    {
        (_index, _dimension, _k) = (index, index.Points.Rows.Dimension, k);
        _best = new TopK(TopK.CapacityFor(k), Block);
        _measured = index.Points.IsShort ? new MeasuredNeighbors(index.Points.Points, k, Block) : null;
        _starts = new int[index.Cells.Count + 1];
        _group = (float*)NativeMemory.AlignedAlloc((nuint)(QueryPack.Width * _dimension * sizeof(float)), 64);
        _panels = (float*)NativeMemory.AlignedAlloc((nuint)PanelsAtOnce * PanelLayout.Width * (nuint)_dimension * sizeof(float), 64);
    }

    /// <summary>Pairs of query and point scored so far.</summary>
    public long Scored { get; private set; }

    /// <summary>Starts with at most <see cref="Block"/> new queries and searches each one's own cell and the few whose centres are nearest.</summary>
    /// <param name="rows">The queries.</param>
    /// <param name="own">The cell of each query.</param>
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
        SearchWanted(measuring: false);
        if (_measured is not null) MeasureBest(_measured);
    }

    /// <summary>The cells that a query searched before it judged the others.</summary>
    public Span<int> Searched(int query) => _searched.AsSpan(query * NearestCells, NearestCells);

    /// <summary>Searches every other cell that is near enough; all of them when the limit is infinite.</summary>
    /// <param name="limit">See <see cref="ProbePolicy"/>.</param>
    public void SearchNear(float limit)
    {
        _wanted = 0;
        ScoreCenters(new NearEnough(this, limit));
        SearchWanted(measuring: _measured is not null);
    }

    /// <summary>
    /// Square of the k-th distance so far, by short rows where there are any; infinite while fewer are known, and 0 only where nothing can be nearer.
    /// </summary>
    public float Radius(int query)
    {
        var radius = MathF.Max(0, -2 * _best.ScoreAt(query, _k));
        return _measured is null ? radius : MathF.Max(radius, MathF.Min(float.Epsilon, _measured.Reach(query)));
    }

    /// <summary>The k nearest of a query's candidates by distance, equal ones by row; fewer when there are no more.</summary>
    /// <param name="scratch">At least <see cref="TopK.CapacityFor"/> entries.</param>
    public ReadOnlySpan<(double Squared, int Row)> Nearest(int query, (double Squared, int Row)[] scratch)
    {
        if (_measured is not null) return _measured.Of(query);
        var points = _index.Points.Points;
        var sorted = ExactRerank.Sort(points, points.Row(_rows[query]), _best.Rows(query), scratch);
        return sorted[..Math.Min(_k, sorted.Length)];
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_group);
        NativeMemory.AlignedFree(_panels);
    }

    /// <summary>Scores the centres of all cells against all queries, eight queries at a time.</summary>
    private void ScoreCenters<TVisitor>(TVisitor visitor)
        where TVisitor : struct, ICenterVisitor
    {
        var norms = stackalloc float[QueryPack.Width];
        var thresholds = stackalloc float[QueryPack.Width];
        var marks = stackalloc ulong[QueryPack.Width];
        var scores = stackalloc float[QueryPack.Width * PanelLayout.Width];
        for (var first = 0; first < _count; first += QueryPack.Width)
        {
            var size = Math.Min(QueryPack.Width, _count - first);
            QueryPack.Pack(_index.Points.Rows, _rows.AsSpan(first, size), _index.Centers.Mean, _group, QueryPack.Width, norms);
            visitor.Begin();
            for (var panel = 0; panel < _index.Centers.Panels; panel++)
            {
                for (var r = 0; r < QueryPack.Width; r++) thresholds[r] = visitor.Threshold(r);
                TTile.Score(_group, QueryPack.Width, _index.Centers.Panel(panel), _index.Centers.Bias(panel), _dimension, thresholds, scores, marks);
                for (var r = 0; r < size; r++)
                {
                    if (marks[r] != 0) visitor.Take(first + r, r, panel, marks[r], scores + (r * PanelLayout.Width), norms[r]);
                }
            }

            visitor.End(first, size);
        }
    }

    private void Want(int cell, int query)
    {
        if (_wanted == _pairs.Length) Array.Resize(ref _pairs, 2 * _wanted);
        _pairs[_wanted++] = (cell, query);
    }

    /// <summary>
    /// Measures the best of each query by their short rows, which says how far anything that is still to be measured may be. Where more points of the cells
    /// searched so far come as near as that, these cells are searched again.
    /// </summary>
    private void MeasureBest(MeasuredNeighbors measured)
    {
        measured.Clear();
        for (var q = 0; q < _count; q++)
        {
            foreach (var row in _best.Rows(q)) measured.Ask(q, _rows[q], row);
            measured.Measure();
            _crowded[q] = _best.IsFull(q) && -2 * _best.WorstScore(q) <= measured.Reach(q) * (1 + Slack);
        }
    }

    /// <param name="measuring">Whether what comes near enough is measured at once; otherwise the best are kept by their scores.</param>
    private void SearchWanted(bool measuring)
    {
        Array.Clear(_starts);
        for (var p = 0; p < _wanted; p++) _starts[_pairs[p].Cell + 1]++;
        for (var c = 0; c < _index.Cells.Count; c++) _starts[c + 1] += _starts[c];
        if (_queries.Length < _wanted) _queries = new int[_pairs.Length];

        // Filling a cell's queries moves its start up to the next cell's.
        for (var p = 0; p < _wanted; p++) _queries[_starts[_pairs[p].Cell]++] = _pairs[p].Query;
        var start = 0;
        for (var c = 0; c < _index.Cells.Count; c++)
        {
            SearchCell(c, _queries.AsSpan(start, _starts[c] - start), measuring);
            start = _starts[c];
        }
    }

    private void SearchCell(int cell, ReadOnlySpan<int> queries, bool measuring)
    {
        Scored += (long)queries.Length * _index.Cells.Size[cell];
        if (queries.Length == 0) return;
        var (first, last) = (_index.Cells.FirstPanel[cell], _index.Cells.FirstPanel[cell + 1]);
        var step = _index.Layout.Holds(last) ? last - first : PanelsAtOnce;
        for (var from = first; from < last; from += step) SearchPanels(cell, from, Math.Min(last, from + step), queries, measuring ? _measured : null);
    }

    private void SearchPanels(int cell, int from, int end, ReadOnlySpan<int> queries, MeasuredNeighbors? measured)
    {
        var origin = _index.Cells.Centers.AsSpan(cell * _dimension, _dimension);
        var packed = _index.Layout.Run(from, end, _panels);
        Span<int> rows = stackalloc int[QueryPack.Width];
        var halves = stackalloc float[QueryPack.Width];
        var thresholds = stackalloc float[QueryPack.Width];
        var marks = stackalloc ulong[QueryPack.Width];
        var scores = stackalloc float[QueryPack.Width * PanelLayout.Width];
        for (var first = 0; first < queries.Length; first += QueryPack.Width)
        {
            var group = queries[first..Math.Min(queries.Length, first + QueryPack.Width)];
            for (var r = 0; r < group.Length; r++) rows[r] = _rows[group[r]];
            QueryPack.Pack(_index.Points.Rows, rows[..group.Length], origin, _group, QueryPack.Width, halves);
            for (var r = 0; r < QueryPack.Width; r++)
            {
                // A score against this origin exceeds minus half the squared distance, which is comparable across cells, by half the squared length.
                halves[r] /= 2;
                thresholds[r] = r >= group.Length ? float.PositiveInfinity : measured is null
                    ? Threshold(group[r], halves[r])
                    : PanelBounds.LeastScore(_index.Points.Terms, 2 * halves[r], MathF.Sqrt(measured.Reach(group[r])));
            }

            for (var panel = from; panel < end; panel++)
            {
                var values = packed + ((nint)(panel - from) * PanelLayout.Width * _dimension);
                if (!TTile.Score(_group, QueryPack.Width, values, _index.Layout.Bias(panel), _dimension, thresholds, scores, marks)) continue;
                for (var r = 0; r < group.Length; r++)
                {
                    if (marks[r] == 0) continue;
                    if (measured is not null)
                    {
                        Ask(measured, group[r], cell, panel, marks[r]);
                        continue;
                    }

                    Take(group[r], panel, marks[r], scores + (r * PanelLayout.Width), halves[r]);
                    thresholds[r] = Threshold(group[r], halves[r]);
                }
            }

            measured?.Measure();
        }
    }

    /// <summary>Has points measured. In a cell that a query searched before, its best were measured then.</summary>
    private void Ask(MeasuredNeighbors measured, int query, int cell, int panel, ulong mark)
    {
        var before = _crowded[query] && Searched(query).Contains(cell) ? _best.Rows(query) : [];
        for (; mark != 0; mark &= mark - 1)
        {
            var row = _index.Layout.Order[(panel * PanelLayout.Width) + BitOperations.TrailingZeroCount(mark)];
            if (row != _rows[query] && !before.Contains(row)) measured.Ask(query, _rows[query], row);
        }
    }

    private void Take(int query, int panel, ulong mark, float* scores, float half)
    {
        for (; mark != 0; mark &= mark - 1)
        {
            var column = BitOperations.TrailingZeroCount(mark);
            var row = _index.Layout.Order[(panel * PanelLayout.Width) + column];
            if (row != _rows[query]) _best.TryInsert(query, scores[column] - half, row);
        }
    }

    /// <summary>A little below a query's worst kept score, against an origin, so that an equal score is still seen and decided by its row.</summary>
    private float Threshold(int query, float half) => _best.WorstScore(query) + half - (half * 2e-7f);

    /// <summary>What to do with the scores of centres.</summary>
    private interface ICenterVisitor
    {
        /// <summary>Called before the scores of eight queries.</summary>
        void Begin();

        /// <summary>The r-th of the eight queries ignores scores up to this.</summary>
        float Threshold(int r);

        void Take(int query, int r, int panel, ulong marks, float* scores, float norm);

        /// <summary>Called when all centres were scored against these queries.</summary>
        void End(int first, int size);
    }

    /// <summary>Keeps the cells with the nearest centres.</summary>
    private readonly struct NearestFew(IvfSearch<TTile> search) : ICenterVisitor
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
                // The query's own cell stays first; if its centre is not among the nearest, the last of those is left out.
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

    /// <summary>Asks for the cells that are near enough and were not searched yet.</summary>
    private readonly struct NearEnough(IvfSearch<TTile> search, float limit) : ICenterVisitor
    {
        public void Begin()
        {
        }

        public float Threshold(int r) => float.NegativeInfinity;

        public void Take(int query, int r, int panel, ulong marks, float* scores, float norm)
        {
            var near = float.IsPositiveInfinity(limit) ? marks : search._index.Probe.Near(panel, scores, norm, search.Radius(query), limit);
            for (; near != 0; near &= near - 1)
            {
                var cell = (panel * PanelLayout.Width) + BitOperations.TrailingZeroCount(near);
                if (!search.Searched(query).Contains(cell)) search.Want(cell, query);
            }
        }

        public void End(int first, int size)
        {
            for (var q = first; q < first + size; q++)
            {
                if (search._measured is null || !search._crowded[q]) continue;
                var searched = search.Searched(q);
                search.Want(searched[0], q);
                foreach (var cell in searched[1..]) if (cell != searched[0]) search.Want(cell, q);
            }
        }
    }
}

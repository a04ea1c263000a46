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

    /// <summary>Panels packed and searched at a time where the layout does not hold them.</summary>
    private const int PanelsAtOnce = 8;

    private readonly IvfIndex _index;
    private readonly int _dimension;
    private readonly int _k;
    private readonly TopK _best;
    private readonly TopK _nearest = new(NearestCells, QueryPack.Width);
    private readonly int[] _rows = new int[Block];

    /// <summary><c>[Block, NearestCells]</c> the query's own cell and the others searched first.</summary>
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

    public IvfSearch(IvfIndex index, int k)
    {
        (_index, _dimension, _k) = (index, index.Points.Dimension, k);
        _best = new TopK(TopK.CapacityFor(k), Block);
        _scratch = new float[index.Points.Dimension];
        _starts = new int[index.Cells.Count + 1];
        _group = (float*)NativeMemory.AlignedAlloc((nuint)(QueryPack.Width * index.Points.Dimension * sizeof(float)), 64);
        _panels = (float*)NativeMemory.AlignedAlloc((nuint)PanelsAtOnce * PanelLayout.Width * (nuint)index.Points.Dimension * sizeof(float), 64);
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
        SearchWanted();
    }

    /// <summary>The cells that a query searched before it judged the others.</summary>
    public Span<int> Searched(int query) => _searched.AsSpan(query * NearestCells, NearestCells);

    /// <summary>Searches every other cell that is near enough; all of them when the limit is infinite.</summary>
    /// <param name="limit">See <see cref="ProbePolicy"/>.</param>
    public void SearchNear(float limit)
    {
        _wanted = 0;
        ScoreCenters(new NearEnough(this, limit));
        SearchWanted();
    }

    /// <summary>Square of the k-th distance so far; infinite while fewer are known.</summary>
    public float Radius(int query) => MathF.Max(0, -2 * _best.ScoreAt(query, _k));

    /// <summary>The k nearest of a query's candidates by exact distance, equal ones by row; fewer when there are no more.</summary>
    /// <param name="scratch">At least <see cref="TopK.CapacityFor"/> entries.</param>
    public ReadOnlySpan<(double Squared, int Row)> Rerank(int query, (double Squared, int Row)[] scratch)
    {
        var sorted = ExactRerank.Sort(_index.Points, _index.Points.Row(_rows[query]), _best.Rows(query), scratch);
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
            for (var r = 0; r < size; r++) norms[r] = QueryPack.Pack(_index.Points.Row(_rows[first + r]), _index.Centers.Mean, r, _scratch, _group);
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

    private void SearchWanted()
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
            SearchCell(c, _queries.AsSpan(start, _starts[c] - start));
            start = _starts[c];
        }
    }

    private void SearchCell(int cell, ReadOnlySpan<int> queries)
    {
        Scored += (long)queries.Length * _index.Cells.Size[cell];
        if (queries.Length == 0) return;
        var (first, last) = (_index.Cells.FirstPanel[cell], _index.Cells.FirstPanel[cell + 1]);
        var step = _index.Layout.Holds(last) ? last - first : PanelsAtOnce;
        for (var from = first; from < last; from += step) SearchPanels(cell, from, Math.Min(last, from + step), queries);
    }

    private void SearchPanels(int cell, int from, int end, ReadOnlySpan<int> queries)
    {
        var origin = _index.Cells.Centers.AsSpan(cell * _dimension, _dimension);
        var packed = _index.Layout.Run(from, end, _panels);
        var halves = stackalloc float[QueryPack.Width];
        var thresholds = stackalloc float[QueryPack.Width];
        var marks = stackalloc ulong[QueryPack.Width];
        var scores = stackalloc float[QueryPack.Width * PanelLayout.Width];
        for (var first = 0; first < queries.Length; first += QueryPack.Width)
        {
            var group = queries[first..Math.Min(queries.Length, first + QueryPack.Width)];
            for (var r = 0; r < QueryPack.Width; r++)
            {
                // A score against this origin exceeds minus half the squared distance, which is comparable across cells, by half the squared length.
                if (r < group.Length) halves[r] = QueryPack.Pack(_index.Points.Row(_rows[group[r]]), origin, r, _scratch, _group) / 2;
                thresholds[r] = r < group.Length ? Threshold(group[r], halves[r]) : float.PositiveInfinity;
            }

            for (var panel = from; panel < end; panel++)
            {
                var values = packed + ((nint)(panel - from) * PanelLayout.Width * _dimension);
                if (!TTile.Score(_group, QueryPack.Width, values, _index.Layout.Bias(panel), _dimension, thresholds, scores, marks)) continue;
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
        }
    }
}

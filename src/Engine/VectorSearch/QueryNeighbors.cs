using System.Numerics;
using System.Runtime.Intrinsics;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// For points that are not among the indexed ones, their nearest indexed points (Euclidean). Difference tiles find a few more candidates than asked, whose distances are then computed
/// in double: a neighbour can be missed only for one that is as near to within float32's rounding. Panels whose ball is too far are skipped. Queries are independent of one another, so the
/// result does not depend on the number of threads.
/// </summary>
internal sealed class QueryNeighbors : IDisposable
{
    private readonly PointMatrix _points;
    private readonly StageContext _context;
    private readonly PanelLayout _layout;

    /// <param name="points"><c>[n, d]</c>, all finite, at least one row.</param>
    public QueryNeighbors(PointMatrix points, StageContext context)
    {
        (_points, _context) = (points, context);
        _layout = PanelLayout.Raw(points, PrincipalAxisTree.Of(points, PanelLayout.Width, context), context);
    }

    /// <param name="queries"><c>[q, d]</c>, all finite.</param>
    /// <param name="k">Neighbours of each; at most n.</param>
    /// <returns>Rows and distances <c>[q, k]</c>, nearest first, equal ones by rising row.</returns>
    public (int[] Rows, double[] Distances) Find(PointMatrix queries, int k, ProgressMeter meter)
    {
        var count = queries.Count;
        var rows = new int[(long)count * k];
        var distances = new double[(long)count * k];
        if (count == 0) return (rows, distances);
        using var layout = PanelLayout.Raw(queries, PrincipalAxisTree.Of(queries, PanelLayout.Width, _context), _context);
        _context.ForEachWithState(layout.Panels, () => new Worker(this, queries, layout, k, rows, distances), (panel, worker) =>
        {
            worker.Search(panel);
            meter.Add(layout.SlotsIn(panel));
        });
        return (rows, distances);
    }

    public void Dispose() => _layout.Dispose();

    private sealed unsafe class Worker(QueryNeighbors all, PointMatrix queries, PanelLayout from, int k, int[] rows, double[] distances)
    {
        private const int Width = PanelLayout.Width;

        /// <summary>More than asked, so that rounding cannot push a true neighbour out.</summary>
        private readonly TopK _best = new(TopK.CapacityFor(k));
        private readonly float[] _bounds = new float[all._layout.Panels * Width];
        private readonly float[] _eight = new float[QueryPack.Width * Width];
        private readonly float[] _group = new float[QueryPack.Width * all._points.Dimension];
        private readonly float[] _keys = new float[all._layout.Panels];
        private readonly int[] _panels = new int[all._layout.Panels];
        private readonly float[] _cutoffs = new float[Width];
        private readonly float[] _thresholds = new float[Width];

        public void Search(int home)
        {
            var slots = from.SlotsIn(home);
            _best.Clear();
            _cutoffs.AsSpan().Fill(float.NegativeInfinity);
            _cutoffs.AsSpan(0, slots).Fill(float.PositiveInfinity);
            _thresholds.AsSpan().Fill(float.PositiveInfinity);
            _thresholds.AsSpan(0, slots).Fill(float.NegativeInfinity);
            FillBounds(home);
            SortPanels(slots);
            var marks = stackalloc ulong[8];
            var scores = stackalloc float[8 * Width];
            fixed (float* thresholds = _thresholds)
            {
                foreach (var panel in _panels)
                {
                    for (var g = 0; 8 * g < slots; g++)
                    {
                        if (!Vector256.LessThanOrEqualAny(Vector256.LoadUnsafe(ref _bounds[(panel * Width) + (8 * g)]), Vector256.LoadUnsafe(ref _cutoffs[8 * g]))) continue;
                        if (DifferenceTile.Score(from.Panel(home) + (8 * g), Width, all._layout.Panel(panel), all._layout.Bias(panel), all._points.Dimension, thresholds + (8 * g), scores, marks)) Take(panel, g, scores, marks);
                    }
                }
            }

            for (var q = 0; q < slots; q++) Settle(from.Order[(home * Width) + q], q);
        }

        private void FillBounds(int home)
        {
            Span<int> panels = stackalloc int[QueryPack.Width];
            fixed (float* group = _group)
            {
                for (var p = 0; p < _panels.Length; p += panels.Length)
                {
                    var size = Math.Min(panels.Length, _panels.Length - p);
                    for (var i = 0; i < size; i++) panels[i] = p + i;
                    PanelBounds.Fill<DifferenceTile>(from.Panel(home), from.Bias(home), from.Norms.AsSpan(home * Width, Width), all._layout, panels[..size], dots: false, group, _eight);
                    _eight.AsSpan(0, size * Width).CopyTo(_bounds.AsSpan(p * Width));
                }
            }
        }

        /// <summary>Least bounds first: the thresholds fall early, and most of the rest is skipped.</summary>
        private void SortPanels(int slots)
        {
            for (var p = 0; p < _panels.Length; p++)
            {
                _panels[p] = p;
                _keys[p] = 0;
                foreach (var bound in _bounds.AsSpan(p * Width, slots)) _keys[p] += bound;
            }

            Array.Sort(_keys, _panels);
        }

        private void Take(int panel, int g, float* scores, ulong* marks)
        {
            for (var r = 0; r < 8; r++)
            {
                var q = (8 * g) + r;
                var changed = false;
                for (var mark = marks[r]; mark != 0; mark &= mark - 1)
                {
                    var column = BitOperations.TrailingZeroCount(mark);
                    changed |= _best.TryInsert(q, scores[(r * Width) + column], all._layout.Order[(panel * Width) + column]);
                }

                if (!changed || !_best.IsFull(q)) continue;

                // One step below the worst kept score, so that an equal one is seen and settled by its row.
                var worst = _best.WorstScore(q);
                _thresholds[q] = MathF.BitDecrement(worst);
                _cutoffs[q] = MathF.Sqrt(MathF.Max(0, -2 * worst) * (1 + PanelBounds.RelativeError(all._points.Dimension))) * (1 + 1e-6f);
            }
        }

        private void Settle(int query, int q)
        {
            var point = queries.Row(query);
            var candidates = _best.Rows(q);

            // So far out that squares overflow float32, a query finds nothing by tiles.
            if (candidates.Length < k) candidates = Enumerable.Range(0, all._layout.Count).ToArray();
            var exact = new (double Squared, int Row)[candidates.Length];
            for (var c = 0; c < exact.Length; c++) exact[c] = (PointMatrix.SquaredDistance(point, all._points.Row(candidates[c])), candidates[c]);
            Array.Sort(exact);
            for (var c = 0; c < k; c++) (rows[((long)query * k) + c], distances[((long)query * k) + c]) = (exact[c].Row, Math.Sqrt(exact[c].Squared));
        }
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// Finds the nearest indexed points of queries that are not indexed themselves (Euclidean). Difference tiles find a few more candidates than asked for, and
/// their distances are then computed in double: a neighbour can only be missed for one that is as near to within float32's rounding. Panels whose ball is too
/// far away are skipped. Queries are independent of one another, so the result does not depend on the number of threads.
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

        private readonly ScoredSearch _search = new(all._layout, k, dots: false, all._layout.Panels);
        private readonly float[] _eight = new float[QueryPack.Width * Width];
        private readonly float[] _pack = new float[QueryPack.Width * all._points.Dimension];
        private readonly float[] _keys = new float[all._layout.Panels];
        private readonly int[] _panels = new int[all._layout.Panels];
        private (double Squared, int Row)[] _exact = new (double, int)[TopK.CapacityFor(k)];

        public void Search(int home)
        {
            var slots = from.SlotsIn(home);
            _search.Begin(from.Norms.AsSpan(home * Width, slots));
            FillBounds(home);
            SortPanels(slots);
            foreach (var panel in _panels)
            {
                // The layout holds all its panels: none has to be packed.
                if (_search.IsNear(panel)) _search.Scan<DifferenceTile>(from.Panel(home), panel, panel, own: null, scratch: null);
            }

            for (var q = 0; q < slots; q++) Store(from.Order[(home * Width) + q], q);
        }

        private void FillBounds(int home)
        {
            Span<int> panels = stackalloc int[QueryPack.Width];
            var norms = from.Norms.AsSpan(home * Width, Width);
            fixed (float* pack = _pack)
            {
                for (var p = 0; p < _panels.Length; p += panels.Length)
                {
                    var size = Math.Min(panels.Length, _panels.Length - p);
                    for (var i = 0; i < size; i++) panels[i] = p + i;
                    PanelBounds.Fill<DifferenceTile>(from.Panel(home), from.Bias(home), norms, all._layout, panels[..size], dots: false, pack, _eight);
                    _eight.AsSpan(0, size * Width).CopyTo(_search.Bounds.AsSpan(p * Width));
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
                foreach (var bound in _search.Bounds.AsSpan(p * Width, slots)) _keys[p] += bound;
            }

            Array.Sort(_keys, _panels);
        }

        private void Store(int query, int q)
        {
            var candidates = _search.Best.Rows(q);

            // Where squared distances overflow float32, the tiles find nothing for a query.
            if (candidates.Length < k)
            {
                candidates = Enumerable.Range(0, all._layout.Count).ToArray();
                if (_exact.Length < candidates.Length) _exact = new (double, int)[candidates.Length];
            }

            var sorted = ExactRerank.Sort(all._points, queries.Row(query), candidates, _exact);
            for (var c = 0; c < k; c++)
            {
                rows[((long)query * k) + c] = sorted[c].Row;
                distances[((long)query * k) + c] = Math.Sqrt(sorted[c].Squared);
            }
        }
    }
}

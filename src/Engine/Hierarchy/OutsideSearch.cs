using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Investigator.Engine.Compute;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Hierarchy;

/// <summary>
/// For given points, the nearest point of another component by mutual reachability, no further than a given bound. Panels whose ball is too far, whose points are
/// all in the own component, or whose core distances are all too large, are skipped; the rest goes through the distance tiles.
/// </summary>
internal sealed class OutsideSearch : IDisposable
{
    private const int Mixed = -1;

    private readonly float[] _points;
    private readonly float[] _core;
    private readonly StageContext _context;
    private readonly PanelLayout _layout;
    private readonly PanelLayout _centers;
    private readonly int[] _slotOf;
    private readonly float[] _leastCore;
    private readonly int[] _panelComponent;

    public OutsideSearch(float[] points, int dimension, float[] core, StageContext context)
    {
        (_points, _core, _context) = (points, core, context);
        var order = BallOrder.Of(points, dimension, PanelLayout.Width, context);
        _layout = PanelLayout.Centered(points, dimension, order, context);
        _centers = _layout.OfCenters(dots: true, context);
        _slotOf = new int[order.Length];
        for (var s = 0; s < order.Length; s++) _slotOf[order[s]] = s;
        _leastCore = new float[_layout.Panels];
        _panelComponent = new int[_layout.Panels];
        Array.Fill(_leastCore, float.PositiveInfinity);
        for (var s = 0; s < order.Length; s++) _leastCore[s / PanelLayout.Width] = MathF.Min(_leastCore[s / PanelLayout.Width], core[order[s]]);
    }

    /// <summary>Learns the components of a new round.</summary>
    /// <param name="component"><c>[n]</c>.</param>
    public void Refresh(int[] component)
    {
        for (var s = 0; s < _layout.Count; s++)
        {
            var of = component[_layout.Order[s]];
            if (s % PanelLayout.Width == 0) _panelComponent[s / PanelLayout.Width] = of;
            else if (_panelComponent[s / PanelLayout.Width] != of) _panelComponent[s / PanelLayout.Width] = Mixed;
        }
    }

    /// <param name="rows">Points to search for; put into the layout's order here.</param>
    /// <param name="bounds">Per row of <paramref name="rows"/>: largest mutual reachability of interest.</param>
    /// <returns>Per row: the nearest (lowest row among equals) and its mutual reachability, or -1 and the bound.</returns>
    public (int Row, float Weight)[] Nearest(List<int> rows, float[] bounds, int[] component, ProgressMeter meter)
    {
        var bySlot = new int[rows.Count];
        var slots = new int[rows.Count];
        for (var q = 0; q < bySlot.Length; q++) (bySlot[q], slots[q]) = (q, _slotOf[rows[q]]);
        Array.Sort(slots, bySlot);
        var found = new (int, float)[rows.Count];
        Parallel.For(
            0,
            (rows.Count + PanelLayout.Width - 1) / PanelLayout.Width,
            _context.Parallel,
            () => new Worker(this, component),
            (block, _, worker) =>
            {
                var queries = bySlot.AsSpan(block * PanelLayout.Width, Math.Min(PanelLayout.Width, bySlot.Length - (block * PanelLayout.Width)));
                if (Vector512.IsHardwareAccelerated) worker.Search<WideDotTile>(queries, rows, bounds, found);
                else worker.Search<NarrowDotTile>(queries, rows, bounds, found);
                meter.Add(0);
                return worker;
            },
            static worker => worker.Dispose());
        return found;
    }

    public void Dispose()
    {
        _layout.Dispose();
        _centers.Dispose();
    }

    private sealed unsafe class Worker : IDisposable
    {
        private const int Width = PanelLayout.Width;
        private const int Groups = Width / 8;

        private readonly OutsideSearch _all;
        private readonly PanelLayout _layout;
        private readonly int[] _component;
        private readonly float* _queries;
        private readonly float[] _panelBounds;
        private readonly float[] _keys;
        private readonly int[] _panels;
        private readonly float[] _norms = new float[Width];
        private readonly float[] _cutoffs = new float[Width];
        private readonly float[] _thresholds = new float[Width];
        private readonly float[] _bias = new float[Width];
        private readonly int[] _rows = new int[Width];
        private readonly (int Row, float Weight)[] _best = new (int, float)[Width];

        public Worker(OutsideSearch all, int[] component)
        {
            (_all, _layout, _component) = (all, all._layout, component);
            _queries = (float*)NativeMemory.AlignedAlloc((nuint)Width * (nuint)_layout.Dimension * sizeof(float), 64);
            _panelBounds = new float[_layout.Panels * Width];
            _keys = new float[_layout.Panels];
            _panels = new int[_layout.Panels];
        }

        public void Search<TTile>(ReadOnlySpan<int> queries, List<int> rows, float[] bounds, (int, float)[] found)
            where TTile : struct, IDistanceTile
        {
            Gather(queries, rows, bounds);
            fixed (float* bias = _bias)
            {
                PanelBounds.Fill<TTile>(_queries, bias, _norms, _layout, _all._centers, dots: true, _panelBounds);
            }

            var panels = ChoosePanels(queries.Length);
            var marks = stackalloc ulong[8];
            var scores = stackalloc float[8 * Width];
            fixed (float* thresholds = _thresholds)
            {
                for (var p = 0; p < panels; p++)
                {
                    var panel = _panels[p];
                    for (var g = 0; 8 * g < queries.Length; g++)
                    {
                        if (!Vector256.LessThanOrEqualAny(Vector256.LoadUnsafe(ref _panelBounds[(panel * Width) + (8 * g)]), Vector256.LoadUnsafe(ref _cutoffs[8 * g]))) continue;
                        if (TTile.Score(_queries + (8 * g), Width, _layout.Panel(panel), _layout.Bias(panel), _layout.Dimension, thresholds + (8 * g), scores, marks)) Take(panel, g, marks);
                    }
                }
            }

            for (var q = 0; q < queries.Length; q++) found[queries[q]] = _best[q];
        }

        public void Dispose() => NativeMemory.AlignedFree(_queries);

        private void Gather(ReadOnlySpan<int> queries, List<int> rows, float[] bounds)
        {
            new Span<float>(_queries, Width * _layout.Dimension).Clear();
            _bias.AsSpan().Fill(float.NegativeInfinity);
            _cutoffs.AsSpan().Fill(float.NegativeInfinity);
            _thresholds.AsSpan().Fill(float.PositiveInfinity);
            for (var q = 0; q < queries.Length; q++)
            {
                var row = rows[queries[q]];
                var slot = _all._slotOf[row];
                var from = _layout.Panel(slot / Width) + (slot % Width);
                for (var j = 0; j < _layout.Dimension; j++) _queries[(j * Width) + q] = from[j * Width];
                _rows[q] = row;
                _norms[q] = _layout.Norms[slot];
                _bias[q] = _layout.Bias(slot / Width)[slot % Width];
                _best[q] = (-1, bounds[queries[q]]);
                Tighten(q);
            }
        }

        /// <summary>Panels that any query may need, the least bound first. Bounds are raised by what is known of components and core distances.</summary>
        private int ChoosePanels(int queries)
        {
            var chosen = 0;
            for (var p = 0; p < _layout.Panels; p++)
            {
                var bounds = _panelBounds.AsSpan(p * Width, Width);
                var least = float.PositiveInfinity;
                var needed = false;
                for (var q = 0; q < queries; q++)
                {
                    var bound = _all._panelComponent[p] == _component[_rows[q]] ? float.PositiveInfinity : MathF.Max(bounds[q], _all._leastCore[p]);
                    bounds[q] = bound;
                    least = MathF.Min(least, bound);
                    needed |= bound <= _cutoffs[q] && !float.IsPositiveInfinity(bound);
                }

                if (!needed) continue;
                (_keys[chosen], _panels[chosen]) = (least, p);
                chosen++;
            }

            Array.Sort(_keys, _panels, 0, chosen);
            return chosen;
        }

        private void Take(int panel, int g, ulong* marks)
        {
            for (var r = 0; r < 8; r++)
            {
                if (marks[r] == 0) continue;
                var q = (8 * g) + r;
                var row = _rows[q];
                for (var mark = marks[r]; mark != 0; mark &= mark - 1)
                {
                    var other = _layout.Order[(panel * Width) + BitOperations.TrailingZeroCount(mark)];
                    if (_component[other] == _component[row]) continue;
                    var weight = MathF.Max(_all._core[row], _all._core[other]);
                    if (weight > _best[q].Weight) continue;
                    weight = MathF.Max(weight, PointMatrix.Distance(_all._points, _layout.Dimension, row, other));
                    if (weight > _best[q].Weight || (weight == _best[q].Weight && _best[q].Row >= 0 && other > _best[q].Row)) continue;
                    _best[q] = (other, weight);
                    Tighten(q);
                }
            }
        }

        /// <summary>Draws the limits of query <paramref name="q"/> from its best so far, so that what equals it still passes.</summary>
        private void Tighten(int q)
        {
            var bound = _best[q].Weight;
            _cutoffs[q] = bound * (1 + 1e-6f);
            _thresholds[q] = float.IsPositiveInfinity(bound)
                ? float.NegativeInfinity
                : MathF.BitDecrement((_norms[q] - (bound * bound) - PanelBounds.DotError(_layout.Dimension, _norms[q], bound)) / 2);
        }
    }
}

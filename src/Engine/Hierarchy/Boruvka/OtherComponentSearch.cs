using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.Hierarchy.Boruvka;

/// <summary>
/// The search for nearest points of other components on the CPU. Panels whose ball is too far away, whose points are all in the queries' own component, or
/// whose core distances are all too large, are skipped; the rest goes through the distance tiles. Where short rows rule out enough, the tiles score these: what
/// comes near enough is measured in full anyway.
/// </summary>
internal sealed class OtherComponentSearch : IOtherComponentSearch
{
    private const int Mixed = -1;

    /// <summary>Memory for packed panels, in bytes per row; of wider rows the other panels are packed when they are searched.</summary>
    private const long PackedBytesPerRow = 48;

    private readonly PointMatrix _points;
    private readonly float[] _core;
    private readonly StageContext _context;
    private readonly PanelLayout _layout;
    private readonly BoundingBalls _balls;
    private readonly int[] _slotOf;
    private readonly float[] _leastCore;
    private readonly int[] _panelComponent;
    private readonly int[] _ballComponent;

    public OtherComponentSearch(PointMatrix points, float[] core, StageContext context)
    {
        (_points, _core, _context) = (points, core, context);
        var searched = SearchedPoints.Of(points, context);
        var order = PrincipalAxisTree.Of(searched.Rows, PanelLayout.Width, context);
        var mostBytes = PackedBytesPerRow * (order.LongLength + PanelLayout.Width);
        _layout = searched.IsShort ? PanelLayout.Short(searched.Rows, order, context, mostBytes) : PanelLayout.Centered(points, order, context, mostBytes);
        _balls = new BoundingBalls(_layout);
        _ballComponent = new int[_balls.Count];
        _slotOf = new int[order.Length];
        for (var s = 0; s < order.Length; s++) _slotOf[order[s]] = s;
        _leastCore = new float[_layout.Panels];
        _panelComponent = new int[_layout.Panels];
        Array.Fill(_leastCore, float.PositiveInfinity);
        for (var s = 0; s < order.Length; s++) _leastCore[s / PanelLayout.Width] = MathF.Min(_leastCore[s / PanelLayout.Width], core[order[s]]);
    }

    public void Refresh(int[] component)
    {
        for (var s = 0; s < _layout.Count; s++)
        {
            var of = component[_layout.Order[s]];
            if (s % PanelLayout.Width == 0) _panelComponent[s / PanelLayout.Width] = of;
            else if (_panelComponent[s / PanelLayout.Width] != of) _panelComponent[s / PanelLayout.Width] = Mixed;
        }

        for (var p = 0; p < _layout.Panels; p++)
        {
            if (p % BoundingBalls.Size == 0) _ballComponent[p / BoundingBalls.Size] = _panelComponent[p];
            else if (_ballComponent[p / BoundingBalls.Size] != _panelComponent[p]) _ballComponent[p / BoundingBalls.Size] = Mixed;
        }
    }

    public (int Row, float Weight)[] Nearest(List<int> rows, float[] bounds, int[] component, ProgressMeter meter)
    {
        // Points that are close together in the layout search together.
        var bySlot = new int[rows.Count];
        var slots = new int[rows.Count];
        for (var q = 0; q < bySlot.Length; q++) (bySlot[q], slots[q]) = (q, _slotOf[rows[q]]);
        Array.Sort(slots, bySlot);
        var found = new (int, float)[rows.Count];
        _context.ForEachWithState((rows.Count + PanelLayout.Width - 1) / PanelLayout.Width, () => new Worker(this, component), (block, worker) =>
        {
            var queries = bySlot.AsSpan(block * PanelLayout.Width, Math.Min(PanelLayout.Width, bySlot.Length - (block * PanelLayout.Width)));
            if (Vector512.IsHardwareAccelerated) worker.Search<WideDotTile>(queries, rows, bounds, found);
            else worker.Search<NarrowDotTile>(queries, rows, bounds, found);
            meter.Add(0);
        });
        return found;
    }

    public void Dispose() => _layout.Dispose();

    private sealed unsafe class Worker : IPanelFilter, IDisposable
    {
        private const int Width = PanelLayout.Width;
        private const int Groups = Width / 8;

        private readonly OtherComponentSearch _all;
        private readonly PanelLayout _layout;
        private readonly int[] _component;
        private readonly bool _short;
        private readonly float* _queries;
        private readonly float* _group;

        /// <summary><c>[d, 48]</c> a panel that the layout does not hold.</summary>
        private readonly float* _packed;
        private readonly float[] _panelBounds = new float[QueryPack.Width * Width];
        private readonly float[] _keys;
        private readonly float[] _center;
        private readonly int[] _panels;
        private readonly float[] _norms = new float[Width];
        private readonly float[] _cutoffs = new float[Width];
        private readonly float[] _thresholds = new float[Width];
        private readonly float[] _bias = new float[Width];
        private readonly int[] _rows = new int[Width];
        private readonly (int Row, float Weight)[] _best = new (int, float)[Width];

        /// <summary>The component of all queries of the block, or <see cref="Mixed"/>.</summary>
        private int _own;
        private float _radius;

        public Worker(OtherComponentSearch all, int[] component)
        {
            (_all, _layout, _component, _short) = (all, all._layout, component, all._layout.Dimension < all._points.Dimension);
            _queries = (float*)NativeMemory.AlignedAlloc((nuint)Width * (nuint)_layout.Dimension * sizeof(float), 64);
            _group = (float*)NativeMemory.AlignedAlloc((nuint)(QueryPack.Width * _layout.Dimension * sizeof(float)), 64);
            _packed = (float*)NativeMemory.AlignedAlloc((nuint)Width * (nuint)_layout.Dimension * sizeof(float), 64);
            _keys = new float[_layout.Panels];
            _center = new float[_layout.Dimension];
            _panels = new int[_layout.Panels];
        }

        bool IPanelFilter.SkipsBall(int ball) => _own != Mixed && _all._ballComponent[ball] == _own;

        bool IPanelFilter.SkipsPanel(int panel) => _own != Mixed && _all._panelComponent[panel] == _own;

        public void Search<TTile>(ReadOnlySpan<int> queries, List<int> rows, float[] bounds, (int, float)[] found)
            where TTile : struct, IDistanceTile
        {
            Gather(queries, rows, bounds);
            Surround(queries.Length);
            var count = _all._balls.Near(_center, _radius, Reach(), this, _panels, _keys);

            // By the least weight that any query may find in a panel: once that is too large, so is all that follows.
            for (var i = 0; i < count; i++) _keys[i] = MathF.Max(_all._leastCore[_panels[i]], _all._balls.Apart(_keys[i], _radius, _panels[i]));
            Array.Sort(_keys, _panels, 0, count);
            for (var next = 0; next < count && _keys[next] <= Reach(); next += QueryPack.Width)
            {
                var eight = _panels.AsSpan(next, Math.Min(QueryPack.Width, count - next));
                fixed (float* bias = _bias) PanelBounds.Fill<TTile>(_queries, bias, _norms, _layout, eight, dots: true, _group, _panelBounds);
                for (var (i, after) = (Wanted(eight, 0, queries.Length), 0); i < eight.Length; i = after)
                {
                    after = Wanted(eight, i + 1, queries.Length);
                    if (after < eight.Length) _layout.Fetch(eight[after]);
                    Scan<TTile>(eight[i], i, queries.Length);
                }
            }

            for (var q = 0; q < queries.Length; q++) found[queries[q]] = _best[q];
        }

        public void Dispose()
        {
            NativeMemory.AlignedFree(_queries);
            NativeMemory.AlignedFree(_group);
            NativeMemory.AlignedFree(_packed);
        }

        /// <summary>The furthest distance that still matters to any query.</summary>
        private float Reach() => TensorPrimitives.Max<float>(_cutoffs);

        /// <summary>The first of these panels, starting at one of them, that is near enough to any query.</summary>
        private int Wanted(ReadOnlySpan<int> eight, int from, int queries)
        {
            for (; from < eight.Length; from++)
            {
                var least = Vector256.Create(_all._leastCore[eight[from]]);
                for (var g = 0; 8 * g < queries; g++) if (IsNear(from, g, least)) return from;
            }

            return from;
        }

        private bool IsNear(int bound, int g, Vector256<float> least) =>
            Vector256.LessThanOrEqualAny(
                Vector256.Max(Vector256.LoadUnsafe(ref _panelBounds[(bound * Width) + (8 * g)]), least),
                Vector256.LoadUnsafe(ref _cutoffs[8 * g]));

        private void Scan<TTile>(int panel, int bound, int queries)
            where TTile : struct, IDistanceTile
        {
            var least = Vector256.Create(_all._leastCore[panel]);
            float* packed = null;
            var marks = stackalloc ulong[8];
            var scores = stackalloc float[8 * Width];
            fixed (float* thresholds = _thresholds)
            {
                for (var g = 0; 8 * g < queries; g++)
                {
                    if (!IsNear(bound, g, least)) continue;
                    if (packed is null) packed = _layout.Panel(panel, _packed);
                    var first = 8 * g;
                    var any = TTile.Score(_queries + first, Width, packed, _layout.Bias(panel), _layout.Dimension, thresholds + first, scores, marks);
                    if (any) Take(panel, g, marks);
                }
            }
        }

        /// <summary>The ball around the queries of the block, in the layout's coordinates.</summary>
        private void Surround(int queries)
        {
            for (var j = 0; j < _center.Length; j++)
            {
                float sum = 0;
                for (var q = 0; q < queries; q++) sum += _queries[(j * Width) + q];
                _center[j] = sum / queries;
            }

            double radius = 0;
            for (var q = 0; q < queries; q++)
            {
                double squared = 0;
                for (var j = 0; j < _center.Length; j++)
                {
                    var difference = (double)_queries[(j * Width) + q] - _center[j];
                    squared += difference * difference;
                }

                radius = Math.Max(radius, squared);
            }

            _radius = MathF.BitIncrement((float)Math.Sqrt(radius));
        }

        private void Gather(ReadOnlySpan<int> queries, List<int> rows, float[] bounds)
        {
            _bias.AsSpan().Fill(float.NegativeInfinity);
            _cutoffs.AsSpan().Fill(float.NegativeInfinity);
            _thresholds.AsSpan().Fill(float.PositiveInfinity);
            _own = _component[rows[queries[0]]];
            for (var q = 0; q < queries.Length; q++)
            {
                var row = rows[queries[q]];
                if (_component[row] != _own) _own = Mixed;
                var slot = _all._slotOf[row];
                _rows[q] = row;
                _norms[q] = _layout.Norms[slot];
                _bias[q] = _layout.Bias(slot / Width)[slot % Width];
                _best[q] = (-1, bounds[queries[q]]);
                Tighten(q);
            }

            _layout.Pack(_rows.AsSpan(0, queries.Length), _queries);
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
                    if (_component[other] != _component[row]) Prefetch.Load(in _all._points.First(other), _all._points.Dimension);
                }

                for (var mark = marks[r]; mark != 0; mark &= mark - 1)
                {
                    var other = _layout.Order[(panel * Width) + BitOperations.TrailingZeroCount(mark)];
                    if (_component[other] == _component[row]) continue;
                    var weight = MathF.Max(_all._core[row], _all._core[other]);
                    if (weight > _best[q].Weight) continue;
                    weight = MathF.Max(weight, _all._points.Distance(row, other));
                    if (weight > _best[q].Weight || (weight == _best[q].Weight && _best[q].Row >= 0 && other > _best[q].Row)) continue;
                    _best[q] = (other, weight);
                    Tighten(q);
                }
            }
        }

        /// <summary>
        /// Sets the limits of query <paramref name="q"/> by its best so far, so that an equal weight still passes. Balls around short rows are off by the rows'
        /// own rounding too.
        /// </summary>
        private void Tighten(int q)
        {
            var bound = _best[q].Weight;
            var error = _short && float.IsFinite(bound) ? PanelBounds.DotError(_layout.Terms, _norms[q], bound) : 0;
            _cutoffs[q] = MathF.Max(bound, MathF.Sqrt((bound * bound) + error)) * (1 + 1e-6f);
            _thresholds[q] = PanelBounds.LeastScore(_layout.Terms, _norms[q], bound);
        }
    }
}

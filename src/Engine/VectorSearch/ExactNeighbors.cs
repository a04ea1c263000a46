using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// Exact k nearest neighbours on all cores. Dot-product tiles find a few more candidates than asked; their distances are then computed
/// by differences. A query whose answer rounding could have changed is searched again by differences throughout.
/// Work is by panels of 48 queries, each independent of the others, so the result does not depend on the number of threads.
/// </summary>
internal static class ExactNeighbors
{
    /// <summary>Packed panels take so much at most: 48 dimensions. Of wider rows the other panels are packed whenever they are searched, which costs a tenth where it is most of them.</summary>
    public const long HeldBytesARow = 192;

    /// <summary>The same where few queries are left.</summary>
    private const long HeldBytesWhenFew = 64;

    /// <param name="k">At most n - 1.</param>
    public static NeighborGraph Find(PointMatrix points, int k, StageContext context) =>
        Vector512.IsHardwareAccelerated ? Find<WideDotTile>(points, k, context) : Find<NarrowDotTile>(points, k, context);

    public static NeighborGraph Find<TTile>(PointMatrix points, int k, StageContext context)
        where TTile : struct, IDistanceTile
    {
        var count = points.Count;
        var meter = context.Start("neighbors", count);
        var order = PrincipalAxisTree.Of(points, PanelLayout.Width, context);
        var into = new Result(points, k, new int[(long)count * k], new float[(long)count * k], new bool[count]);
        using (var layout = PanelLayout.Centered(points, order, context, HeldBytesARow * (count + PanelLayout.Width)))
        {
            Search<TTile>(layout, dots: true, into, group: null, meter, context);
        }

        if (Array.IndexOf(into.Doubtful, true) >= 0)
        {
            meter.Note = "rerank near ties";
            using var raw = PanelLayout.Raw(points, order, context, HeldBytesWhenFew * (count + PanelLayout.Width));
            Search<DifferenceTile>(raw, dots: false, into, into.Doubtful, meter, context);
        }

        meter.Finish();
        return new NeighborGraph { Count = count, K = k, Indices = into.Indices, Distances = into.Distances };
    }

    /// <param name="group">By slot: only groups of 8 slots with a true one are searched; null means all.</param>
    private static void Search<TTile>(PanelLayout layout, bool dots, Result into, bool[]? group, ProgressMeter meter, StageContext context)
        where TTile : struct, IDistanceTile
    {
        var groups = new BoundingBalls(layout);
        context.ForEachWithState(layout.Panels, () => new Worker(layout, groups, dots, into), (panel, worker) =>
        {
            if (group is null || worker.Choose(panel, group)) worker.Search<TTile>(panel, group);
            meter.Add(group is null ? layout.SlotsIn(panel) : 0);
        });
    }

    /// <summary><c>[n, k]</c> by row; doubtful by slot.</summary>
    private sealed record Result(PointMatrix Points, int K, int[] Indices, float[] Distances, bool[] Doubtful);

    private sealed unsafe class Worker(PanelLayout layout, BoundingBalls near, bool dots, Result into) : IPanelFilter, IDisposable
    {
        private const int Groups = PanelLayout.Width / 8;

        /// <summary>Panels to either side of the own one that are searched before any is passed over: they set how far to look.</summary>
        private const int Beside = 1;

        private readonly TopK _best = new(TopK.CapacityFor(into.K));
        private readonly float[] _bounds = new float[QueryPack.Width * PanelLayout.Width];
        private readonly float[] _distances = new float[layout.Panels];
        private readonly int[] _panels = new int[layout.Panels];
        private readonly float[] _cutoffs = new float[PanelLayout.Width];
        private readonly float[] _thresholds = new float[PanelLayout.Width];
        private readonly bool[] _chosen = new bool[Groups];
        private readonly (double Squared, int Row)[] _exact = new (double, int)[TopK.CapacityFor(into.K)];
        private readonly float* _group = (float*)NativeMemory.AlignedAlloc((nuint)(QueryPack.Width * layout.Dimension * sizeof(float)), 64);

        /// <summary><c>[2, d, 48]</c> room for the own panel and another, where the layout does not hold them.</summary>
        private readonly float* _scratch = (float*)NativeMemory.AlignedAlloc((nuint)(2 * PanelLayout.Width * layout.Dimension * sizeof(float)), 64);

        /// <summary>The own panel, and its number.</summary>
        private float* _queries;
        private int _home;

        bool IPanelFilter.Group(int group) => false;

        /// <summary>Those searched first.</summary>
        bool IPanelFilter.Panel(int panel) => Math.Abs(panel - _home) <= Beside;

        public void Dispose()
        {
            NativeMemory.AlignedFree(_group);
            NativeMemory.AlignedFree(_scratch);
        }

        public bool Choose(int panel, bool[] slots)
        {
            var any = false;
            for (var g = 0; g < Groups; g++)
            {
                _chosen[g] = false;
                for (var s = (panel * PanelLayout.Width) + (8 * g); s < Math.Min(layout.Count, (panel * PanelLayout.Width) + (8 * g) + 8); s++) _chosen[g] |= slots[s];
                any |= _chosen[g];
            }

            return any;
        }

        public void Search<TTile>(int home, bool[]? group)
            where TTile : struct, IDistanceTile
        {
            if (group is null) Array.Fill(_chosen, true);
            var first = home * PanelLayout.Width;
            var slots = layout.SlotsIn(home);
            _best.Clear();
            _cutoffs.AsSpan().Fill(float.NegativeInfinity);
            _cutoffs.AsSpan(0, slots).Fill(float.PositiveInfinity);
            _thresholds.AsSpan().Fill(float.PositiveInfinity);
            _thresholds.AsSpan(0, slots).Fill(float.NegativeInfinity);
            for (var g = 0; g < Groups; g++) if (!_chosen[g]) _cutoffs.AsSpan(8 * g, 8).Fill(float.NegativeInfinity);
            _home = home;
            _queries = layout.Panel(home, _scratch);
            _bounds.AsSpan().Fill(float.NegativeInfinity);
            for (var panel = Math.Max(0, home - Beside); panel <= Math.Min(layout.Panels - 1, home + Beside); panel++) Scan<TTile>(first, panel, 0);
            var count = near.Near(layout.Centers.AsSpan(home * layout.Dimension, layout.Dimension), layout.Radii[home], Reach(), this, _panels, _distances);

            // Nearest centres first: the thresholds fall early, and most of the rest is passed over.
            Array.Sort(_distances, _panels, 0, count);
            ScanNear<TTile>(home, count);
            for (var q = 0; q < slots; q++)
            {
                if (_chosen[q / 8] && (group is null || group[first + q])) Settle(first + q, q);
            }
        }

        /// <summary>The furthest any query still looks.</summary>
        private float Reach() => TensorPrimitives.Max<float>(_cutoffs);

        /// <summary>Goes through the listed panels, eight at a time: what the last eight found decides which of the next are still near enough.</summary>
        private void ScanNear<TTile>(int home, int count)
            where TTile : struct, IDistanceTile
        {
            Span<int> eight = stackalloc int[QueryPack.Width];
            var norms = layout.Norms.AsSpan(home * PanelLayout.Width, PanelLayout.Width);
            for (var (next, reach) = (0, Reach()); next < count; reach = Reach())
            {
                var size = 0;
                for (; next < count && size < eight.Length; next++)
                {
                    if (near.Apart(_distances[next], layout.Radii[home], _panels[next]) <= reach) eight[size++] = _panels[next];
                }

                if (size == 0) return;
                PanelBounds.Fill<TTile>(_queries, layout.Bias(home), norms, layout, eight[..size], dots, _group, _bounds);
                for (var i = 0; i < size; i++)
                {
                    if (i + 1 < size) layout.Fetch(eight[i + 1]);
                    Scan<TTile>(home * PanelLayout.Width, eight[i], i);
                }
            }
        }

        /// <param name="first">Slot of the first query.</param>
        /// <param name="panel">Panel to go through.</param>
        /// <param name="bound">Its place among the bounds.</param>
        private void Scan<TTile>(int first, int panel, int bound)
            where TTile : struct, IDistanceTile
        {
            var marks = stackalloc ulong[8];
            var scores = stackalloc float[8 * PanelLayout.Width];
            fixed (float* thresholds = _thresholds)
            {
                float* packed = null;
                for (var g = 0; g < Groups; g++)
                {
                    if (!_chosen[g] || !Near(bound, g)) continue;
                    if (packed is null) packed = layout.Panel(panel, _scratch + (PanelLayout.Width * layout.Dimension));
                    if (TTile.Score(_queries + (8 * g), PanelLayout.Width, packed, layout.Bias(panel), layout.Dimension, thresholds + (8 * g), scores, marks))
                    {
                        Take(first, panel, g, scores, marks);
                    }
                }
            }
        }

        private bool Near(int bound, int g) =>
            Vector256.LessThanOrEqualAny(Vector256.LoadUnsafe(ref _bounds[(bound * PanelLayout.Width) + (8 * g)]), Vector256.LoadUnsafe(ref _cutoffs[8 * g]));

        private void Take(int first, int panel, int g, float* scores, ulong* marks)
        {
            for (var r = 0; r < 8; r++)
            {
                var q = (8 * g) + r;
                var changed = false;
                for (var mark = marks[r]; mark != 0; mark &= mark - 1)
                {
                    var column = BitOperations.TrailingZeroCount(mark);
                    var slot = (panel * PanelLayout.Width) + column;
                    if (slot != first + q) changed |= _best.TryInsert(q, scores[(r * PanelLayout.Width) + column], layout.Order[slot]);
                }

                if (!changed || !_best.IsFull(q)) continue;

                // One step below the worst kept score, so that an equal one is seen and settled by its row.
                var worst = _best.WorstScore(q);
                _thresholds[q] = MathF.BitDecrement(worst);
                var squared = Squared(first + q, worst);
                _cutoffs[q] = MathF.Sqrt(squared + Error(first + q, squared)) * (1 + 1e-6f);
            }
        }

        private float Squared(int slot, float score) => MathF.Max(0, (dots ? layout.Norms[slot] : 0) - (2 * score));

        private float Error(int slot, float squared) => dots
            ? PanelBounds.DotError(layout.Dimension, layout.Norms[slot], MathF.Sqrt(squared))
            : PanelBounds.RelativeError(layout.Dimension) * squared;

        /// <summary>Exact distances of the candidates, the k best of them by distance and row, and whether a point turned away could have been nearer.</summary>
        private void Settle(int slot, int query)
        {
            var row = layout.Order[slot];
            var rows = _best.Rows(query);
            var from = into.Points.Row(row);
            for (var c = 0; c < rows.Length; c++) _exact[c] = (PointMatrix.SquaredDistance(from, into.Points.Row(rows[c])), rows[c]);
            _exact.AsSpan(0, rows.Length).Sort();
            for (var c = 0; c < into.K; c++)
            {
                into.Indices[((long)row * into.K) + c] = _exact[c].Row;
                into.Distances[((long)row * into.K) + c] = (float)Math.Sqrt(_exact[c].Squared);
            }

            if (!dots || !_best.IsFull(query)) return;
            var turnedAway = Squared(slot, _best.WorstScore(query));
            into.Doubtful[slot] = _exact[into.K - 1].Squared >= turnedAway - Error(slot, turnedAway);
        }
    }
}

using System.Runtime.Intrinsics;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Neighbors;

/// <summary>
/// Exact k nearest neighbours on the CPU. Dot-product tiles find a few more candidates than asked for, and their distances are then computed by differences. A
/// query whose answer rounding could have changed is searched again by differences throughout. Work is by panels of 48 queries, each independent of the others,
/// so the result does not depend on the number of threads.
/// </summary>
internal static class ExactNeighbors
{
    /// <summary>
    /// Memory for packed panels, in bytes per row: enough for 48 dimensions. Of wider rows the remaining panels are packed each time they are searched, which
    /// costs a tenth of the time when it is most of them.
    /// </summary>
    public const long PackedBytesPerRow = 192;

    /// <summary>The same for the second pass, which has few queries.</summary>
    private const long SecondPassBytesPerRow = 64;

    /// <param name="k">At most n - 1.</param>
    public static NeighborGraph Find(PointMatrix points, int k, StageContext context) =>
        Vector512.IsHardwareAccelerated ? Find<WideDotTile>(points, k, context) : Find<NarrowDotTile>(points, k, context);

    public static NeighborGraph Find<TTile>(PointMatrix points, int k, StageContext context)
        where TTile : struct, IDistanceTile
    {
        var count = points.Count;
        var meter = context.Start(StageNames.Neighbors, count);
        var order = PrincipalAxisTree.Of(points, PanelLayout.Width, context);
        var into = new Result(points, k, new int[(long)count * k], new float[(long)count * k], new bool[count]);
        using (var layout = PanelLayout.Centered(points, order, context, PackedBytesPerRow * (count + PanelLayout.Width)))
        {
            Search<TTile>(layout, dots: true, into, only: null, meter, context);
        }

        if (Array.IndexOf(into.Doubtful, true) >= 0)
        {
            meter.Note = "checking near ties";
            using var raw = PanelLayout.Raw(points, order, context, SecondPassBytesPerRow * (count + PanelLayout.Width));
            Search<DifferenceTile>(raw, dots: false, into, into.Doubtful, meter, context);
        }

        meter.Finish();
        return new NeighborGraph { Count = count, K = k, Indices = into.Indices, Distances = into.Distances };
    }

    /// <param name="only">By slot: the queries whose answer is wanted; null means all.</param>
    private static void Search<TTile>(PanelLayout layout, bool dots, Result into, bool[]? only, ProgressMeter meter, StageContext context)
        where TTile : struct, IDistanceTile
    {
        var balls = new BoundingBalls(layout);
        context.ForEachWithState(layout.Panels, () => new Worker(layout, balls, dots, into), (panel, worker) =>
        {
            if (only is null || worker.Choose(panel, only)) worker.Search<TTile>(panel, only);
            meter.Add(only is null ? layout.SlotsIn(panel) : 0);
        });
    }

    /// <param name="Indices"><c>[n, k]</c> by row.</param>
    /// <param name="Distances"><c>[n, k]</c> by row.</param>
    /// <param name="Doubtful"><c>[n]</c> by slot: rounding could have changed the answer.</param>
    private sealed record Result(PointMatrix Points, int K, int[] Indices, float[] Distances, bool[] Doubtful);

    private sealed unsafe class Worker(PanelLayout layout, BoundingBalls balls, bool dots, Result into) : IPanelFilter, IDisposable
    {
        /// <summary>Panels to either side of the query panel that are searched before any panel is skipped: they set how far to look.</summary>
        private const int Beside = 1;

        private readonly PanelSearch _search = new(layout, into.K, dots, QueryPack.Width);
        private readonly float[] _distances = new float[layout.Panels];
        private readonly int[] _panels = new int[layout.Panels];
        private readonly bool[] _chosen = new bool[PanelSearch.Groups];
        private readonly (double Squared, int Row)[] _exact = new (double, int)[TopK.CapacityFor(into.K)];
        private readonly NativeBuffer<float> _pack = new(QueryPack.Width * layout.Dimension);

        /// <summary><c>[2, d, 48]</c> room for the query panel and another, where the layout does not hold them.</summary>
        private readonly NativeBuffer<float> _scratch = new(2L * PanelLayout.Width * layout.Dimension);

        /// <summary>The query panel: its packed values and its number.</summary>
        private float* _queries;
        private int _home;

        bool IPanelFilter.SkipsBall(int ball) => false;

        /// <summary>Those searched first.</summary>
        bool IPanelFilter.SkipsPanel(int panel) => Math.Abs(panel - _home) <= Beside;

        public void Dispose()
        {
            _pack.Dispose();
            _scratch.Dispose();
        }

        /// <summary>Chooses the groups of eight queries of a panel that hold one of the slots.</summary>
        /// <returns>Whether there is any.</returns>
        public bool Choose(int panel, bool[] slots)
        {
            for (var g = 0; g < PanelSearch.Groups; g++)
            {
                var first = (panel * PanelLayout.Width) + (g * QueryPack.Width);
                var end = Math.Min(layout.Count, first + QueryPack.Width);
                _chosen[g] = first < end && slots.AsSpan(first, end - first).Contains(true);
            }

            return _chosen.Contains(true);
        }

        /// <param name="only">By slot: the queries whose answer is wanted; null means all.</param>
        public void Search<TTile>(int home, bool[]? only)
            where TTile : struct, IDistanceTile
        {
            var first = home * PanelLayout.Width;
            var slots = layout.SlotsIn(home);
            _search.Begin(layout.Norms.AsSpan(first, slots), only is null ? [] : _chosen);
            _search.Bounds.AsSpan().Fill(float.NegativeInfinity);
            _home = home;
            _queries = layout.Panel(home, _scratch.At(0));
            for (var panel = Math.Max(0, home - Beside); panel <= Math.Min(layout.Panels - 1, home + Beside); panel++) Scan<TTile>(panel, 0);
            var center = layout.Centers.AsSpan(home * layout.Dimension, layout.Dimension);
            var count = balls.Near(center, layout.Radii[home], _search.Reach, this, _panels, _distances);

            // Nearest centres first: the thresholds fall early, and most of the rest is skipped.
            Array.Sort(_distances, _panels, 0, count);
            ScanNear<TTile>(count);
            for (var q = 0; q < slots; q++)
            {
                if (_search.Searches(q) && (only is null || only[first + q])) Store(first + q, q);
            }
        }

        /// <summary>Goes through the listed panels, eight at a time: what the last eight found decides which of the next are still near enough.</summary>
        private void ScanNear<TTile>(int count)
            where TTile : struct, IDistanceTile
        {
            Span<int> eight = stackalloc int[QueryPack.Width];
            var norms = layout.Norms.AsSpan(_home * PanelLayout.Width, PanelLayout.Width);
            var next = 0;
            while (next < count)
            {
                var size = 0;
                var reach = _search.Reach;
                for (; next < count && size < eight.Length; next++)
                {
                    if (balls.Apart(_distances[next], layout.Radii[_home], _panels[next]) <= reach) eight[size++] = _panels[next];
                }

                if (size == 0) return;
                PanelBounds.Fill<TTile>(_queries, layout.Bias(_home), norms, layout, eight[..size], dots, _pack.At(0), _search.Bounds);
                for (var i = 0; i < size; i++)
                {
                    if (i + 1 < size) layout.Fetch(eight[i + 1]);
                    Scan<TTile>(eight[i], i);
                }
            }
        }

        private void Scan<TTile>(int panel, int bound)
            where TTile : struct, IDistanceTile =>
            _search.Scan<TTile>(_queries, panel, bound, _home * PanelLayout.Width, _scratch.At((long)PanelLayout.Width * layout.Dimension));

        /// <summary>Stores the k nearest of a query's candidates, and notes whether a point turned away could have been nearer.</summary>
        private void Store(int slot, int query)
        {
            var row = layout.Order[slot];
            var sorted = ExactRerank.Sort(into.Points, into.Points.Row(row), _search.Best.Rows(query), _exact);
            ExactRerank.Store(sorted, row, into.K, into.Indices, into.Distances);
            if (!dots || !_search.Best.IsFull(query)) return;
            var turnedAway = _search.TurnedAway(query);
            into.Doubtful[slot] = sorted[into.K - 1].Squared >= turnedAway - _search.Error(query, turnedAway);
        }
    }
}

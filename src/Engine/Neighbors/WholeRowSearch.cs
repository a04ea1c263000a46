using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Neighbors;

/// <summary>
/// Exact k nearest neighbours by whole rows. Dot-product tiles find a few more candidates than asked for, and their distances are then computed by differences.
/// A query whose answer rounding could have changed is searched again by differences throughout.
/// </summary>
internal sealed class WholeRowSearch<TTile> : IExactSearch
    where TTile : struct, IDistanceTile
{
    /// <summary>Memory for packed panels of the second pass, which has few queries, in bytes per row.</summary>
    private const long SecondPassBytesPerRow = 64;

    private readonly PointMatrix _points;
    private readonly int _k;
    private readonly int[] _order;
    private readonly PanelLayout _layout;
    private readonly BoundingBalls _balls;
    private readonly Result _into;

    /// <param name="k">At most n - 1.</param>
    public WholeRowSearch(PointMatrix points, int k, StageContext context)
    {
        (_points, _k) = (points, k);
        _order = PrincipalAxisTree.Of(points, PanelLayout.Width, context);
        _layout = PanelLayout.Centered(points, _order, context, ExactNeighbors.PackedBytesPerRow * (points.Count + PanelLayout.Width));
        _balls = new BoundingBalls(_layout);
        _into = new Result(points, k, new int[(long)points.Count * k], new float[(long)points.Count * k], new bool[points.Count]);
    }

    public ExactSample Sample(StageContext context)
    {
        using var worker = new Worker(_layout, _balls, dots: true, _into);
        return ExactSample.Of(_layout, _points.Dimension, panel => worker.Search<TTile>(panel, only: null), () => (worker.Scored, 0), context.Clock);
    }

    public NeighborGraph Find(ProgressMeter meter, StageContext context)
    {
        var into = _into;
        Search<TTile>(_layout, _balls, dots: true, into, only: null, meter, context);
        _layout.Dispose();
        if (Array.IndexOf(into.Doubtful, true) >= 0)
        {
            meter.Note = "checking near ties";
            using var raw = PanelLayout.Raw(_points, _order, context, SecondPassBytesPerRow * (_points.Count + PanelLayout.Width));
            Search<DifferenceTile>(raw, new BoundingBalls(raw), dots: false, into, into.Doubtful, meter, context);
        }

        return new NeighborGraph { Count = _points.Count, K = _k, Indices = into.Indices, Distances = into.Distances };
    }

    public void Dispose() => _layout.Dispose();

    /// <param name="only">By slot: the queries whose answer is wanted; null means all.</param>
    private static void Search<T>(
        PanelLayout layout, BoundingBalls balls, bool dots, Result into, bool[]? only, ProgressMeter meter, StageContext context)
        where T : struct, IDistanceTile
    {
        context.ForEachWithState(layout.Panels, () => new Worker(layout, balls, dots, into), (panel, worker) =>
        {
            if (only is null || worker.Choose(panel, only)) worker.Search<T>(panel, only);
            meter.Add(only is null ? layout.SlotsIn(panel) : 0);
        });
    }

    /// <param name="Indices"><c>[n, k]</c> by row.</param>
    /// <param name="Distances"><c>[n, k]</c> by row.</param>
    /// <param name="Doubtful"><c>[n]</c> by slot: rounding could have changed the answer.</param>
    private sealed record Result(PointMatrix Points, int K, int[] Indices, float[] Distances, bool[] Doubtful);

    private sealed class Worker : IDisposable
    {
        private readonly PanelLayout _layout;
        private readonly bool _dots;
        private readonly Result _into;
        private readonly ScoredSearch _search;
        private readonly PanelWalk _walk;
        private readonly bool[] _chosen = new bool[PanelSearch.Groups];
        private readonly (double Squared, int Row)[] _exact;

        public Worker(PanelLayout layout, BoundingBalls balls, bool dots, Result into)
        {
            (_layout, _dots, _into) = (layout, dots, into);
            _search = new ScoredSearch(layout, into.K, dots, QueryPack.Width);
            _walk = new PanelWalk(layout, balls, _search, dots);
            _exact = new (double, int)[TopK.CapacityFor(into.K)];
        }

        public long Scored => _search.Scored;

        public void Dispose() => _walk.Dispose();

        /// <summary>Chooses the groups of eight queries of a panel that hold one of the slots.</summary>
        /// <returns>Whether there is any.</returns>
        public bool Choose(int panel, bool[] slots)
        {
            for (var g = 0; g < PanelSearch.Groups; g++)
            {
                var first = (panel * PanelLayout.Width) + (g * QueryPack.Width);
                var end = Math.Min(_layout.Count, first + QueryPack.Width);
                _chosen[g] = first < end && slots.AsSpan(first, end - first).Contains(true);
            }

            return _chosen.Contains(true);
        }

        /// <param name="only">By slot: the queries whose answer is wanted; null means all.</param>
        public void Search<T>(int home, bool[]? only)
            where T : struct, IDistanceTile
        {
            _walk.Search<T>(home, only is null ? [] : _chosen);
            var first = home * PanelLayout.Width;
            for (var q = 0; q < _layout.SlotsIn(home); q++)
            {
                if (_search.Searches(q) && (only is null || only[first + q])) Store(first + q, q);
            }
        }

        /// <summary>Stores the k nearest of a query's candidates, and notes whether a point turned away could have been nearer.</summary>
        private void Store(int slot, int query)
        {
            var row = _layout.Order[slot];
            var sorted = ExactRerank.Sort(_into.Points, _into.Points.Row(row), _search.Best.Rows(query), _exact);
            ExactRerank.Store(sorted, row, _into.K, _into.Indices, _into.Distances);
            if (!_dots || !_search.Best.IsFull(query)) return;
            var turnedAway = _search.TurnedAway(query);
            _into.Doubtful[slot] = sorted[_into.K - 1].Squared >= turnedAway - _search.Error(query, turnedAway);
        }
    }
}

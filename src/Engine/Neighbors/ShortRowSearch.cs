using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Neighbors;

/// <summary>
/// Exact k nearest neighbours by short rows (<see cref="PrincipalRotation"/>): tiles score these, and what may be near enough is measured in full. The graph is
/// that of <see cref="WholeRowSearch{TTile}"/> to the bit; faster where columns are many and correlated.
/// </summary>
/// <remarks>Held per row besides the points and the graph: the short row (4 bytes per axis and 4 more) and its packed copy, 192 bytes at most.</remarks>
internal sealed class ShortRowSearch<TTile> : IExactSearch
    where TTile : struct, IDistanceTile
{
    private readonly PointMatrix _points;
    private readonly int _k;
    private readonly PanelLayout _layout;
    private readonly BoundingBalls _balls;

    /// <param name="axes">How many of the axes the short rows have.</param>
    /// <param name="k">At most n - 1.</param>
    public ShortRowSearch(PointMatrix points, PrincipalRotation rotation, int axes, int k, StageContext context)
    {
        (_points, _k) = (points, k);
        var rows = rotation.Shorten(points, axes, context);
        var order = PrincipalAxisTree.Of(rows, PanelLayout.Width, context);
        _layout = PanelLayout.Short(rows, order, context, ExactNeighbors.PackedBytesPerRow * (points.Count + PanelLayout.Width));
        _balls = new BoundingBalls(_layout);
    }

    public ExactSample Sample(StageContext context)
    {
        using var worker = new Worker(this);
        return ExactSample.Of(_layout, _points.Dimension, worker.Search, () => worker.Counts, context.Clock);
    }

    public NeighborGraph Find(ProgressMeter meter, StageContext context)
    {
        var indices = new int[(long)_points.Count * _k];
        var distances = new float[(long)_points.Count * _k];
        context.ForEachWithState(_layout.Panels, () => new Worker(this), (panel, worker) =>
        {
            worker.Search(panel);
            worker.Store(panel, indices, distances);
            meter.Add(_layout.SlotsIn(panel));
        });
        return new NeighborGraph { Count = _points.Count, K = _k, Indices = indices, Distances = distances };
    }

    public void Dispose() => _layout.Dispose();

    private sealed class Worker : IDisposable
    {
        private readonly ShortRowSearch<TTile> _all;
        private readonly MeasuredSearch _search;
        private readonly PanelWalk _walk;

        public Worker(ShortRowSearch<TTile> all)
        {
            _all = all;
            _search = new MeasuredSearch(all._layout, all._points, all._k, QueryPack.Width);
            _walk = new PanelWalk(all._layout, all._balls, _search, dots: true);
        }

        public (long Scored, long Measured) Counts => (_search.Scored, _search.Measured);

        public void Dispose() => _walk.Dispose();

        public void Search(int panel)
        {
            _search.Ask(Rows(panel));
            _walk.Search<TTile>(panel);
        }

        public void Store(int panel, int[] indices, float[] distances)
        {
            var rows = Rows(panel);
            for (var q = 0; q < rows.Length; q++) ExactRerank.Store(_search.Nearest(q), rows[q], _all._k, indices, distances);
        }

        private ReadOnlySpan<int> Rows(int panel) => _all._layout.Order.AsSpan(panel * PanelLayout.Width, _all._layout.SlotsIn(panel));
    }
}

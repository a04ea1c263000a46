using Investigator.Engine.Compute;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Neighbors.Kernels;

namespace Investigator.Engine.Hierarchy;

/// <summary>
/// The search for nearest outside points on a graphics card: it goes through all points for every query, by dot products, and brings back a few candidates of each. The host computes their
/// exact weights; what rounding on the device could have hidden, and searches too small to fill a card, are left to the cores. The answers are those of <see cref="OutsideSearch"/>.
/// </summary>
internal sealed class CardOutside : IOutsideSearch
{
    /// <summary>Candidates a query: where more than a few are equally near, the cores decide.</summary>
    private const int Capacity = 8;

    /// <summary>With fewer queries the cores, which skip what is far off, are done before a card.</summary>
    private const int Fewest = 2048;

    private readonly float[] _points;
    private readonly int _dimension;
    private readonly float[] _core;
    private readonly float[] _mean;
    private readonly float[] _halfCore;
    private readonly CardTarget _card;
    private readonly CardLayout _layout;
    private readonly CardSearch<DotForm, OutsidePoint> _search;
    private readonly int _fewest;
    private readonly StageContext _context;
    private OutsideSearch? _cores;
    private int[] _component = [];

    /// <param name="fewest">Queries below which the cores search; for tests.</param>
    public CardOutside(CardTarget card, float[] points, int dimension, float[] core, StageContext context, int fewest = Fewest)
    {
        (_card, _points, _dimension, _core, _context, _fewest) = (card, points, dimension, core, context, fewest);
        _mean = PointMatrix.Mean(points, dimension);
        _layout = CardLayout.Whole(core.Length);
        _halfCore = new float[_layout.Rows.Length];
        for (var i = 0; i < core.Length; i++) _halfCore[i] = core[i] * core[i] / 2;
        _search = new CardSearch<DotForm, OutsidePoint>(card, points, dimension, _mean, _layout, Capacity, context);
    }

    public void Refresh(int[] component)
    {
        _component = component;
        _cores?.Refresh(component);
    }

    public (int Row, float Weight)[] Nearest(List<int> rows, float[] bounds, int[] component, ProgressMeter meter)
    {
        if (rows.Count < _fewest) return OnCores(rows, bounds, component, meter);
        var found = new (int Row, float Weight)[rows.Count];
        var unsure = new bool[rows.Count];
        var queries = CardQueries.Of(rows, _card.Align);
        var guard = GuardOf(queries.Rows, bounds);
        _search.Run(queries, block => Parallel.For(0, Math.Min(block.Count, rows.Count - block.First), _context.Parallel, q => Settle(block, q, rows, bounds, guard, found, unsure)), guard);
        meter.Add(0);

        // What the card found bounds what the cores have to look at.
        var again = Enumerable.Range(0, rows.Count).Where(q => unsure[q]).ToArray();
        if (again.Length == 0) return found;
        var settled = OnCores([.. again.Select(q => rows[q])], [.. again.Select(q => found[q].Weight)], component, meter);
        for (var u = 0; u < again.Length; u++) found[again[u]] = settled[u];
        return found;
    }

    public void Dispose()
    {
        _search.Dispose();
        _cores?.Dispose();
    }

    private (int Row, float Weight)[] OnCores(List<int> rows, float[] bounds, int[] component, ProgressMeter meter)
    {
        if (_cores is null)
        {
            _cores = new OutsideSearch(_points, _dimension, _core, _context);
            _cores.Refresh(component);
        }

        return _cores.Nearest(rows, bounds, component, meter);
    }

    private CardGuard GuardOf(int[] queries, float[] bounds)
    {
        var guard = new CardGuard(new int[queries.Length], new float[queries.Length], new float[queries.Length], new int[_layout.Rows.Length], _halfCore);
        _component.CopyTo(guard.Component, 0);
        Parallel.For(0, bounds.Length, _context.Parallel, q =>
        {
            double norm = 0;
            var row = PointMatrix.Row(_points, _dimension, queries[q]);
            for (var j = 0; j < row.Length; j++)
            {
                var value = row[j] - _mean[j];
                norm += (double)value * value;
            }

            guard.Own[q] = _component[queries[q]];
            guard.HalfNorm[q] = (float)(norm / 2);

            // A point exactly at the bound must still beat the floor.
            guard.Floor[q] = float.IsPositiveInfinity(bounds[q])
                ? float.NegativeInfinity
                : MathF.BitDecrement(((float)norm - (bounds[q] * bounds[q]) - PanelBounds.DotError(_dimension, (float)norm, bounds[q])) / 2);
        });
        return guard;
    }

    private void Settle(CandidateBlock block, int q, List<int> rows, float[] bounds, CardGuard guard, (int Row, float Weight)[] found, bool[] unsure)
    {
        var query = block.First + q;
        var row = rows[query];
        var best = (Row: -1, Weight: bounds[query]);
        var count = 0;
        for (; count < Capacity; count++)
        {
            var other = block.Slots[((long)count * block.Count) + q];
            if (other < 0) break;
            var weight = MathF.Max(MathF.Max(_core[row], _core[other]), PointMatrix.Distance(_points, _dimension, row, other));
            if (weight < best.Weight || (weight == best.Weight && (best.Row < 0 || other < best.Row))) best = (other, weight);
        }

        found[query] = best;
        if (count < Capacity) return;
        var norm = 2 * guard.HalfNorm[query];
        var turnedAway = MathF.Max(0, norm - (2 * block.Worst[q]));
        unsure[query] = (double)best.Weight * best.Weight >= turnedAway - PanelBounds.DotError(_dimension, norm, MathF.Sqrt(turnedAway));
    }
}

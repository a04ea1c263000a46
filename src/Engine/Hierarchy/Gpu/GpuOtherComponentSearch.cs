using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy.Boruvka;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Gpu;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.Hierarchy.Gpu;

/// <summary>
/// The search for nearest outside points on a graphics card: it goes through all points for every query, by dot products, and brings back a few candidates of each. The host computes their
/// exact weights; what rounding on the device could have hidden is left to the cores. The answers are those of <see cref="OtherComponentSearch"/>.
/// </summary>
internal sealed class GpuOtherComponentSearch : IOtherComponentSearch
{
    /// <summary>Candidates a query: where more than a few are equally near, the cores decide.</summary>
    private const int Capacity = 8;

    /// <summary>With fewer queries the cores, which skip what is far off, are done before a card; but only once they are ready, which takes longer than many a sweep.</summary>
    private const int Fewest = 2048;

    /// <summary>For so few queries going through all points is done sooner than the cores' panels are made.</summary>
    private const int ScannedAtMost = 256;

    private readonly PointMatrix _points;
    private readonly float[] _core;
    private readonly float[] _mean;
    private readonly GpuTarget _card;
    private readonly StageContext _context;
    private Standing? _standing;
    private OtherComponentSearch? _cores;

    public GpuOtherComponentSearch(GpuTarget card, PointMatrix points, float[] core, StageContext context)
    {
        (_card, _points, _core, _context) = (card, points, core, context);
        _mean = points.Mean();
    }

    public void Refresh(int[] component)
    {
        _cores?.Refresh(component);
        _standing?.Panels.Refresh();
    }

    public (int Row, float Weight)[] Nearest(List<int> rows, float[] bounds, int[] component, ProgressMeter meter)
    {
        if (_cores is not null && rows.Count < Fewest) return OnCores(rows, bounds, component, meter);
        var standing = _standing ??= Stand(component);
        var found = new (int Row, float Weight)[rows.Count];
        var unsure = new bool[rows.Count];

        var (order, queries) = standing.Panels.Divide(rows, bounds, component, _card.Align);
        var guard = GuardOf(standing, queries.Rows, order, bounds, component);
        standing.Search.Run(queries, block => Parallel.For(0, block.Count, _context.Parallel, q =>
        {
            if (order[block.First + q] >= 0) Settle(block, q, standing.Layout, queries.Rows, order, bounds, guard, found, unsure);
        }), guard);
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
        _standing?.Search.Dispose();
        _cores?.Dispose();
    }

    /// <summary>
    /// Stands the points on the card component by component, and in each by core distance: as components only grow, panels that are all one component's stay so, and panels
    /// whose core distances are alike can be left out together.
    /// </summary>
    private Standing Stand(int[] component)
    {
        var rows = new int[component.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = i;

        // Bits of floats that are never negative sort as the floats do.
        rows = GpuSort.By(_card, rows, i => BitConverter.SingleToUInt32Bits(_core[i]), _context);
        rows = GpuSort.By(_card, rows, i => (uint)component[i], _context);
        var layout = GpuPanelLayout.Of(rows);
        var halfCore = Array.ConvertAll(layout.Rows, row => row < 0 ? 0 : _core[row] * _core[row] / 2);
        return new Standing(layout, new GpuOtherComponentPanels(_points, _core, layout, _context), halfCore, new GpuPanelSearch<DotForm, OtherComponentFilter>(_card, _points, _mean, layout, Capacity, _context));
    }

    private (int Row, float Weight)[] OnCores(List<int> rows, float[] bounds, int[] component, ProgressMeter meter)
    {
        if (_cores is null && rows.Count <= ScannedAtMost) return OtherComponentScan.Nearest(_points, _core, rows, bounds, component, _context);
        if (_cores is null)
        {
            _cores = new OtherComponentSearch(_points, _core, _context);
            _cores.Refresh(component);
        }

        return _cores.Nearest(rows, bounds, component, meter);
    }

    private FilterValues GuardOf(Standing standing, int[] queries, int[] order, float[] bounds, int[] component)
    {
        // Padding belongs to whatever stands before it, so that it keeps no panel from being one component's.
        var ofSlot = new int[standing.Layout.Rows.Length];
        for (var s = 0; s < ofSlot.Length; s++) ofSlot[s] = standing.Layout.Rows[s] is >= 0 and var row ? component[row] : ofSlot[s - 1];
        var guard = new FilterValues(new int[queries.Length], new float[queries.Length], new float[queries.Length], ofSlot, standing.HalfCore);

        // So does that of queries, which follows those that it makes whole tiles of.
        for (var q = 0; q < queries.Length; q++) guard.Own[q] = queries[q] is >= 0 and var row ? component[row] : guard.Own[q - 1];
        Parallel.For(0, order.Length, _context.Parallel, q =>
        {
            if (order[q] < 0) return;
            var norm = ExactRerank.Norm(_points.Row(queries[q]), _mean);
            guard.HalfNorm[q] = norm / 2;

            // A point exactly at the bound must still beat the floor.
            guard.Floor[q] = PanelBounds.LeastScore(_points.Dimension, norm, bounds[order[q]]);
        });
        return guard;
    }

    private void Settle(CandidateBlock block, int q, GpuPanelLayout layout, int[] queries, int[] order, float[] bounds, FilterValues guard, (int Row, float Weight)[] found, bool[] unsure)
    {
        var query = block.First + q;
        var row = queries[query];
        var best = (Row: -1, Weight: bounds[order[query]]);
        var count = 0;
        for (; count < Capacity; count++)
        {
            var slot = block.Slots[((long)count * block.Count) + q];
            if (slot < 0) break;
            var other = layout.Rows[slot];
            var weight = MathF.Max(MathF.Max(_core[row], _core[other]), _points.Distance(row, other));
            if (weight < best.Weight || (weight == best.Weight && (best.Row < 0 || other < best.Row))) best = (other, weight);
        }

        found[order[query]] = best;
        if (count < Capacity) return;
        var norm = 2 * guard.HalfNorm[query];
        var turnedAway = MathF.Max(0, norm - (2 * block.Worst[q]));
        unsure[order[query]] = (double)best.Weight * best.Weight >= turnedAway - PanelBounds.DotError(_points.Dimension, norm, MathF.Sqrt(turnedAway));
    }

    /// <summary>The points as they stand on the card.</summary>
    /// <param name="HalfCore"><c>[slots]</c> half the squared core distance of each.</param>
    private sealed record Standing(GpuPanelLayout Layout, GpuOtherComponentPanels Panels, float[] HalfCore, GpuPanelSearch<DotForm, OtherComponentFilter> Search);
}

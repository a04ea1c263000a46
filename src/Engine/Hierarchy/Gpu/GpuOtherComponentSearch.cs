using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy.Boruvka;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Gpu;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.Hierarchy.Gpu;

/// <summary>
/// The search for nearest points of other components on a GPU: it compares every query with all points, by dot products, and brings back a few candidates per
/// query. The host computes their exact weights; queries whose answer rounding on the GPU could have hidden are left to the CPU. The answers are those of
/// <see cref="OtherComponentSearch"/>.
/// </summary>
internal sealed class GpuOtherComponentSearch : IOtherComponentSearch
{
    /// <summary>Candidates per query. Where more than a few points are equally near, the CPU decides.</summary>
    private const int Capacity = 8;

    /// <summary>
    /// With fewer queries the CPU, which skips what is far away, is done before a GPU, but only once its panels are packed, which takes longer than many a
    /// sweep.
    /// </summary>
    private const int MinQueries = 2048;

    /// <summary>For so few queries a scan of all points takes less time than packing the CPU's panels.</summary>
    private const int MaxScanned = 256;

    private readonly PointMatrix _points;
    private readonly float[] _core;
    private readonly float[] _mean;
    private readonly GpuTarget _gpu;
    private readonly StageContext _context;
    private Resident? _resident;
    private OtherComponentSearch? _cpu;

    public GpuOtherComponentSearch(GpuTarget gpu, PointMatrix points, float[] core, StageContext context)
    {
        (_gpu, _points, _core, _context) = (gpu, points, core, context);
        _mean = points.Mean();
    }

    public void Refresh(int[] component)
    {
        _cpu?.Refresh(component);
        _resident?.Panels.Refresh();
    }

    public (int Row, float Weight)[] Nearest(List<int> rows, float[] bounds, int[] component, ProgressMeter meter)
    {
        if (_cpu is not null && rows.Count < MinQueries) return OnCpu(rows, bounds, component, meter);
        var resident = _resident ??= Upload(component);
        var found = new (int Row, float Weight)[rows.Count];
        var unsure = new bool[rows.Count];

        var (order, queries) = resident.Panels.Divide(rows, bounds, component, _gpu.Align);
        var filter = FilterOf(resident, queries.Rows, order, bounds, component);
        resident.Search.Run(queries, block => Parallel.For(0, block.Count, _context.Parallel, q =>
        {
            var query = block.First + q;
            var place = order[query];
            if (place < 0) return;
            var answer = Rerank(block, q, resident.Layout, queries.Rows[query], bounds[place], 2 * filter.HalfNorm[query]);
            found[place] = (answer.Row, answer.Weight);
            unsure[place] = !answer.Sure;
        }), filter);
        meter.Add(0);

        // What the GPU found bounds what the CPU has to look at.
        var again = Enumerable.Range(0, rows.Count).Where(q => unsure[q]).ToArray();
        if (again.Length == 0) return found;
        var exact = OnCpu([.. again.Select(q => rows[q])], [.. again.Select(q => found[q].Weight)], component, meter);
        for (var u = 0; u < again.Length; u++) found[again[u]] = exact[u];
        return found;
    }

    public void Dispose()
    {
        _resident?.Search.Dispose();
        _cpu?.Dispose();
    }

    /// <summary>
    /// Uploads the points component by component, and within one by core distance. As components only grow, panels within one component stay so, and panels of
    /// similar core distances can be skipped together.
    /// </summary>
    private Resident Upload(int[] component)
    {
        var rows = new int[component.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = i;

        // Bits of floats that are never negative sort as the floats do.
        rows = GpuSort.By(_gpu, rows, i => BitConverter.SingleToUInt32Bits(_core[i]), _context);
        rows = GpuSort.By(_gpu, rows, i => (uint)component[i], _context);
        var layout = GpuPanelLayout.Of(rows);
        var halfCore = Array.ConvertAll(layout.Rows, row => row < 0 ? 0 : _core[row] * _core[row] / 2);
        var panels = new GpuOtherComponentPanels(_points, _core, layout, _context);
        var search = new GpuPanelSearch<DotForm, OtherComponentFilter>(_gpu, _points, _mean, layout, Capacity, _context);
        return new Resident(layout, panels, halfCore, search);
    }

    private (int Row, float Weight)[] OnCpu(List<int> rows, float[] bounds, int[] component, ProgressMeter meter)
    {
        if (_cpu is null && rows.Count <= MaxScanned) return OtherComponentScan.Nearest(_points, _core, rows, bounds, component, _context);
        if (_cpu is null)
        {
            _cpu = new OtherComponentSearch(_points, _core, _context);
            _cpu.Refresh(component);
        }

        return _cpu.Nearest(rows, bounds, component, meter);
    }

    private FilterValues FilterOf(Resident resident, int[] queries, int[] order, float[] bounds, int[] component)
    {
        // Padding belongs to the component before it, so that it does not make a panel one of several components.
        var ofSlot = new int[resident.Layout.Rows.Length];
        for (var s = 0; s < ofSlot.Length; s++) ofSlot[s] = resident.Layout.Rows[s] is >= 0 and var row ? component[row] : ofSlot[s - 1];
        var filter = new FilterValues(new int[queries.Length], new float[queries.Length], new float[queries.Length], ofSlot, resident.HalfCore);

        // The same for the padding of queries, which fills up their tiles.
        for (var q = 0; q < queries.Length; q++) filter.Own[q] = queries[q] is >= 0 and var row ? component[row] : filter.Own[q - 1];
        Parallel.For(0, order.Length, _context.Parallel, q =>
        {
            if (order[q] < 0) return;
            var norm = GpuExactRerank.Norm(_points.Row(queries[q]), _mean);
            filter.HalfNorm[q] = norm / 2;

            // A point exactly at the bound must still beat the floor.
            filter.Floor[q] = PanelBounds.LeastScore(_points.Dimension, norm, bounds[order[q]]);
        });
        return filter;
    }

    /// <summary>The exact answer of one query of a block, and whether it is sure to be the nearest.</summary>
    private (int Row, float Weight, bool Sure) Rerank(CandidateBlock block, int q, GpuPanelLayout layout, int row, float bound, float norm)
    {
        var best = (Row: -1, Weight: bound);
        var candidates = block.RowsOf(q, layout, new int[Capacity]);
        foreach (var other in candidates)
        {
            var weight = MathF.Max(MathF.Max(_core[row], _core[other]), _points.Distance(row, other));
            if (weight < best.Weight || (weight == best.Weight && (best.Row < 0 || other < best.Row))) best = (other, weight);
        }

        if (candidates.Length < Capacity) return (best.Row, best.Weight, true);
        var turnedAway = MathF.Max(0, norm - (2 * block.Worst[q]));
        var sure = (double)best.Weight * best.Weight < turnedAway - PanelBounds.DotError(_points.Dimension, norm, MathF.Sqrt(turnedAway));
        return (best.Row, best.Weight, sure);
    }

    /// <summary>The points as they are held on the GPU.</summary>
    /// <param name="HalfCore"><c>[slots]</c> half the squared core distance of each.</param>
    private sealed record Resident(
        GpuPanelLayout Layout, GpuOtherComponentPanels Panels, float[] HalfCore, GpuPanelSearch<DotForm, OtherComponentFilter> Search);
}

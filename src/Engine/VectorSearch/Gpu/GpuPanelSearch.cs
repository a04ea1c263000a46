using ILGPU;
using ILGPU.Runtime;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>
/// Brings queries and points to the device in blocks that fit its memory, and fetches each query's best candidates. While the device searches one block
/// of queries, the host works on the one before. Points that fit stay on the device from one run to the next.
/// </summary>
internal sealed class GpuPanelSearch<TForm, TFilter> : IDisposable
    where TForm : struct, IScoreForm
    where TFilter : struct, ICandidateFilter
{
    /// <summary>Queries a block while all points stay on the device: enough to fill any card, few enough that the host works on one block while the device searches the next.</summary>
    private const int ResidentBlock = 1 << 18;

    /// <summary>Tiles of one launch end at different times: more work in a launch leaves less of the card idle.</summary>
    private const double TilesOverPanels = 4;

    private readonly GpuTarget _card;
    private readonly GpuPanelLayout _layout;
    private readonly PanelUpload _upload;
    private readonly PanelUpload _queries;
    private readonly int _dimension;
    private readonly int _capacity;
    private readonly StageContext _context;
    private readonly int _panels;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> _values;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> _bias;
    private readonly Action<KernelConfig, QueryTiles, PointPanels, PanelRanges, TopKViews, FilterViews, TileJob> _search;
    private readonly Action<Index1D, TopKViews, ArrayView<float>, int, int> _clear;

    /// <summary>The first panel on the device; -1 before any is.</summary>
    private int _loaded = -1;

    /// <param name="mean"><c>[d]</c> taken off all coordinates before dot products; null leaves them.</param>
    /// <param name="searchers"><c>[q, d]</c> what queries are rows of; null means the points themselves.</param>
    public GpuPanelSearch(GpuTarget card, PointMatrix points, float[]? mean, GpuPanelLayout layout, int capacity, StageContext context, PointMatrix? searchers = null)
    {
        (_card, _layout, _dimension, _capacity, _context) = (card, layout, points.Dimension, capacity, context);
        _upload = new PanelUpload(points, mean, context);
        _queries = searchers is null ? _upload : new PanelUpload(searchers, mean, context);
        _panels = IsResident ? layout.Panels : (int)Math.Clamp(Budget / 2 / PanelBytes, 1, layout.Panels);
        card.Accelerator.Bind();
        _values = card.Accelerator.Allocate1D<Float4>((long)_panels * _dimension * GpuDistanceTiles.Width / 4);
        _bias = card.Accelerator.Allocate1D<Float4>((long)_panels * GpuDistanceTiles.Width / 4);
        _clear = card.Accelerator.LoadAutoGroupedStreamKernel<Index1D, TopKViews, ArrayView<float>, int, int>(GpuDistanceTiles.Clear);
        _search = card.IsForTests
            ? card.Accelerator.LoadStreamKernel<QueryTiles, PointPanels, PanelRanges, TopKViews, FilterViews, TileJob>(GpuDistanceTiles.Search<TestShape, TForm, TFilter>)
            : card.Accelerator.LoadStreamKernel<QueryTiles, PointPanels, PanelRanges, TopKViews, FilterViews, TileJob>(GpuDistanceTiles.Search<GpuShape, TForm, TFilter>);
    }

    private long PanelBytes => (long)GpuDistanceTiles.Width * (_dimension + 1) * sizeof(float);

    private long Budget => _card.Bytes - ((_layout.Lists.Starts.LongLength + (2 * _layout.Lists.First.LongLength)) * sizeof(int));

    private bool IsResident => _layout.Panels * PanelBytes <= Budget / 2;

    /// <param name="settle">Called for block after block, from one other thread at a time.</param>
    /// <param name="guard">What <typeparamref name="TFilter"/> goes by; null where it needs nothing.</param>
    public void Run(GpuQueries queries, Action<CandidateBlock> settle, FilterValues? guard = null)
    {
        var accelerator = _card.Accelerator;
        accelerator.Bind();
        var block = BlockOf(queries.Rows.Length);
        var tile = _card.TileQueries;
        using var starts = accelerator.Allocate1D(queries.Lists.Starts);
        using var first = accelerator.Allocate1D(queries.Lists.First is [] ? [0] : queries.Lists.First);
        using var end = accelerator.Allocate1D(queries.Lists.End is [] ? [0] : queries.Lists.End);
        using var queryValues = accelerator.Allocate1D<Float4>((long)block * _dimension / 4);
        using var selves = accelerator.Allocate1D<int>(block);
        using var lists = accelerator.Allocate1D<int>(block / tile);
        using var scores = accelerator.Allocate1D<float>((long)_capacity * block);
        using var slots = accelerator.Allocate1D<int>((long)_capacity * block);
        using var floor = accelerator.Allocate1D<float>(block);
        using var own = accelerator.Allocate1D<int>(guard is null ? 1 : block);
        using var halfNorm = accelerator.Allocate1D<float>(guard is null ? 1 : block);
        using var component = accelerator.Allocate1D(guard?.Component ?? [0]);
        using var tileOwn = accelerator.Allocate1D<int>(guard is null ? 1 : block / tile);
        using var panelComponent = accelerator.Allocate1D(guard?.PanelComponent() ?? [0]);
        using var halfCore = accelerator.Allocate1D(guard?.HalfCore ?? [0]);
        if (guard is null) floor.CopyFromCPU(Enumerable.Repeat(float.NegativeInfinity, block).ToArray());
        var points = new PointPanels { Values = _values.View, Bias = _bias.View };
        var ranges = new PanelRanges { Starts = starts.View, First = first.View, End = end.View };
        var views = new FilterViews { Own = own.View, HalfNorm = halfNorm.View, TileOwn = tileOwn.View, Component = component.View, PanelComponent = panelComponent.View, HalfCore = halfCore.View };
        var lengths = queries.Lists.Lengths();
        var settled = Task.CompletedTask;
        for (var from = 0; from < queries.Rows.Length; from += block)
        {
            var count = Math.Min(block, queries.Rows.Length - from);
            var tiles = new QueryTiles { Values = queryValues.View, Selves = selves.View.SubView(0, count), Lists = lists.View };
            var best = new TopKViews { Scores = scores.View, Slots = slots.View };
            _queries.Send(queries.Rows.AsMemory(from, count), queryValues.View, bias: null);
            selves.View.SubView(0, count).CopyFromCPU(ref queries.Slots[from], count);
            var tileLists = new int[count / tile];
            for (var t = 0; t < tileLists.Length; t++) tileLists[t] = queries.ListOf[(from + (t * tile)) / GpuDistanceTiles.Width];
            var searched = tileLists.Average(list => lengths[list]);
            lists.View.SubView(0, tileLists.Length).CopyFromCPU(tileLists);
            if (guard is not null)
            {
                tileOwn.View.SubView(0, count / tile).CopyFromCPU(guard.TileOwn(from, count, tile));
                own.View.SubView(0, count).CopyFromCPU(ref guard.Own[from], count);
                halfNorm.View.SubView(0, count).CopyFromCPU(ref guard.HalfNorm[from], count);
                floor.View.SubView(0, count).CopyFromCPU(ref guard.Floor[from], count);
            }

            _clear(count, best, floor.View, count, _capacity);
            for (var origin = 0; origin < _layout.Panels; origin += _panels)
            {
                var upTo = Math.Min(_layout.Panels, origin + _panels);
                if (_loaded != origin) _upload.Send(_layout.Rows.AsMemory(origin * GpuDistanceTiles.Width, (upTo - origin) * GpuDistanceTiles.Width), points.Values, points.Bias);
                _loaded = origin;
                var (window, together) = Launch(count, searched);
                for (var at = origin; at < upTo; at += window)
                {
                    for (var t = 0; t < count / tile; t += together)
                    {
                        _context.Cancel.ThrowIfCancellationRequested();
                        var job = new TileJob { Dimension = _dimension, Capacity = _capacity, Origin = origin, First = at, End = Math.Min(upTo, at + window), FirstTile = t };
                        _search(new KernelConfig(Math.Min(together, (count / tile) - t), tile), tiles, points, ranges, best, views, job);
                        accelerator.Synchronize();
                    }
                }
            }

            var found = new CandidateBlock { First = from, Count = count, Worst = new float[count], Slots = new int[(long)_capacity * count] };
            scores.View.SubView((long)(_capacity - 1) * count, count).CopyToCPU(found.Worst);
            slots.View.SubView(0, (long)_capacity * count).CopyToCPU(found.Slots);
            settled.GetAwaiter().GetResult();
            settled = Task.Run(() => settle(found), _context.Cancel);
        }

        settled.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _values.Dispose();
        _bias.Dispose();
    }

    /// <summary>Queries at a time.</summary>
    private int BlockOf(int queries)
    {
        var align = _card.Align;
        var queryBytes = ((long)_dimension + 5 + (2 * _capacity)) * sizeof(float);
        var most = Math.Min(IsResident ? ResidentBlock : int.MaxValue, Array.MaxLength / _capacity);
        var fit = Math.Min((Budget - (_panels * PanelBytes)) / queryBytes, most) / align * align;
        return (int)Math.Clamp(fit, align, GpuPanelLayout.Whole(queries, align));
    }

    /// <summary>
    /// Panels and tiles of one launch. Where everybody searches everything, all tiles go through some of the panels; where each searches panels of its own, some tiles go
    /// through all of theirs: by panels most tiles would have nothing to do.
    /// </summary>
    /// <param name="searched">Panels that an average tile goes through.</param>
    private (int Panels, int Tiles) Launch(int queries, double searched)
    {
        if (searched >= _layout.Panels) return ((int)Math.Clamp(GpuTarget.WorkALaunch / ((double)queries * GpuDistanceTiles.Width * _dimension), 1, int.MaxValue / 2), queries);
        var workATile = (double)_card.TileQueries * GpuDistanceTiles.Width * _dimension * searched;
        return (int.MaxValue / 2, (int)Math.Clamp(TilesOverPanels * GpuTarget.WorkALaunch / Math.Max(1, workATile), 1, queries));
    }
}

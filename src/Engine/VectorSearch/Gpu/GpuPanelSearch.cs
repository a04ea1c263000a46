using ILGPU;
using ILGPU.Runtime;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>
/// Copies queries and points to the GPU in blocks that fit its memory, and fetches each query's best candidates. While the GPU searches one block of queries,
/// the host works on the block before. Points that fit stay on the GPU from one run to the next.
/// </summary>
internal sealed class GpuPanelSearch<TForm, TFilter> : IDisposable
    where TForm : struct, IScoreForm
    where TFilter : struct, ICandidateFilter
{
    /// <summary>
    /// Queries per block while all points stay on the GPU: enough to fill any GPU, few enough that the host can work on one block while the GPU searches the
    /// next.
    /// </summary>
    private const int ResidentBlock = 1 << 18;

    /// <summary>
    /// How much more work a launch of tiles gets than one of panels: tiles of one launch end at different times, and with more of them less of the GPU is idle.
    /// </summary>
    private const double TilesOverPanels = 4;

    private readonly GpuTarget _gpu;
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

    /// <summary>The first panel on the GPU; -1 before any is.</summary>
    private int _loaded = -1;

    /// <param name="mean"><c>[d]</c> subtracted from all coordinates before dot products; null leaves them.</param>
    /// <param name="searchers"><c>[q, d]</c> the matrix whose rows the queries are; null means the points themselves.</param>
    public GpuPanelSearch(
        GpuTarget gpu, PointMatrix points, float[]? mean, GpuPanelLayout layout, int capacity, StageContext context, PointMatrix? searchers = null)
    {
        _gpu = gpu;
        _layout = layout;
        _dimension = points.Dimension;
        _capacity = capacity;
        _context = context;
        _upload = new PanelUpload(points, mean, context);
        _queries = searchers is null ? _upload : new PanelUpload(searchers, mean, context);
        _panels = IsResident ? layout.Panels : (int)Math.Clamp(Budget / 2 / PanelBytes, 1, layout.Panels);
        gpu.Accelerator.Bind();
        _values = gpu.Accelerator.Allocate1D<Float4>((long)_panels * _dimension * GpuDistanceTiles.Width / 4);
        _bias = gpu.Accelerator.Allocate1D<Float4>((long)_panels * GpuDistanceTiles.Width / 4);
        _clear = gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, TopKViews, ArrayView<float>, int, int>(GpuDistanceTiles.Clear);
        _search = gpu.IsForTests ? Load(GpuDistanceTiles.Search<TestShape, TForm, TFilter>) : Load(GpuDistanceTiles.Search<GpuShape, TForm, TFilter>);
    }

    private long PanelBytes => (long)GpuDistanceTiles.Width * (_dimension + 1) * sizeof(float);

    private long Budget => _gpu.Bytes - ((_layout.Lists.Starts.LongLength + (2 * _layout.Lists.First.LongLength)) * sizeof(int));

    private bool IsResident => _layout.Panels * PanelBytes <= Budget / 2;

    /// <param name="take">Called with block after block, on one other thread at a time.</param>
    /// <param name="filter">The values of <typeparamref name="TFilter"/>; null where it needs none.</param>
    public void Run(GpuQueries queries, Action<CandidateBlock> take, FilterValues? filter = null)
    {
        var accelerator = _gpu.Accelerator;
        accelerator.Bind();
        var block = BlockOf(queries.Rows.Length);
        var tile = _gpu.TileQueries;
        using var starts = accelerator.Allocate1D(queries.Lists.Starts);
        using var first = accelerator.Allocate1D(queries.Lists.First is [] ? [0] : queries.Lists.First);
        using var end = accelerator.Allocate1D(queries.Lists.End is [] ? [0] : queries.Lists.End);
        using var queryValues = accelerator.Allocate1D<Float4>((long)block * _dimension / 4);
        using var selves = accelerator.Allocate1D<int>(block);
        using var lists = accelerator.Allocate1D<int>(block / tile);
        using var scores = accelerator.Allocate1D<float>((long)_capacity * block);
        using var slots = accelerator.Allocate1D<int>((long)_capacity * block);
        using var floor = accelerator.Allocate1D<float>(block);
        using var own = accelerator.Allocate1D<int>(filter is null ? 1 : block);
        using var halfNorm = accelerator.Allocate1D<float>(filter is null ? 1 : block);
        using var component = accelerator.Allocate1D(filter?.Component ?? [0]);
        using var tileOwn = accelerator.Allocate1D<int>(filter is null ? 1 : block / tile);
        using var panelComponent = accelerator.Allocate1D(filter?.PanelComponent() ?? [0]);
        using var halfCore = accelerator.Allocate1D(filter?.HalfCore ?? [0]);
        if (filter is null) floor.CopyFromCPU(Enumerable.Repeat(float.NegativeInfinity, block).ToArray());
        var points = new PointPanels { Values = _values.View, Bias = _bias.View };
        var ranges = new PanelRanges { Starts = starts.View, First = first.View, End = end.View };
        var views = new FilterViews
        {
            Own = own.View,
            HalfNorm = halfNorm.View,
            TileOwn = tileOwn.View,
            Component = component.View,
            PanelComponent = panelComponent.View,
            HalfCore = halfCore.View,
        };
        var lengths = queries.Lists.Lengths();
        var taken = Task.CompletedTask;
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
            if (filter is not null)
            {
                tileOwn.View.SubView(0, count / tile).CopyFromCPU(filter.TileOwn(from, count, tile));
                own.View.SubView(0, count).CopyFromCPU(ref filter.Own[from], count);
                halfNorm.View.SubView(0, count).CopyFromCPU(ref filter.HalfNorm[from], count);
                floor.View.SubView(0, count).CopyFromCPU(ref filter.Floor[from], count);
            }

            _clear(count, best, floor.View, count, _capacity);
            for (var origin = 0; origin < _layout.Panels; origin += _panels)
            {
                var upTo = Math.Min(_layout.Panels, origin + _panels);
                var rows = _layout.Rows.AsMemory(origin * GpuDistanceTiles.Width, (upTo - origin) * GpuDistanceTiles.Width);
                if (_loaded != origin) _upload.Send(rows, points.Values, points.Bias);
                _loaded = origin;
                var (window, together) = Launch(count, searched);
                for (var at = origin; at < upTo; at += window)
                {
                    var job = new TileJob { Dimension = _dimension, Capacity = _capacity, Origin = origin, First = at, End = Math.Min(upTo, at + window) };
                    for (var t = 0; t < count / tile; t += together)
                    {
                        _context.Cancel.ThrowIfCancellationRequested();
                        job.FirstTile = t;
                        _search(new KernelConfig(Math.Min(together, (count / tile) - t), tile), tiles, points, ranges, best, views, job);
                        accelerator.Synchronize();
                    }
                }
            }

            var found = new CandidateBlock { First = from, Count = count, Worst = new float[count], Slots = new int[(long)_capacity * count] };
            scores.View.SubView((long)(_capacity - 1) * count, count).CopyToCPU(found.Worst);
            slots.View.SubView(0, (long)_capacity * count).CopyToCPU(found.Slots);
            taken.GetAwaiter().GetResult();
            taken = Task.Run(() => take(found), _context.Cancel);
        }

        taken.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _values.Dispose();
        _bias.Dispose();
    }

    private Action<KernelConfig, QueryTiles, PointPanels, PanelRanges, TopKViews, FilterViews, TileJob> Load(
        Action<QueryTiles, PointPanels, PanelRanges, TopKViews, FilterViews, TileJob> kernel) => _gpu.Accelerator.LoadStreamKernel(kernel);

    /// <summary>Queries per block.</summary>
    private int BlockOf(int queries)
    {
        var align = _gpu.Align;
        var queryBytes = ((long)_dimension + 5 + (2 * _capacity)) * sizeof(float);
        var most = Math.Min(IsResident ? ResidentBlock : int.MaxValue, Array.MaxLength / _capacity);
        var fit = Math.Min((Budget - (_panels * PanelBytes)) / queryBytes, most) / align * align;
        return (int)Math.Clamp(fit, align, GpuPanelLayout.Whole(queries, align));
    }

    /// <summary>
    /// Panels and tiles per launch. Where every query searches all panels, a launch takes all tiles through some of the panels. Where each searches panels of
    /// its own, it takes some tiles through all of theirs: split by panels, most tiles would have nothing to do.
    /// </summary>
    /// <param name="searched">Panels that an average tile searches.</param>
    private (int Panels, int Tiles) Launch(int queries, double searched)
    {
        if (searched >= _layout.Panels)
        {
            var workPerPanel = (double)queries * GpuDistanceTiles.Width * _dimension;
            return ((int)Math.Clamp(GpuTarget.WorkPerLaunch / workPerPanel, 1, int.MaxValue / 2), queries);
        }

        var workPerTile = (double)_gpu.TileQueries * GpuDistanceTiles.Width * _dimension * searched;
        return (int.MaxValue / 2, (int)Math.Clamp(TilesOverPanels * GpuTarget.WorkPerLaunch / Math.Max(1, workPerTile), 1, queries));
    }
}

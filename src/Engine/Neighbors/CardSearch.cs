using ILGPU;
using ILGPU.Runtime;
using Investigator.Engine.Compute;
using Investigator.Engine.Neighbors.Kernels;

namespace Investigator.Engine.Neighbors;

/// <summary>The best candidates of a block of queries, as they came from the device.</summary>
internal sealed record CandidateBlock
{
    /// <summary>Number of the block's first query among <see cref="CardQueries"/>.</summary>
    public required int First { get; init; }

    public required int Count { get; init; }

    /// <summary><c>[count]</c> worst score kept; minus infinity where nobody was turned away.</summary>
    public required float[] Worst { get; init; }

    /// <summary><c>[capacity, count]</c> slots, best first; -1 where there is none.</summary>
    public required int[] Slots { get; init; }
}

/// <summary>
/// Brings queries and points to the device in blocks that fit its memory, and fetches each query's best candidates. While the device searches one block
/// of queries, the host works on the one before.
/// </summary>
internal sealed class CardSearch<TForm>
    where TForm : struct, IScoreForm
{
    /// <summary>Queries a block while all points stay on the device: enough to fill any card, few enough that host and device take turns.</summary>
    private const int ResidentBlock = 1 << 20;

    private readonly CardTarget _card;
    private readonly CardLayout _layout;
    private readonly PanelUpload _upload;
    private readonly PanelUpload _queries;
    private readonly int _dimension;
    private readonly int _capacity;
    private readonly StageContext _context;
    private readonly Action<KernelConfig, QueryTiles, PointPanels, PanelRanges, BestCandidates, TileJob> _search;
    private readonly Action<Index1D, BestCandidates, int, int> _clear;

    /// <param name="mean"><c>[d]</c> taken off all coordinates before dot products; null leaves them.</param>
    /// <param name="searchers"><c>[q, d]</c> what queries are rows of; null means the points themselves.</param>
    public CardSearch(CardTarget card, float[] points, int dimension, float[]? mean, CardLayout layout, int capacity, StageContext context, float[]? searchers = null)
    {
        (_card, _layout, _dimension, _capacity, _context) = (card, layout, dimension, capacity, context);
        _upload = new PanelUpload(points, dimension, mean, context);
        _queries = searchers is null ? _upload : new PanelUpload(searchers, dimension, mean, context);
        _clear = card.Accelerator.LoadAutoGroupedStreamKernel<Index1D, BestCandidates, int, int>(NeighborTiles.Clear);
        _search = card.IsForTests
            ? card.Accelerator.LoadStreamKernel<QueryTiles, PointPanels, PanelRanges, BestCandidates, TileJob>(NeighborTiles.Search<SmallShape, TForm>)
            : card.Accelerator.LoadStreamKernel<QueryTiles, PointPanels, PanelRanges, BestCandidates, TileJob>(NeighborTiles.Search<CardShape, TForm>);
    }

    /// <summary>Queries that a tile takes at once.</summary>
    public static int TileOf(CardTarget card) => card.IsForTests ? default(SmallShape).Threads : default(CardShape).Threads;

    /// <summary>What layouts and queries are padded to.</summary>
    public static int AlignOf(CardTarget card) => Math.Max(NeighborTiles.Width, TileOf(card));

    /// <param name="settle">Called for block after block, from one other thread at a time.</param>
    public void Run(CardQueries queries, Action<CandidateBlock> settle)
    {
        var accelerator = _card.Accelerator;
        accelerator.Bind();
        var (panels, block) = Divide(queries.Rows.Length);
        var tile = TileOf(_card);
        using var starts = accelerator.Allocate1D(_layout.Starts);
        using var first = accelerator.Allocate1D(_layout.First);
        using var end = accelerator.Allocate1D(_layout.End);
        using var pointValues = accelerator.Allocate1D<Quad>((long)panels * _dimension * NeighborTiles.Width / 4);
        using var pointBias = accelerator.Allocate1D<Quad>((long)panels * NeighborTiles.Width / 4);
        using var queryValues = accelerator.Allocate1D<Quad>((long)block * _dimension / 4);
        using var selves = accelerator.Allocate1D<int>(block);
        using var lists = accelerator.Allocate1D<int>(block / tile);
        using var scores = accelerator.Allocate1D<float>((long)_capacity * block);
        using var slots = accelerator.Allocate1D<int>((long)_capacity * block);
        var points = new PointPanels { Values = pointValues.View, Bias = pointBias.View };
        var ranges = new PanelRanges { Starts = starts.View, First = first.View, End = end.View };
        var loaded = -1;
        var settled = Task.CompletedTask;
        for (var from = 0; from < queries.Rows.Length; from += block)
        {
            var count = Math.Min(block, queries.Rows.Length - from);
            var tiles = new QueryTiles { Values = queryValues.View, Selves = selves.View.SubView(0, count), Lists = lists.View };
            var best = new BestCandidates { Scores = scores.View, Slots = slots.View };
            _queries.Send(queries.Rows.AsMemory(from, count), queryValues.View, bias: null);
            selves.View.SubView(0, count).CopyFromCPU(ref queries.Slots[from], count);
            var tileLists = new int[count / tile];
            for (var t = 0; t < tileLists.Length; t++) tileLists[t] = queries.Lists[(from + (t * tile)) / NeighborTiles.Width];
            lists.View.SubView(0, tileLists.Length).CopyFromCPU(tileLists);
            _clear(count, best, count, _capacity);
            for (var origin = 0; origin < _layout.Panels; origin += panels)
            {
                var upTo = Math.Min(_layout.Panels, origin + panels);
                if (loaded != origin) _upload.Send(_layout.Rows.AsMemory(origin * NeighborTiles.Width, (upTo - origin) * NeighborTiles.Width), points.Values, points.Bias);
                loaded = origin;
                var window = Window(count);
                for (var at = origin; at < upTo; at += window)
                {
                    _context.Cancel.ThrowIfCancellationRequested();
                    var job = new TileJob { Dimension = _dimension, Capacity = _capacity, Origin = origin, First = at, End = Math.Min(upTo, at + window) };
                    _search(new KernelConfig(count / tile, tile), tiles, points, ranges, best, job);
                    accelerator.Synchronize();
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

    /// <summary>Panels and queries at a time. Points stay on the device if they leave half of the budget; otherwise both come in blocks.</summary>
    private (int Panels, int Queries) Divide(int queries)
    {
        var align = AlignOf(_card);
        var panelBytes = (long)NeighborTiles.Width * (_dimension + 1) * sizeof(float);
        var queryBytes = ((long)_dimension + 2 + (2 * _capacity)) * sizeof(float);
        var budget = _card.Bytes - ((_layout.Starts.LongLength + (2 * _layout.First.LongLength)) * sizeof(int));
        var resident = _layout.Panels * panelBytes <= budget / 2;
        var panels = resident ? _layout.Panels : (int)Math.Clamp(budget / 2 / panelBytes, 1, _layout.Panels);
        var most = Math.Min(resident ? ResidentBlock : int.MaxValue, Array.MaxLength / _capacity);
        var fit = Math.Min((budget - (panels * panelBytes)) / queryBytes, most) / align * align;
        return (panels, (int)Math.Clamp(fit, align, CardLayout.Whole(queries, align)));
    }

    /// <summary>Panels searched by one launch.</summary>
    private int Window(int queries) =>
        (int)Math.Clamp(CardTarget.WorkALaunch / ((double)queries * NeighborTiles.Width * _dimension * Math.Max(_layout.Searched, 1e-9)), 1, int.MaxValue / 2);
}

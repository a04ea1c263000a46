namespace Investigator.Engine.VectorSearch;

/// <summary>
/// One thread's walk through a layout for the points of one of its panels at a time: first the panels beside it in the order, then the others by the distance
/// of their centres, as far as any query still reaches.
/// </summary>
/// <param name="dots">Whether scores are dot products; otherwise they are differences.</param>
internal sealed unsafe class PanelWalk(PanelLayout layout, BoundingBalls balls, PanelSearch search, bool dots) : IPanelFilter, IDisposable
{
    /// <summary>Panels to either side of the query panel that are searched before any panel is skipped: they set how far to look.</summary>
    private const int Beside = 1;

    private readonly float[] _distances = new float[layout.Panels];
    private readonly int[] _panels = new int[layout.Panels];
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

    /// <summary>Searches for the points of a panel.</summary>
    /// <param name="home">Its number.</param>
    /// <param name="searched"><c>[groups]</c> groups of eight to search for; empty means all.</param>
    public void Search<TTile>(int home, ReadOnlySpan<bool> searched = default)
        where TTile : struct, IDistanceTile
    {
        search.Begin(layout.Norms.AsSpan(home * PanelLayout.Width, layout.SlotsIn(home)), searched);
        search.Bounds.AsSpan().Fill(float.NegativeInfinity);
        _home = home;
        _queries = layout.Panel(home, _scratch.At(0));
        for (var panel = Math.Max(0, home - Beside); panel <= Math.Min(layout.Panels - 1, home + Beside); panel++) Scan<TTile>(panel, 0);
        var center = layout.Centers.AsSpan(home * layout.Dimension, layout.Dimension);
        var count = balls.Near(center, layout.Radii[home], search.Reach, this, _panels, _distances);

        // Nearest centres first: the thresholds fall early, and most of the rest is skipped.
        Array.Sort(_distances, _panels, 0, count);
        ScanNear<TTile>(count);
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
            var reach = search.Reach;
            for (; next < count && size < eight.Length; next++)
            {
                if (balls.Apart(_distances[next], layout.Radii[_home], _panels[next]) <= reach) eight[size++] = _panels[next];
            }

            if (size == 0) return;
            PanelBounds.Fill<TTile>(_queries, layout.Bias(_home), norms, layout, eight[..size], dots, _pack.At(0), search.Bounds);
            for (var i = 0; i < size; i++)
            {
                if (i + 1 < size) layout.Fetch(eight[i + 1]);
                Scan<TTile>(eight[i], i);
            }
        }
    }

    private void Scan<TTile>(int panel, int bound)
        where TTile : struct, IDistanceTile =>
        search.Scan<TTile>(_queries, panel, bound, _home * PanelLayout.Width, _scratch.At((long)PanelLayout.Width * layout.Dimension));
}

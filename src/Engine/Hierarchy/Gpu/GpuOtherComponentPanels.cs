using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Gpu;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.Hierarchy.Gpu;

/// <summary>
/// Which panels of a GPU's layout the points of a component must look at. A panel is skipped when the core distances of all its points exceed the bound, and
/// when its points are too far from the component's anchor: from query q, a point x is at least |x - anchor| - |q - anchor| away. In many dimensions that is a
/// far better bound than balls around panels, because scattered points are about equally far from anything.
/// </summary>
/// <param name="core"><c>[n]</c> core distances.</param>
/// <param name="layout">Of the points, component after component.</param>
internal sealed class GpuOtherComponentPanels(PointMatrix points, float[] core, GpuPanelLayout layout, StageContext context)
{
    /// <summary>Components of fewer queries share one list of all panels: a list of their own would cost more than the search.</summary>
    private const int MinQueries = 32;

    /// <summary>Components that get a list of their own, the largest first.</summary>
    private const int MaxLists = 128;

    /// <summary>Share by which a computed distance may be wrong: a few roundings of float32.</summary>
    private const double Rounding = 1e-6;

    /// <summary><c>[panels]</c> the least core distance in each.</summary>
    private readonly float[] _leastCore = LeastCore(core, layout);

    /// <summary>By component: the anchor of its searches in this round.</summary>
    private readonly Dictionary<int, Anchor> _anchors = [];

    /// <summary>Forgets the anchors: the components have changed.</summary>
    public void Refresh() => _anchors.Clear();

    /// <summary>Groups queries into whole tiles by component, and gives each tile a list of panels.</summary>
    /// <param name="rows">Rows that search.</param>
    /// <param name="bounds">Per row: largest mutual reachability of interest.</param>
    /// <param name="component"><c>[n]</c>.</param>
    /// <param name="align">The queries of a component are padded to a multiple of this.</param>
    /// <returns>Number among <paramref name="rows"/> of each query, -1 in padding; the queries.</returns>
    public (int[] Order, GpuQueries Queries) Divide(List<int> rows, float[] bounds, int[] component, int align)
    {
        var runs = Runs(rows, component);
        var own = runs.Take(MaxLists).TakeWhile(static run => run.Count >= MinQueries).ToList();
        int[] others = [.. runs.Skip(own.Count).SelectMany(static run => run)];
        var starts = new List<int> { 0 };
        var first = new List<int>();
        var end = new List<int>();
        var order = new List<int>();
        var listOf = new List<int>();
        foreach (var run in own)
        {
            Keep(run, rows, bounds, component, first, end);
            Close(run);
        }

        if (others.Length > 0)
        {
            first.Add(0);
            end.Add(layout.Panels);
            Close(others);
        }

        int[] all = [.. order];
        var lists = new PanelLists([.. starts], [.. first], [.. end]);
        var queries = GpuQueries.Outside(Array.ConvertAll(all, q => q < 0 ? -1 : rows[q]), [.. listOf], lists, layout);
        return (all, queries);

        void Close(IList<int> run)
        {
            starts.Add(first.Count);
            order.AddRange(run);
            while (order.Count % align != 0) order.Add(-1);
            while (listOf.Count < order.Count / GpuDistanceTiles.Width) listOf.Add(starts.Count - 2);
        }
    }

    /// <summary>The queries of each component; the component with the most queries first.</summary>
    private static List<ArraySegment<int>> Runs(List<int> rows, int[] component)
    {
        var (order, keys) = (new int[rows.Count], new ulong[rows.Count]);
        for (var q = 0; q < order.Length; q++) (order[q], keys[q]) = (q, ((ulong)(uint)component[rows[q]] << 32) | (uint)q);
        Array.Sort(keys, order);
        var runs = new List<ArraySegment<int>>();
        for (var (from, to) = (0, 0); from < order.Length; from = to)
        {
            while (to < order.Length && keys[to] >> 32 == keys[from] >> 32) to++;
            runs.Add(new ArraySegment<int>(order, from, to - from));
        }

        return [.. runs.OrderByDescending(static run => run.Count)];
    }

    /// <summary>Lists the runs of panels that the queries of one component look at.</summary>
    private void Keep(ArraySegment<int> run, List<int> rows, float[] bounds, int[] component, List<int> first, List<int> end)
    {
        var own = component[rows[run[0]]];
        if (!_anchors.TryGetValue(own, out var anchor)) _anchors[own] = anchor = Measure([.. run.Select(q => rows[q])], own, component);
        var (reach, far) = (0f, 0.0);
        foreach (var q in run)
        {
            reach = MathF.Max(reach, bounds[q]);
            far = Math.Max(far, PointMatrix.SquaredDistance(points.Row(rows[q]), anchor.Place));
        }

        var limit = (Math.Sqrt(far) + reach) * (1 + Rounding);
        var open = false;
        for (var p = 0; p < layout.Panels; p++)
        {
            var wanted = _leastCore[p] <= reach && !float.IsPositiveInfinity(anchor.Least[p]) && anchor.Least[p] * (1 - Rounding) <= limit;
            if (wanted && !open) first.Add(p);
            if (!wanted && open) end.Add(p);
            open = wanted;
        }

        if (open) end.Add(layout.Panels);
    }

    /// <summary>How near each panel comes to the mean of some of a component's points; panels that hold none but its own points are infinitely far.</summary>
    private Anchor Measure(int[] members, int own, int[] component)
    {
        var middle = new double[points.Dimension];
        foreach (var row in members)
        {
            var point = points.Row(row);
            for (var j = 0; j < middle.Length; j++) middle[j] += point[j];
        }

        var place = Array.ConvertAll(middle, sum => (float)(sum / members.Length));
        var least = new float[layout.Panels];
        Parallel.For(0, least.Length, context.Parallel, p =>
        {
            var nearest = double.PositiveInfinity;
            foreach (var row in layout.Rows.AsSpan(p * GpuDistanceTiles.Width, GpuDistanceTiles.Width))
            {
                if (row >= 0 && component[row] != own) nearest = Math.Min(nearest, PointMatrix.SquaredDistance(points.Row(row), place));
            }

            least[p] = (float)Math.Sqrt(nearest);
        });
        return new Anchor(place, least);
    }

    private static float[] LeastCore(float[] core, GpuPanelLayout layout)
    {
        var least = new float[layout.Panels];
        Array.Fill(least, float.PositiveInfinity);
        for (var slot = 0; slot < layout.Rows.Length; slot++)
        {
            if (layout.Rows[slot] is >= 0 and var row) least[slot / GpuDistanceTiles.Width] = MathF.Min(least[slot / GpuDistanceTiles.Width], core[row]);
        }

        return least;
    }

    /// <param name="Place"><c>[d]</c>.</param>
    /// <param name="Least"><c>[panels]</c> distance from it to the nearest point of each panel that is not the component's own.</param>
    private sealed record Anchor(float[] Place, float[] Least);
}

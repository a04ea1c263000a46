using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy.Gpu;
using Investigator.Engine.VectorSearch.Gpu;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.Tests.Hierarchy.Gpu;

public class GpuOtherComponentPanelsTests
{
    /// <summary>Rows of each of four clusters on a line, 100 apart.</summary>
    private const int Each = 2 * GpuDistanceTiles.Width;

    private static readonly float[] Points = [.. Enumerable.Range(0, 4 * Each).Select(static i => (i / Each * 100) + (i % Each / (float)Each))];

    private static readonly int[] Component = [.. Enumerable.Range(0, 4 * Each).Select(static i => i / Each)];

    [Fact]
    public void Divide_BoundsThatReachNothing_LeavesAllPanelsOut() => Assert.Equal([0, 0, 0, 0], PanelsSearched(reach: 50, core: 1));

    [Fact]
    public void Divide_BoundsThatReachTheNext_SearchesTheNextAlone() => Assert.Equal([2, 4, 4, 2], PanelsSearched(reach: 105, core: 1));

    [Fact]
    public void Divide_NoBounds_SearchesAllButTheOwn() => Assert.Equal([6, 6, 6, 6], PanelsSearched(float.PositiveInfinity, core: 1));

    [Fact]
    public void Divide_CoreDistancesBeyondTheBound_LeavesPanelsOut() => Assert.Equal([0, 0, 0, 0], PanelsSearched(reach: 105, core: 106));

    [Fact]
    public void Divide_FewQueriesEach_ShareOneListOfEverything()
    {
        var (order, queries) = Panels(core: 1).Divide([0, Each, 2 * Each], [1, 1, 1], Component, GpuDistanceTiles.Width);
        Assert.Equal([0, 1, 2], order.Where(static q => q >= 0));
        Assert.Equal([Component.Length / GpuDistanceTiles.Width], queries.Lists.Lengths());
    }

    [Fact]
    public void Divide_AnyQueries_StandInTilesOfOneComponent()
    {
        List<int> rows = [.. Enumerable.Range(0, Component.Length).Where(static i => i % 3 == 0)];
        var (order, queries) = Panels(core: 1).Divide(rows, new float[rows.Count], Component, GpuDistanceTiles.Width);
        Assert.Equal(Enumerable.Range(0, rows.Count), order.Where(static q => q >= 0).Order());
        Assert.Equal(order.Select(q => q < 0 ? -1 : rows[q]), queries.Rows);
        Assert.All(
            queries.Rows.Chunk(GpuDistanceTiles.Width),
            tile => Assert.Single(tile.Where(static row => row >= 0).Select(static row => Component[row]).Distinct()));
    }

    private static GpuOtherComponentPanels Panels(float core)
    {
        var cores = new float[Component.Length];
        Array.Fill(cores, core);
        return new GpuOtherComponentPanels(new(Points, 1), cores, GpuPanelLayout.Of([.. Enumerable.Range(0, Component.Length)]), new StageContext());
    }

    /// <returns>Of each component, in order, how many panels its queries search.</returns>
    private static long[] PanelsSearched(float reach, float core)
    {
        List<int> rows = [.. Enumerable.Range(0, Component.Length)];
        var bounds = new float[rows.Count];
        Array.Fill(bounds, reach);
        var (_, queries) = Panels(core).Divide(rows, bounds, Component, GpuDistanceTiles.Width);
        var lengths = queries.Lists.Lengths();
        return [.. Enumerable.Range(0, 4).Select(c => lengths[queries.ListOf[Array.IndexOf(queries.Rows, c * Each) / GpuDistanceTiles.Width]])];
    }
}

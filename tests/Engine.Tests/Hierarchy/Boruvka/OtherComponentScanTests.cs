using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Hierarchy.Boruvka;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Neighbors;
using Investigator.Engine.Tests.VectorSearch.Ivf;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.Tests.Hierarchy.Boruvka;

public class OtherComponentScanTests
{
    [Theory]
    [InlineData("uniform", 9000, 3, 2)]
    [InlineData("grid", 9000, 4, 6)]
    [InlineData("duplicates", 5000, 4, 9)]
    [InlineData("equal", 150, 5, 3)]
    [InlineData("uniform", 3000, 20, 4)]
    [InlineData("blobs", 3000, 41, 3)]
    public void Nearest_AnyShape_EqualsThePanelsSearch(string shape, int count, int dimension, int components)
    {
        AssertScanned(new(PointClouds.Make(shape, count, dimension, seed: 5), dimension), components);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void Nearest_FewAxesHoldTheVariance_EqualsThePanelsSearch(int places)
    {
        var points = SearchedPointsTests.Flat(4000, places);
        Assert.True(SearchedPoints.Of(points, new StageContext()).IsShort);
        AssertScanned(points, components: 40);
    }

    private static void AssertScanned(PointMatrix points, int components)
    {
        var context = new StageContext { Threads = 3 };
        var count = points.Count;
        int[] component = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * components / count))];
        var graph = NeighborSearch.Find(points, new NeighborOptions { K = 5 }, context);
        var core = CoreDistances.Of(graph, 5);
        List<int> rows = [0, 1, count / 3, count / 2, count - 1];
        float[] bounds = [float.PositiveInfinity, 0, float.PositiveInfinity, 1, 1000];
        using var panels = new OtherComponentSearch(points, core, context);
        panels.Refresh(component);
        var scanned = OtherComponentScan.Nearest(points, core, rows, bounds, component, context);
        Assert.Contains(scanned, static found => found.Row >= 0);
        Assert.Equal(panels.Nearest(rows, bounds, component, context.Start("hierarchy", 1)), scanned);
    }
}

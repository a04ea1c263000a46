using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Tests.Neighbors;

public class ApproximateNeighborsTests
{
    private static readonly NeighborOptions Asked = new() { K = 10, Mode = NeighborMode.Approximate };

    [Theory]
    [InlineData("uniform", 6000, 3)]
    [InlineData("uniform", 5000, 1)]
    [InlineData("uniform", 4500, 40)]
    [InlineData("blobs", 8000, 17)]
    [InlineData("far", 5000, 8)]
    [InlineData("line", 5000, 2)]
    [InlineData("outlier", 6000, 6)]
    [InlineData("grid", 5000, 4)]
    [InlineData("duplicates", 5000, 4)]
    [InlineData("equal", 5000, 5)]
    public void Find_AnyShape_ReachesTheRecallItSays(string shape, int count, int dimension)
    {
        var points = PointClouds.Make(shape, count, dimension, seed: 5);
        var graph = NeighborSearch.Find(new(points, dimension), Asked, new StageContext());
        Assert.InRange(graph.Recall!.Value, Asked.Recall, 1);

        AssertTrueTo(graph, points, dimension);
    }

    [Fact]
    public void Find_AskedForAll_FindsAll()
    {
        var points = PointClouds.Make("blobs", 5000, 9, seed: 3);
        var graph = NeighborSearch.Find(new(points, 9), Asked with { Recall = 1 }, new StageContext());
        Assert.Equal(1, graph.Recall);
        Assert.Equal(NeighborSearch.Find(new(points, 9), Asked with { Mode = NeighborMode.Exact }, new StageContext()).Distances, graph.Distances);
    }

    [Fact]
    public void Find_LowRecallAsked_LooksLess()
    {
        var points = PointClouds.Make("uniform", 20_000, 12, seed: 3);
        Assert.InRange(NeighborSearch.Find(new(points, 12), Asked with { Recall = 0.5 }, new StageContext()).Recall!.Value, 0.5, 0.9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Find_AnyThreads_GivesTheSameBits(int threads)
    {
        var points = PointClouds.Make("blobs", 9000, 12, seed: 9);
        var one = NeighborSearch.Find(new(points, 12), Asked, new StageContext { Threads = 1 });
        var many = NeighborSearch.Find(new(points, 12), Asked, new StageContext { Threads = threads });
        Assert.Equal(one.Indices, many.Indices);
        Assert.Equal(one.Distances, many.Distances);
        Assert.Equal(one.Recall, many.Recall);
    }

    [Fact]
    public void Find_NarrowVectors_ReachesTheRecallAsked()
    {
        var points = PointClouds.Make("blobs", 6000, 9, seed: 6);
        Assert.InRange(ApproximateNeighbors.Find<NarrowDotTile>(new(points, 9), 10, 0.95, new StageContext()).Recall!.Value, 0.95, 1);
    }

    [Fact]
    public void Find_FewRows_IsExact()
    {
        var points = PointClouds.Make("blobs", 700, 9, seed: 6);
        var graph = NeighborSearch.Find(new(points, 9), Asked, new StageContext());
        Assert.Equal(1, graph.Recall);
        Assert.Equal(NeighborSearch.Find(new(points, 9), Asked with { Mode = NeighborMode.Exact }, new StageContext()).Indices, graph.Indices);
    }

    [Fact]
    public void Find_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var points = PointClouds.Make("uniform", 6000, 3, seed: 1);
        Assert.Throws<OperationCanceledException>(() => NeighborSearch.Find(new(points, 3), Asked, new StageContext { Cancel = source.Token }));
    }

    /// <summary>The recall that a graph of 10 neighbours tells is the one over all rows, and its distances are those of its points.</summary>
    internal static void AssertTrueTo(NeighborGraph graph, float[] points, int dimension) => AssertTrueTo(graph, new PointMatrix(points, dimension));

    internal static void AssertTrueTo(NeighborGraph graph, PointMatrix points)
    {
        // Over all rows, not the sampled ones: 0.5% is three deviations of the sample's share.
        var exact = NeighborSearch.Find(points, Asked with { Mode = NeighborMode.Exact }, new StageContext());
        var found = 0L;
        for (var i = 0; i < graph.Count; i++)
        {
            var own = graph.Distances.AsSpan(i * 10, 10);
            foreach (var distance in own) found += distance <= exact.Distances[(i * 10) + 9] ? 1 : 0;
            var ids = graph.Indices.AsSpan(i * 10, 10).ToArray();
            Assert.Equal(10, ids.Distinct().Count());
            Assert.DoesNotContain(i, ids);
            for (var c = 0; c < 10; c++) Assert.Equal(points.Distance(i, ids[c]), own[c]);
            for (var c = 1; c < 10; c++) Assert.True(own[c] >= own[c - 1]);
        }

        Assert.InRange(found / (10.0 * graph.Count), graph.Recall!.Value - 0.005, 1);
    }
}

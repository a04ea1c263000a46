using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Hierarchy.Gpu;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tests.Devices;
using Investigator.Engine.Tests.Neighbors;
using Investigator.Engine.VectorSearch.Gpu;

namespace Investigator.Engine.Tests.Hierarchy.Gpu;

public class GpuBoruvkaRoundsOnProcessorTests : GpuBoruvkaRoundsTests
{
    private protected override GpuTarget Gpu { get; } = TestGpus.Processor(TestGpus.Plenty);
}

public class GpuBoruvkaRoundsOnCudaTests : GpuBoruvkaRoundsTests
{
    private protected override GpuTarget Gpu => TestGpus.Cuda(TestGpus.Plenty);
}

/// <summary>The same on every device: as heavy as Kruskal's forest, and as a stage the very tree of the CPU.</summary>
public abstract class GpuBoruvkaRoundsTests
{
    private protected abstract GpuTarget Gpu { get; }

    [Theory]
    [InlineData("uniform", 500, 2, 4, 3)]
    [InlineData("blobs", 400, 6, 8, 5)]
    [InlineData("far", 300, 5, 6, 5)]
    [InlineData("duplicates", 300, 3, 5, 5)]
    [InlineData("duplicates", 280, 3, 45, 41)]
    [InlineData("equal", 120, 4, 3, 1)]
    [InlineData("line", 250, 2, 2, 2)]
    [InlineData("grid", 256, 4, 9, 4)]
    [InlineData("uniform", 300, 3, 1, 1)]
    [InlineData("uniform", 2, 2, 1, 1)]
    public void Build_ListedEdges_IsTheirMinimumForest(string shape, int count, int dimension, int k, int minSamples)
    {
        var graph = NeighborSearch.Find(new(PointClouds.Make(shape, count, dimension, seed: 3), dimension), new NeighborOptions { K = k }, new StageContext());
        AssertIsMinimumForest(graph, CoreDistances.Of(graph, minSamples));
    }

    [Fact]
    public void Build_ListsThatFallApart_GivesATreeAPart()
    {
        // Two squares far from each other: their lists never meet.
        float[] points = [0, 0, 0, 1, 1, 0, 1, 1, 100, 0, 100, 1, 101, 0, 101, 1];
        var graph = NeighborSearch.Find(new(points, 2), new NeighborOptions { K = 3 }, new StageContext());
        Assert.Equal(6, AssertIsMinimumForest(graph, CoreDistances.Of(graph, 1)).Weight.Length);
    }

    [Fact]
    public void Build_OneSidedLists_OffersEdgesToBothEnds()
    {
        // Point 2 lists 0 but is not listed; the star's centre lists 1 only.
        var graph = new NeighborGraph { Count = 4, K = 1, Indices = [1, 0, 0, 0], Distances = [1, 1, 2, 3] };
        Assert.Equal([1f, 2f, 3f], AssertIsMinimumForest(graph, new float[4]).Weight);
    }

    [Fact]
    public void Build_OnePoint_HasNoEdges()
    {
        var graph = new NeighborGraph { Count = 1, K = 1, Indices = [0], Distances = [0] };
        Assert.Empty(GpuBoruvkaRounds.Build(Gpu, graph, [0f], null, new StageContext()).Weight);
    }

    [Theory]
    [InlineData("duplicates")]
    [InlineData("blobs")]
    public void Build_Twice_GivesTheSameBits(string shape)
    {
        var graph = NeighborSearch.Find(new(PointClouds.Make(shape, 300, 4, seed: 8), 4), new NeighborOptions { K = 5 }, new StageContext());
        var core = CoreDistances.Of(graph, 5);
        var first = GpuBoruvkaRounds.Build(Gpu, graph, core, null, new StageContext());
        var second = GpuBoruvkaRounds.Build(Gpu, graph, core, null, new StageContext());
        Assert.Equal(first.From, second.From);
        Assert.Equal(first.To, second.To);
        Assert.Equal(first.Weight, second.Weight);
    }

    [Theory]
    [InlineData("uniform", 500, 2, 5, 5)]
    [InlineData("uniform", 300, 30, 3, 16)]
    [InlineData("blobs", 500, 6, 10, 10)]
    [InlineData("far", 300, 5, 5, 8)]
    [InlineData("duplicates", 300, 3, 5, 5)]
    [InlineData("duplicates", 300, 3, 60, 60)]
    [InlineData("equal", 120, 4, 5, 5)]
    [InlineData("line", 250, 2, 1, 1)]
    [InlineData("outlier", 300, 4, 5, 6)]
    [InlineData("grid", 256, 4, 3, 4)]
    [InlineData("uniform", 12, 2, 3, 11)]
    public void SpanningTree_RoundsOnTheGpu_IsTheCpuTree(string shape, int count, int dimension, int minSamples, int k)
    {
        var context = new StageContext();
        var points = PointClouds.Make(shape, count, dimension, seed: 3);
        var graph = NeighborSearch.Find(new(points, dimension), new NeighborOptions { K = k }, context);
        var cores = SpanningTreeBuilder.Build(new(points, dimension), graph, minSamples, gpu: null, context);
        var tree = SpanningTreeBuilder.Build(new(points, dimension), graph, minSamples, Gpu, context);
        Assert.Equal(PrimTree.Weights(new(points, dimension), minSamples), tree.Weight);
        Assert.Equal(cores.From, tree.From);
        Assert.Equal(cores.To, tree.To);
        Assert.Equal(cores.Weight, tree.Weight);
    }

    [Fact]
    public void SpanningTree_ManyTies_IsTheCoresTree()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            // Few levels, so that most distances tie.
            var random = new Random(seed);
            var (dimension, count, minSamples, levels) = (random.Next(1, 5), random.Next(2, 90), random.Next(1, 7), random.Next(2, 6));
            var points = Enumerable.Range(0, count * dimension).Select(_ => (float)random.Next(levels)).ToArray();
            var graph = NeighborSearch.Find(new(points, dimension), new NeighborOptions { K = minSamples + random.Next(4) }, new StageContext());
            var cores = SpanningTreeBuilder.Build(new(points, dimension), graph, minSamples, gpu: null, new StageContext());
            var tree = SpanningTreeBuilder.Build(new(points, dimension), graph, minSamples, Gpu, new StageContext());
            Assert.Equal(cores.From, tree.From);
            Assert.Equal(cores.To, tree.To);
            Assert.Equal(cores.Weight, tree.Weight);
        }
    }

    [Fact]
    public void SpanningTree_RecallBelowOne_StillConnects()
    {
        var points = PointClouds.Make("blobs", 400, 4, seed: 8);
        var graph = NeighborSearch.Find(new(points, 4), new NeighborOptions { K = 5 }, new StageContext()) with { Recall = 0.99 };
        var tree = SpanningTreeBuilder.Build(new(points, 4), graph, 5, Gpu, new StageContext());
        var components = new DisjointSet(400);
        for (var e = 0; e < tree.Weight.Length; e++) Assert.True(components.Join(tree.From[e], tree.To[e]));
        Assert.Equal(1, components.Count);
        Assert.Equal(SpanningTreeBuilder.Build(new(points, 4), graph, 5, gpu: null, new StageContext()).Weight, tree.Weight);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    [InlineData(4099)]
    public void Sort_AnyKeys_Rises(int count)
    {
        var random = new Random(count);
        var keys = Enumerable.Range(0, count).Select(i => (ulong)random.NextInt64() >> (i % 3 * 20)).ToArray();
        var expected = keys.Order().ToArray();
        GpuSort.Sort(Gpu, keys);
        Assert.Equal(expected, keys);
    }

    private SpanningForest AssertIsMinimumForest(NeighborGraph graph, float[] core)
    {
        var forest = GpuBoruvkaRounds.Build(Gpu, graph, core, null, new StageContext());
        Assert.Equal(Kruskal(graph, core), forest.Weight);
        var components = new DisjointSet(graph.Count);
        for (var e = 0; e < forest.Weight.Length; e++)
        {
            var (a, b) = (forest.From[e], forest.To[e]);
            Assert.True(components.Join(a, b));
            var entry = Array.IndexOf(graph.Indices, b, a * graph.K, graph.K);
            if (entry < 0) entry = Array.IndexOf(graph.Indices, a, b * graph.K, graph.K);
            Assert.Equal(MathF.Max(graph.Distances[entry], MathF.Max(core[a], core[b])), forest.Weight[e]);
        }

        return forest;
    }

    /// <returns>The minimum forest's weights, rising.</returns>
    private static float[] Kruskal(NeighborGraph graph, float[] core)
    {
        var components = new DisjointSet(graph.Count);
        return [.. Enumerable.Range(0, graph.Indices.Length)
            .Select(e => (Weight: MathF.Max(graph.Distances[e], MathF.Max(core[e / graph.K], core[graph.Indices[e]])), From: e / graph.K, To: graph.Indices[e]))
            .Order().Where(edge => components.Join(edge.From, edge.To)).Select(static edge => edge.Weight)];
    }
}

using CsCheck;
using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Hierarchy.Ties;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Neighbors;

namespace Investigator.Engine.Tests.Hierarchy;

public class SpanningTreeBuilderTests
{
    [Theory]
    [InlineData("uniform", 600, 2, 5, 5)]
    [InlineData("uniform", 400, 30, 3, 16)]
    [InlineData("blobs", 900, 6, 10, 10)]
    [InlineData("blobs", 800, 20, 4, 4)]
    [InlineData("far", 300, 5, 5, 8)]
    [InlineData("duplicates", 300, 3, 5, 5)]
    [InlineData("duplicates", 300, 3, 60, 60)]
    [InlineData("line", 250, 2, 1, 1)]
    [InlineData("equal", 120, 4, 5, 5)]
    [InlineData("outlier", 300, 4, 5, 6)]
    [InlineData("grid", 256, 4, 3, 4)]
    public void Build_ExactGraph_WeighsAsMuchAsPrims(string shape, int count, int dimension, int minSamples, int k)
    {
        var points = PointClouds.Make(shape, count, dimension, seed: 3);
        Assert.Equal(PrimTree.Weights(new(points, dimension), minSamples), Tree(points, dimension, minSamples, k, threads: 2).Weight);
    }

    [Fact]
    public void Build_AnyPoints_WeighsAsMuchAsPrims() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[2, 120], Gen.Int[1, 8], Gen.Int[0, 6], Gen.Int[0, 9]).Sample(
            (dimension, count, minSamples, more, levels) =>
            {
                // Few levels make ties; none makes a continuum.
                var random = new Random((dimension * 1000) + count);
                var points = Enumerable.Range(0, count * dimension).Select(_ => (float)(levels == 0 ? random.NextDouble() : random.Next(levels))).ToArray();
                var tree = Tree(points, dimension, minSamples, minSamples + more, threads: 1);
                Assert.Equal(PrimTree.Weights(new(points, dimension), minSamples), tree.Weight);
                AssertSpans(tree);

                // Where copies were put together, Prim's order is reckoned from the tree.
                if (UniqueRows.Of(new(points, dimension)).Count == count) AssertKnowsPrimsOrder(tree);
            },
            iter: 60);

    [Theory]
    [InlineData("blobs")]
    [InlineData("duplicates")]
    public void Build_AnyThreads_GivesTheSameTree(string shape)
    {
        var points = PointClouds.Make(shape, 700, 8, seed: 4);
        var one = Tree(points, 8, 5, 6, threads: 1);
        foreach (var threads in new[] { 2, 8 })
        {
            var many = Tree(points, 8, 5, 6, threads);
            Assert.Equal(one.From, many.From);
            Assert.Equal(one.To, many.To);
            Assert.Equal(one.Weight, many.Weight);
        }
    }

    [Theory]
    [InlineData("grid")]
    [InlineData("duplicates")]
    [InlineData("blobs")]
    public void Build_ApproximateGraphAndAnyThreads_GivesTheSameTree(string shape)
    {
        var points = PointClouds.Make(shape, 5000, 6, seed: 4);
        var options = new NeighborOptions { K = 6, Mode = NeighborMode.Approximate };
        var graph = NeighborSearch.Find(new(points, 6), options, new StageContext()) with { Recall = 0.99 };
        var one = SpanningTreeBuilder.Build(new(points, 6), graph, 5, new StageContext { Threads = 1 });
        Assert.Null(one.Rank);
        foreach (var threads in new[] { 2, 8 })
        {
            var many = SpanningTreeBuilder.Build(new(points, 6), graph, 5, new StageContext { Threads = threads });
            Assert.Equal(one.From, many.From);
            Assert.Equal(one.To, many.To);
            Assert.Equal(one.Weight, many.Weight);
        }
    }

    [Fact]
    public void Build_TooFewNeighbors_SaysHowMany()
    {
        var points = PointClouds.Make("uniform", 50, 2, seed: 1);
        var graph = NeighborSearch.Find(new(points, 2), new NeighborOptions { K = 4 }, new StageContext());
        var error = Assert.Throws<InputException>(() => SpanningTreeBuilder.Build(new(points, 2), graph, 5, new StageContext()));
        Assert.Contains("min_samples", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OneRow_HasNoEdges() => Assert.Empty(Tree([1f, 2f], 2, 5, 5, threads: 1).Weight);

    [Fact]
    public void Build_RecallBelowOne_StillConnects()
    {
        var points = PointClouds.Make("blobs", 500, 4, seed: 8);
        var graph = NeighborSearch.Find(new(points, 4), new NeighborOptions { K = 5 }, new StageContext()) with { Recall = 0.99 };
        AssertSpans(SpanningTreeBuilder.Build(new(points, 4), graph, 5, new StageContext()));
    }

    [Fact]
    public void Build_ApproximateGraph_ConnectsAndWeighsHardlyMoreThanTheLeast()
    {
        var points = PointClouds.Make("blobs", 8000, 12, seed: 8);
        var graph = NeighborSearch.Find(new(points, 12), new NeighborOptions { K = 10, Mode = NeighborMode.Approximate }, new StageContext());
        var tree = SpanningTreeBuilder.Build(new(points, 12), graph, 10, new StageContext());
        AssertSpans(tree);
        var least = Tree(points, 12, 10, 10, threads: 2).Weight.Sum(static w => (double)w);
        Assert.InRange(tree.Weight.Sum(static w => (double)w), least * (1 - 1e-6), least * 1.002);
    }

    [Theory]
    [InlineData(3e19f, null)]
    [InlineData(3e19f, 0.99)]
    [InlineData(1e38f, null)]
    public async Task Build_GroupsWhoseDistanceOverflowsFloat32_AreJoinedAndTheSearchEnds(float apart, double? recall)
    {
        // The neighbour search refuses such points: the lists are made here, and hold each point's own group alone.
        const int k = 5;
        var points = new PointMatrix([.. Enumerable.Range(0, 160).Select(i => (i / 2 % 2 * apart) + (i * 1e-4f * apart))], 2);
        int[][] nearest = [.. Enumerable.Range(0, 80).Select(i => Enumerable.Range(0, 80).Where(j => j != i && j % 2 == i % 2)
            .OrderBy(j => points.SquaredDistance(i, j)).Take(k).ToArray())];
        var graph = new NeighborGraph
        {
            Count = 80,
            K = k,
            Indices = [.. nearest.SelectMany(static n => n)],
            Distances = [.. nearest.SelectMany((n, i) => n.Select(j => points.Distance(i, j)))],
            Recall = recall,
        };
        var tree = await Task.Run(() => SpanningTreeBuilder.Build(points, graph, k, new StageContext { Threads = 2 }), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        AssertSpans(tree);
        Assert.Equal(1, tree.Weight.Count(w => w > apart / 2));
    }

    [Fact]
    public void Of_EqualWeights_StandByTheirEnds()
    {
        var tree = SpanningTree.Of([new(2, 3, 4), new(1, 1, 2), new(2, 0, 4), new(1, 0, 2)]);
        Assert.Equal([(1f, 0, 2), (1f, 1, 2), (2f, 0, 4), (2f, 3, 4)], tree.Weight.Zip(tree.From, tree.To));
        Assert.Equal(5, tree.Count);
    }

    [Theory]
    [InlineData("blobs")]
    [InlineData("grid")]
    public void Linkage_OfATreeWithoutRanks_HasTheSamePartsAtEveryHeight(string shape)
    {
        var ranked = Tree(PointClouds.Make(shape, 300, 3, seed: 2), 3, 5, 6, threads: 2);
        var (expected, actual) = (LinkageTree.Of(ranked), LinkageTree.Of(ranked with { Rank = null, Steps = null }));
        Assert.Equal(expected.Distance, actual.Distance);
        for (var m = 0; m < expected.Distance.Length; m++)
        {
            if (m + 1 < expected.Distance.Length && expected.Distance[m + 1] == expected.Distance[m]) continue;
            Assert.Equal(Parts(expected, m), Parts(actual, m));
        }
    }

    /// <returns><c>[n]</c> the lowest point of each point's part after this merge.</returns>
    private static int[] Parts(LinkageTree linkage, int last)
    {
        var parts = new DisjointSet(linkage.Count);
        var member = Enumerable.Range(0, linkage.Count).Concat(new int[linkage.Count]).ToArray();
        for (var m = 0; m <= last; m++)
        {
            parts.Join(member[linkage.Left[m]], member[linkage.Right[m]]);
            member[linkage.Count + m] = member[linkage.Left[m]];
            Assert.Equal(linkage.Size[m], parts.Size(parts.Find(member[linkage.Left[m]])));
        }

        var lowest = new Dictionary<int, int>();
        return [.. Enumerable.Range(0, linkage.Count).Select(i => lowest.TryAdd(parts.Find(i), i) ? i : lowest[parts.Find(i)])];
    }

    private static SpanningTree Tree(float[] points, int dimension, int minSamples, int k, int threads)
    {
        var context = new StageContext { Threads = threads };
        var graph = NeighborSearch.Find(new(points, dimension), new NeighborOptions { K = k }, context);
        return SpanningTreeBuilder.Build(new(points, dimension), graph, minSamples, context);
    }

    private static void AssertKnowsPrimsOrder(SpanningTree tree)
    {
        var known = PrimOrder.Of(tree);
        var reckoned = PrimOrder.Of(tree with { Steps = null });
        Assert.NotNull(tree.Steps);
        Assert.Equal(reckoned.Steps, known.Steps);
        Assert.Equal(reckoned.Points, known.Points);
    }

    private static void AssertSpans(SpanningTree tree)
    {
        var components = new DisjointSet(tree.Count);
        for (var e = 0; e < tree.Weight.Length; e++) Assert.True(components.Join(tree.From[e], tree.To[e]));
        Assert.Equal(1, components.Count);
    }
}

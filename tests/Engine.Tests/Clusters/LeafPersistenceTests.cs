using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tests.Neighbors;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Clusters;

public class LeafPersistenceTests
{
    [Fact]
    public void BestSize_SmallTree_TakesTheSizeWhoseLeavesPersistLongest()
    {
        // Root 100 splits in 60 (1) and 40 (2); 1 in 30 (3) and 26 (4); 2 in 35 (5) and 5 (6).
        var tree = new CondensedTree
        {
            PointCluster = [],
            PointLambda = [],
            Parent = [-1, 0, 0, 1, 1, 2, 2],
            Birth = [0, 1, 1, 2, 2, 2, 2],
            Size = [100, 60, 40, 30, 26, 35, 5]
        };

        // Leaves: 3 and 4 for 2..26 (25 each), 5 and 6 for 2..5 (4 each), 2 for 6..40 (35), 1 for 27..40 (14). Together 58 for 2..5, 85 for 6..26, 49 above.
        Assert.Equal(6, LeafPersistence.BestSize(tree, 2));
        Assert.Equal(27, LeafPersistence.BestSize(tree with { Size = [100, 60, 40, 30, 26, 35, 20] }, 26));
    }

    [Theory]
    [InlineData("uniform", 90, 3, 2)]
    [InlineData("blobs", 120, 5, 3)]
    [InlineData("uniform", 150, 2, 4)]
    public void BestSize_AnyTree_IsWhatCondensingAtEverySizeSays(string shape, int count, int minSamples, int least)
    {
        for (var seed = 1; seed <= 8; seed++)
        {
            var points = PointClouds.Make(shape, count, 2, seed);
            var options = new ClusterOptions { MinClusterSize = 2, MinSamples = minSamples };
            var linkage = LinkageTree.Of(Hdbscan.Run(new(points, 2), options, new NeighborOptions(), new StageContext { Threads = 1 }).Tree);
            var leaves = Enumerable.Range(least, count - least + 1).ToDictionary(size => size, size => Leaves(CondensedTree.Of(linkage, size)));

            // A leaf persists for as many sizes as it is one.
            var lives = leaves.Values.SelectMany(static at => at).GroupBy(static leaf => leaf)
                .ToDictionary(static leaf => leaf.Key, static leaf => leaf.Count());
            var totals = leaves.ToDictionary(static at => at.Key, at => at.Value.Sum(leaf => lives[leaf]));
            var best = totals.Where(at => at.Value == totals.Values.Max()).Min(static at => at.Key);
            Assert.Equal(best, LeafPersistence.BestSize(CondensedTree.Of(linkage, least), least));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Run_BlobsOfVeryDifferentSizes_FindsEachWithoutBeingToldASize(int seed)
    {
        int[] sizes = [60, 80, 500, 600];
        float[] places = [0, 40, 400, 440];
        var truth = sizes.SelectMany((size, blob) => Enumerable.Repeat(blob, size)).ToArray();
        var points = PointClouds.Make("outlier", truth.Length + 1, 6, seed)[..(6 * truth.Length)];
        for (var i = 0; i < truth.Length; i++) points[6 * i] += places[truth[i]];
        var options = new ClusterOptions { MinClusterSize = 5, MinSamples = 10, Selection = SelectionMethod.Persistent };
        var clustering = Run(points, 6, options);
        Assert.Equal(4, clustering.Clusters.Count);
        Assert.True(AdjustedRand.Index(truth, clustering.Labels) > 0.99);

        // It is the leaf selection at the chosen size, no more and no less.
        var chosen = Assert.NotNull(clustering.ChosenClusterSize);
        Assert.InRange(chosen, 5, 60);
        Assert.Equal(Run(points, 6, options with { MinClusterSize = chosen, Selection = SelectionMethod.Leaf }).Labels, clustering.Labels);
        Assert.Null(Run(points, 6, options with { Selection = SelectionMethod.Leaf }).ChosenClusterSize);
    }

    [Fact]
    public void Save_Persistent_ReadsBackTheChosenSize()
    {
        using var folder = new TestKit.TempFolder();
        Directory.CreateDirectory(folder.Path);
        var clustering = Run(PointClouds.Make("duplicates", 210, 3, seed: 1), 3,
            new ClusterOptions { MinClusterSize = 2, MinSamples = 5, Selection = SelectionMethod.Persistent });
        Assert.Equal(7, clustering.Clusters.Count);
        clustering.Save(folder.Path);
        Assert.Equal(clustering.ChosenClusterSize, Clustering.Load(folder.Path).ChosenClusterSize);
    }

    [Theory]
    [InlineData("equal")]
    [InlineData("line")]
    public void Run_NothingSplits_TakesTheLeastSizeAndIsNoise(string shape)
    {
        var clustering = Run(PointClouds.Make(shape, 60, 2, seed: 1), 2,
            new ClusterOptions { MinClusterSize = 40, MinSamples = 3, Selection = SelectionMethod.Persistent });
        Assert.Equal(40, clustering.ChosenClusterSize);
        Assert.All(clustering.Labels, static label => Assert.Equal(-1, label));
    }

    /// <summary>Birth and points tell a leaf from others and know it again at another size.</summary>
    private static List<(double Birth, string Points)> Leaves(CondensedTree tree) =>
        [.. Enumerable.Range(1, tree.Clusters - 1).Where(c => !tree.Parent.Contains(c))
            .Select(c => (tree.Birth[c], string.Join(',', Enumerable.Range(0, tree.PointCluster.Length).Where(i => tree.PointCluster[i] == c))))];

    private static Clustering Run(float[] points, int dimension, ClusterOptions options) =>
        Hdbscan.Run(new(points, dimension), options, new NeighborOptions(), new StageContext { Threads = 2 }).Clustering;
}

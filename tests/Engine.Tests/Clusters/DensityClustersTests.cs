using CsCheck;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tests.Neighbors;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Clusters;

public class DensityClustersTests
{
    [Fact]
    public void Run_FewerRowsThanClusterSize_AllNoise()
    {
        var clustering = Run(PointClouds.Make("uniform", 9, 2, seed: 1), 2, new ClusterOptions { MinClusterSize = 10, AllowSingleCluster = true });
        Assert.All(clustering.Labels, static label => Assert.Equal(-1, label));
        Assert.Empty(clustering.Clusters);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_AllRowsEqual_NoiseOrOneCluster(bool single)
    {
        var clustering = Run(PointClouds.Make("equal", 80, 3, seed: 1), 3, new ClusterOptions { MinClusterSize = 5, AllowSingleCluster = single });
        Assert.All(clustering.Labels, label => Assert.Equal(single ? 0 : -1, label));
        Assert.All(clustering.Probabilities, p => Assert.Equal(single ? 1f : 0f, p));
        Assert.All(clustering.OutlierScores, static s => Assert.Equal(0f, s));
    }

    [Theory]
    [InlineData(SelectionMethod.Leaf)]
    [InlineData(SelectionMethod.Persistent)]
    public void Run_LeavesOfWhatNeverSplits_AreOneClusterWhereThatIsAllowed(SelectionMethod selection)
    {
        var points = PointClouds.Make("outlier", 200, 2, seed: 4);
        var options = new ClusterOptions { MinClusterSize = 101, MinSamples = 10, AllowSingleCluster = true };
        var mass = Run(points, 2, options);
        var leaves = Run(points, 2, options with { Selection = selection });
        Assert.Single(leaves.Clusters);
        Assert.Equal(mass.Labels, leaves.Labels);
        Assert.Empty(Run(points, 2, options with { Selection = selection, AllowSingleCluster = false }).Clusters);
    }

    [Fact]
    public void Run_Duplicates_EachPlaceIsACluster()
    {
        var clustering = Run(PointClouds.Make("duplicates", 210, 3, seed: 1), 3, new ClusterOptions { MinClusterSize = 10 });
        Assert.Equal(7, clustering.Clusters.Count);
        for (var i = 0; i < 210; i++) Assert.Equal(i % 7, clustering.Labels[i]);
        AssertDefined(clustering);
    }

    [Fact]
    public void Run_RowsAsManyAsClusterSize_IsDefined() =>
        AssertDefined(Run(PointClouds.Make("uniform", 15, 4, seed: 2), 4, new ClusterOptions { MinClusterSize = 15, AllowSingleCluster = true }));

    [Theory]
    [InlineData("line", 300, 2)]
    [InlineData("outlier", 300, 3)]
    [InlineData("grid", 256, 4)]
    [InlineData("uniform", 300, 1)]
    [InlineData("uniform", 120, 1024)]
    public void Run_AwkwardShapes_IsDefined(string shape, int count, int dimension)
    {
        foreach (var selection in Enum.GetValues<SelectionMethod>())
        {
            AssertDefined(Run(PointClouds.Make(shape, count, dimension, seed: 3), dimension,
                new ClusterOptions { MinClusterSize = 8, Selection = selection, Epsilon = 0.1 }));
        }
    }

    [Fact]
    public void Run_RowsInAnotherOrder_GivesTheSameClusters() =>
        Gen.Int[0, 1000].Sample(
            seed =>
            {
                var (points, options) = (Separate(seed), new ClusterOptions { MinClusterSize = 12 });
                var order = Enumerable.Range(0, points.Length / 3).ToArray();
                new Random(seed).Shuffle(order);
                var shuffled = order.SelectMany(row => points.AsSpan(row * 3, 3).ToArray()).ToArray();
                var before = Run(points, 3, options).Labels;
                Assert.Equal(1.0, AdjustedRand.Index([.. order.Select(row => before[row])], Run(shuffled, 3, options).Labels));
            },
            iter: 10);

    [Theory]
    [InlineData(1, 64)]
    [InlineData(8, 0)]
    [InlineData(0.25, -128)]
    public void Run_MovedAndScaled_GivesTheSameClusters(float scale, float shift)
    {
        // Powers of two and a coarse grid keep the numbers exact.
        var points = Array.ConvertAll(Separate(7), static v => MathF.Round(v * 1024) / 1024);
        var moved = Array.ConvertAll(points, v => (v * scale) + shift);
        Assert.Equal(Run(points, 3, new ClusterOptions()).Labels, Run(moved, 3, new ClusterOptions()).Labels);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Run_AnyThreads_GivesTheSameResult(int threads)
    {
        var points = PointClouds.Make("blobs", 600, 6, seed: 4);
        var one = Run(points, 6, new ClusterOptions(), threads: 1);
        var many = Run(points, 6, new ClusterOptions(), threads);
        Assert.Equal(one.Labels, many.Labels);
        Assert.Equal(one.Probabilities, many.Probabilities);
        Assert.Equal(one.OutlierScores, many.OutlierScores);
    }

    [Fact]
    public void Run_MaxClusterSize_IsKept()
    {
        var clustering = Run(PointClouds.Make("blobs", 600, 2, seed: 3), 2, new ClusterOptions { MinClusterSize = 5, MinSamples = 2, MaxClusterSize = 30 });
        Assert.NotEmpty(clustering.Clusters);
        Assert.All(clustering.Clusters, static c => Assert.InRange(c.Size, 5, 30));
    }

    [Fact]
    public void Save_Duplicates_ReadsBackTheSame()
    {
        using var folder = new TestKit.TempFolder();
        Directory.CreateDirectory(folder.Path);
        var clustering = Run(PointClouds.Make("duplicates", 210, 3, seed: 1), 3, new ClusterOptions { MinClusterSize = 10 });
        clustering.Save(folder.Path);
        Assert.Equal(clustering.Clusters, Clustering.Load(folder.Path).Clusters);
    }

    [Fact]
    public void Validate_OutOfRange_NamesTheOption()
    {
        ClusterOptions[] wrong = [new() { MinClusterSize = 1 }, new() { MinSamples = 0 }, new() { Epsilon = double.NaN }, new() { MaxClusterSize = 3 }];
        string[] names = ["min_cluster_size", "min_samples", "epsilon", "max_cluster_size"];
        foreach (var (options, name) in wrong.Zip(names))
        {
            Assert.Contains($"option {name} ", Assert.Throws<InputException>(options.Validate).Message, StringComparison.Ordinal);
        }
    }

    private static Clustering Run(float[] points, int dimension, ClusterOptions options, int threads = 2) =>
        Hdbscan.Run(new(points, dimension), options, new NeighborOptions(), new StageContext { Threads = threads }).Clustering;

    /// <summary>Four well separated blobs of differing density in three dimensions, 240 rows.</summary>
    private static float[] Separate(int seed)
    {
        var blob = PointClouds.Make("outlier", 240, 3, seed);
        for (var i = 0; i < 240; i++)
        {
            for (var j = 0; j < 3; j++) blob[(i * 3) + j] = (MathF.Min(4, MathF.Max(-4, blob[(i * 3) + j])) * (1 + (i % 4))) + (60 * (i % 4 == j + 1 ? 1 : 0));
        }

        return blob;
    }

    private static void AssertDefined(Clustering clustering)
    {
        Assert.All(clustering.Probabilities, static p => Assert.InRange(p, 0f, 1f));
        Assert.All(clustering.OutlierScores, static s => Assert.InRange(s, 0f, 1f));
        Assert.All(clustering.Clusters, static c => Assert.True(double.IsFinite(c.Stability) && double.IsFinite(c.Persistence)));
        for (var i = 0; i < clustering.Labels.Length; i++) Assert.InRange(clustering.Labels[i], -1, clustering.Clusters.Count - 1);
        Assert.Equal(clustering.Labels.Count(static label => label >= 0), clustering.Clusters.Sum(static c => c.Size));
    }
}

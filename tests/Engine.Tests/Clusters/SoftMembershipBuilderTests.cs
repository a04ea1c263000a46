using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Neighbors;

namespace Investigator.Engine.Tests.Clusters;

public class SoftMembershipBuilderTests
{
    private static readonly StageContext Context = new() { Threads = 2 };

    [Fact]
    public void Of_SeparateBlobs_PutsEveryMemberInItsClusterFirst()
    {
        var (model, known) = Model(Blobs(), 2, new ClusterOptions { MinClusterSize = 15 });
        Assert.Equal(3, known.Clusters.Count);
        var soft = SoftMembershipBuilder.Build(model, 2, Context);
        Assert.Equal(2, soft.K);
        for (var i = 0; i < known.Labels.Length; i++)
        {
            if (known.Labels[i] >= 0) Assert.Equal(known.Labels[i], soft.Clusters[i * 2]);
            Assert.True(soft.Strengths[i * 2] >= soft.Strengths[(i * 2) + 1]);
        }
    }

    [Fact]
    public void Of_PointBetweenTwoClusters_LeansToBothAlike()
    {
        // Mirror images, and one row in the middle between them.
        var right = PointClouds.Make("uniform", 200, 2, seed: 6);
        var points = right.Select((v, i) => i % 2 == 0 ? v + 4 : v).Concat(right.Select((v, i) => i % 2 == 0 ? -v - 4 : v)).Concat([0f, 0.5f]).ToArray();
        var (model, known) = Model(points, 2, new ClusterOptions { MinClusterSize = 30, MinSamples = 5 });
        Assert.Equal(2, known.Clusters.Count);
        var soft = SoftMembershipBuilder.Build(model, 2, Context);
        Assert.Equal(soft.Strengths[^1], soft.Strengths[^2], 0.02);
        Assert.InRange(soft.Strengths[^1], 0f, 0.2f);
    }

    [Fact]
    public void Of_AllClustersKept_SumsToAtMostOneAndAgreesWithFewer()
    {
        var (model, known) = Model(PointClouds.Make("blobs", 700, 3, seed: 2), 3, new ClusterOptions { MinClusterSize = 8, Selection = SelectionMethod.Leaf });
        var all = SoftMembershipBuilder.Build(model, 1000, Context);
        var two = SoftMembershipBuilder.Build(model, 2, Context);
        Assert.Equal(known.Clusters.Count, all.K);
        for (var i = 0; i < model.Count; i++)
        {
            Assert.InRange(all.Strengths.AsSpan(i * all.K, all.K).ToArray().Sum(), 0f, 1.00001f);
            Assert.Equal(Enumerable.Range(0, all.K), all.Clusters.AsSpan(i * all.K, all.K).ToArray().Order());
            Assert.Equal(all.Clusters.AsSpan(i * all.K, 2).ToArray(), two.Clusters.AsSpan(i * 2, 2).ToArray());
            Assert.Equal(all.Strengths.AsSpan(i * all.K, 2).ToArray(), two.Strengths.AsSpan(i * 2, 2).ToArray());
        }
    }

    [Theory]
    [InlineData("duplicates", 210, 3)]
    [InlineData("line", 200, 2)]
    [InlineData("outlier", 200, 2)]
    [InlineData("equal", 80, 2)]
    [InlineData("uniform", 5, 2)]
    [InlineData("uniform", 90, 1024)]
    public void Of_AwkwardShapes_IsDefined(string shape, int count, int dimension)
    {
        var (model, known) = Model(PointClouds.Make(shape, count, dimension, seed: 3), dimension,
            new ClusterOptions { MinClusterSize = 8, AllowSingleCluster = true });
        var soft = SoftMembershipBuilder.Build(model, 3, Context).ForRows(UniqueRows.Of(new(PointClouds.Make(shape, count, dimension, seed: 3), dimension)));
        Assert.Equal(Math.Min(3, known.Clusters.Count), soft.K);
        Assert.All(soft.Strengths, static s => Assert.InRange(s, 0f, 1f));
        if (shape is "duplicates") for (var i = 0; i < count; i++) Assert.Equal((known.Labels[i], 1f), (soft.Clusters[i * soft.K], soft.Strengths[i * soft.K]));
    }

    [Fact]
    public void Of_AnyThreads_GivesTheSame()
    {
        var (model, _) = Model(PointClouds.Make("blobs", 1500, 5, seed: 8), 5, new ClusterOptions { MinClusterSize = 6, Selection = SelectionMethod.Leaf });
        var one = SoftMembershipBuilder.Build(model, 3, new StageContext { Threads = 1 });
        var many = SoftMembershipBuilder.Build(model, 3, new StageContext { Threads = 8 });
        Assert.Equal(one.Clusters, many.Clusters);
        Assert.Equal(one.Strengths, many.Strengths);
    }

    [Fact]
    public void Of_NoneToKeep_IsRefused() =>
        Assert.Equal("k", Assert.Throws<InputException>(() => SoftMembershipBuilder.Build(Model(Blobs(), 2, new ClusterOptions()).Model, 0, Context)).Column);

    private static float[] Blobs()
    {
        var points = PointClouds.Make("uniform", 300, 2, seed: 4);
        for (var i = 0; i < 300; i++) points[i * 2] += 5 * (i % 3);
        return points;
    }

    private static (ClusterModel Model, Clustering Known) Model(float[] points, int dimension, ClusterOptions options)
    {
        var result = Hdbscan.Run(new(points, dimension), options, new NeighborOptions(), Context);
        return (ClusterModel.Of(new(points, dimension), result, options), result.Clustering);
    }
}

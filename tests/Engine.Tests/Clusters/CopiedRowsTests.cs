using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Neighbors;

namespace Investigator.Engine.Tests.Clusters;

/// <summary>Rows that occur several times.</summary>
public class CopiedRowsTests
{
    private static readonly StageContext Context = new() { Threads = 2 };

    [Theory]
    [InlineData(1, 10, 5, 0)]
    [InlineData(2, 15, 15, 0)]
    [InlineData(3, 5, 3, 0)]
    [InlineData(4, 25, 40, 0)]
    [InlineData(5, 10, 5, 90)]
    [InlineData(6, 20, 1, 400)]
    [InlineData(7, 8, 8, 30)]
    public void Run_ManyCopies_GivesWhatAllRowsGive(int seed, int size, int minSamples, int most)
    {
        var points = WithCopies(PointClouds.Make("blobs", 300, 3, seed), 3, most == 0 ? 4 : most, seed);
        foreach (var selection in Enum.GetValues<SelectionMethod>())
        {
            var options = new ClusterOptions { MinClusterSize = size, MinSamples = minSamples, Selection = selection };
            var all = RowByRow.Run(new(points, 3), options, Context);
            var collapsed = Hdbscan.Run(new(points, 3), options, new NeighborOptions(), Context);
            Assert.Equal(all.Tree.Weight, collapsed.Tree.Weight);
            Assert.Equal(all.Clustering.Labels, collapsed.Clustering.Labels);
            Assert.Equal(all.Clustering.Probabilities, collapsed.Clustering.Probabilities);
            Assert.Equal(all.Clustering.OutlierScores, collapsed.Clustering.OutlierScores);
            Assert.Equal(all.Clustering.Clusters, collapsed.Clustering.Clusters);

            var queries = PointClouds.Make("blobs", 80, 3, seed + 100);
            var (expected, found) = (ApproximatePredict.Of(ClusterModel.Of(new(points, 3), all, options), new(queries, 3), Context),
                ApproximatePredict.Of(ClusterModel.Of(new(points, 3), collapsed, options), new(queries, 3), Context));
            Assert.Equal(expected.Labels, found.Labels);
            Assert.Equal(expected.Strengths, found.Strengths);
        }
    }

    [Theory]
    [InlineData("duplicates", 210)]
    [InlineData("equal", 90)]
    [InlineData("uniform", 120)]
    [InlineData("equal", 1)]
    [InlineData("equal", 3)]
    public void Run_AwkwardShapes_GivesWhatAllRowsGive(string shape, int count)
    {
        var points = PointClouds.Make(shape, count, 2, seed: 1);
        foreach (var single in new[] { false, true })
        {
            var options = new ClusterOptions { MinClusterSize = 10, MinSamples = 4, AllowSingleCluster = single };
            var (all, collapsed) = (RowByRow.Run(new(points, 2), options, Context).Clustering,
                Hdbscan.Run(new(points, 2), options, new NeighborOptions(), Context).Clustering);
            Assert.Equal(all.Labels, collapsed.Labels);
            Assert.Equal(all.Probabilities, collapsed.Probabilities);
            Assert.Equal(all.OutlierScores, collapsed.OutlierScores);
        }
    }

    [Fact]
    public void Model_OfCopies_SurvivesSavingAndMembershipExpands()
    {
        using var folder = new TestKit.TempFolder();
        var points = WithCopies(PointClouds.Make("blobs", 200, 3, seed: 3), 3, 20, seed: 3);
        var options = new ClusterOptions { MinClusterSize = 12 };
        var result = Hdbscan.Run(new(points, 3), options, new NeighborOptions(), Context);
        var model = ClusterModel.Of(new(points, 3), result, options);
        Assert.Equal(200, model.Count);
        model.Save(folder.Path);
        var queries = PointClouds.Make("blobs", 50, 3, seed: 8);
        Assert.Equal(ApproximatePredict.Of(model, new(queries, 3), Context).Strengths,
            ApproximatePredict.Of(ClusterModel.Load(folder.Path), new(queries, 3), Context).Strengths);

        var soft = SoftMembershipBuilder.Build(model, 2, Context).ForRows(result.Distinct!);
        var all = SoftMembershipBuilder.Build(ClusterModel.Of(new(points, 3), RowByRow.Run(new(points, 3), options, Context), options),
            2, Context);
        Assert.Equal(all.Clusters, soft.Clusters);
        Assert.Equal(all.Strengths, soft.Strengths);
    }

    [Theory]
    [InlineData(15, 15, 1)]
    [InlineData(15, 15, 2)]
    [InlineData(10, 20, 3)]
    [InlineData(5, 3, 4)]
    public void Run_SquareGridWithCopies_GivesOneLabelAPlace(int size, int minSamples, int seed)
    {
        // Every distance is one of a few, so that nearly all edges tie.
        var random = new Random(seed);
        var points = new PointMatrix([.. Enumerable.Range(0, 800).Select(_ => (float)random.Next(5))], 2);
        foreach (var selection in Enum.GetValues<SelectionMethod>())
        {
            var options = new ClusterOptions { MinClusterSize = size, MinSamples = minSamples, Selection = selection };
            RowByRow.AssertOnePlaceOneLabel(points, Hdbscan.Run(points, options, new NeighborOptions(), Context).Clustering);
            RowByRow.AssertOnePlaceOneLabel(points, RowByRow.Run(points, options, Context).Clustering);
            RowByRow.AssertOnePlaceOneLabel(points, RowByRow.Run(points, options, Context, recall: 0.99).Clustering);
        }
    }

    /// <summary>Each row 1 to <paramref name="most"/> times, few of them often, in any order.</summary>
    private static float[] WithCopies(float[] points, int dimension, int most, int seed)
    {
        var random = new Random(seed);
        var rows = new List<int>();
        for (var i = 0; i < points.Length / dimension; i++) rows.AddRange(Enumerable.Repeat(i, i % 20 == 0 ? most : 1 + random.Next(3)));
        var order = rows.ToArray();
        random.Shuffle(order);
        return [.. order.SelectMany(row => points.AsSpan(row * dimension, dimension).ToArray())];
    }
}

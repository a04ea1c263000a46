using System.Text.Json;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Neighbors;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Clusters;

public class ApproximatePredictTests
{
    private static readonly StageContext Context = new() { Threads = 2 };

    [Fact]
    public void Predict_GoldenFile_GivesTheReferenceLabelsAndStrengths()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine("Golden", "predict.json")));
        var root = golden.RootElement;
        var all = NpyFile.ReadMatrix(Path.Combine("Golden", root.GetProperty("source").GetString() + ".npy"));
        var train = root.GetProperty("train_rows").GetInt32();
        var options = GoldenTests.Options(root.GetProperty("params"));
        var (model, known) = Model(all.Slice(0, train), options);
        Assert.Equal(1.0, AdjustedRand.Index(GoldenTests.Integers(root, "train_labels"), known.Labels));

        var prediction = ApproximatePredict.Of(model, all.Slice(train, all.Count - train), Context);

        // The same renumbering for both: new rows must join the clusters the reference has them join.
        Assert.Equal(1.0, AdjustedRand.Index([.. GoldenTests.Integers(root, "train_labels"), .. GoldenTests.Integers(root, "labels")],
            [.. known.Labels, .. prediction.Labels]));
        GoldenTests.AssertNear(GoldenTests.Numbers(root, "strengths"), prediction.Strengths, 1e-4);
    }

    [Fact]
    public void Save_AnyModel_PredictsTheSameOnceLoaded()
    {
        using var folder = new TestKit.TempFolder();
        var points = PointClouds.Make("blobs", 600, 4, seed: 2);
        var (model, _) = Model(new(points, 4), new ClusterOptions { MinClusterSize = 10 });
        model.Save(folder.Path);
        var queries = new PointMatrix(PointClouds.Make("blobs", 100, 4, seed: 9), 4);
        var before = ApproximatePredict.Of(model, queries, Context);
        var after = ApproximatePredict.Of(ClusterModel.Load(folder.Path), queries, Context);
        Assert.Equal(before.Labels, after.Labels);
        Assert.Equal(before.Strengths, after.Strengths);
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            BitFlips.Each(file, flip => Assert.True(Record.Exception(() => ClusterModel.Load(folder.Path)) is DamagedFileException, flip));
        }
        File.Delete(folder.File("model_birth.npy"));
        Assert.Throws<InputException>(() => ClusterModel.Load(folder.Path));
    }

    [Fact]
    public void Predict_OnCopiesOfKnownPoints_IsWholeMembership()
    {
        var points = new PointMatrix(PointClouds.Make("duplicates", 210, 3, seed: 1), 3);
        var (model, known) = Model(points, new ClusterOptions { MinClusterSize = 10 });
        var prediction = ApproximatePredict.Of(model, points, Context);
        Assert.Equal(known.Labels, prediction.Labels);
        Assert.All(prediction.Strengths, static s => Assert.Equal(1f, s));
    }

    [Theory]
    [InlineData(1e6f)]
    [InlineData(1e30f)]
    public void Predict_FarFromEverything_IsNoise(float far)
    {
        var (model, _) = Model(new(PointClouds.Make("blobs", 600, 2, seed: 2), 2), new ClusterOptions { MinClusterSize = 10 });
        var prediction = ApproximatePredict.Of(model, new([far, far, -far, far], 2), Context);
        Assert.Equal([-1, -1], prediction.Labels);
        Assert.Equal([0f, 0f], prediction.Strengths);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void Predict_FewerKnownPointsThanClusterSize_IsNoise(int count)
    {
        var (model, _) = Model(new(PointClouds.Make("uniform", count, 2, seed: 1), 2), new ClusterOptions { MinClusterSize = 10, AllowSingleCluster = true });
        Assert.Equal([-1], ApproximatePredict.Of(model, new([0.5f, 0.5f], 2), Context).Labels);
    }

    [Fact]
    public void Predict_EverythingOneCluster_HoldsNewPointsToTheSameThreshold()
    {
        var options = new ClusterOptions { MinClusterSize = 20, AllowSingleCluster = true, Epsilon = 0.5 };
        var (model, known) = Model(new(PointClouds.Make("outlier", 300, 2, seed: 5), 2), options);
        Assert.Single(known.Clusters);
        Assert.Equal([0, -1], ApproximatePredict.Of(model, new([0f, 0f, 50f, 50f], 2), Context).Labels);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Predict_AnyThreads_GivesTheSame(int threads)
    {
        var (model, _) = Model(new(PointClouds.Make("blobs", 900, 6, seed: 4), 6), new ClusterOptions());
        var queries = new PointMatrix(PointClouds.Make("blobs", 333, 6, seed: 5), 6);
        var one = ApproximatePredict.Of(model, queries, new StageContext { Threads = 1 });
        var many = ApproximatePredict.Of(model, queries, new StageContext { Threads = threads });
        Assert.Equal(one.Labels, many.Labels);
        Assert.Equal(one.Strengths, many.Strengths);
    }

    [Fact]
    public void Predict_OtherColumnsOrNaN_IsRefused()
    {
        var (model, _) = Model(new(PointClouds.Make("blobs", 200, 3, seed: 4), 3), new ClusterOptions());
        Assert.Throws<InputException>(() => ApproximatePredict.Of(model, new([1f, 2f], 2), Context));
        Assert.Equal(1, Assert.Throws<InputException>(() => ApproximatePredict.Of(model, new([1f, float.NaN, 2f], 3), Context)).Row);
    }

    private static (ClusterModel Model, Clustering Known) Model(PointMatrix points, ClusterOptions options)
    {
        var result = Hdbscan.Run(points, options, new NeighborOptions(), Context);
        return (ClusterModel.Of(points, result, options), result.Clustering);
    }
}

using CsCheck;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Neighbors;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Clusters;

/// <summary>What must hold whatever the data. Labels are compared up to renumbering, on blobs apart from one another where ties could decide.</summary>
public class ClusterPropertyTests
{
    private const int Dimension = 3;

    private static readonly SelectionMethod[] Selections = Enum.GetValues<SelectionMethod>();

    private static readonly Gen<(int Seed, ClusterOptions Options)> Cases =
        from seed in Gen.Int[0, 100_000]
        from size in Gen.Int[5, 20]
        from samples in Gen.Int[1, 15]
        from selection in Gen.Int[0, 1]
        select (seed, new ClusterOptions
        {
            MinClusterSize = size,
            MinSamples = samples,
            Selection = selection == 0 ? SelectionMethod.ExcessOfMass
            : SelectionMethod.Persistent
        });

    /// <summary>Few levels make ties and copies; none makes a continuum.</summary>
    private static readonly Gen<(float[] Points, int Dimension, ClusterOptions Options)> Anything =
        from seed in Gen.Int[0, 100_000]
        from dimension in Gen.Int[1, 5]
        from count in Gen.Int[1, 90]
        from levels in Gen.Int[0, 6]
        from size in Gen.Int[2, 12]
        from samples in Gen.Int[1, 30]
        from selection in Gen.Int[0, 2]
        from single in Gen.Bool
        from epsilon in Gen.Int[0, 2]
        select (Uniform(seed, count * dimension, levels), dimension, new ClusterOptions
        {
            MinClusterSize = size,
            MinSamples = samples,
            Selection = Selections[selection],
            AllowSingleCluster = single,
            Epsilon = epsilon * 0.1,
        });

    [Fact]
    public void AnyData_IsDefinedThroughout() => Anything.Sample(
        data =>
        {
            var result = Hdbscan.Run(new(data.Points, data.Dimension), data.Options, new NeighborOptions(), One);
            AssertDefined(result.Clustering);
            var model = ClusterModel.Of(new(data.Points, data.Dimension), result, data.Options);
            var prediction = ApproximatePredict.Of(model, new(data.Points, data.Dimension), One);
            Assert.All(prediction.Strengths, static s => Assert.InRange(s, 0f, 1f));
            Assert.All(prediction.Labels, label => Assert.InRange(label, -1, result.Clustering.Clusters.Count - 1));
            Assert.All(SoftMembershipBuilder.Build(model, 2, One).Strengths, static s => Assert.InRange(s, 0f, 1f));
            Assert.InRange(Dbcv.Measure(new(data.Points, data.Dimension), result.Clustering, 50, One).Score, -1, 1);
        },
        iter: 300);

    [Fact]
    public void AnyData_CopiesOfARow_ShareItsLabelStrengthAndScore() => Anything.Sample(
        data =>
        {
            var points = new PointMatrix(data.Points, data.Dimension);
            var (places, rows) = (Hdbscan.Run(points, data.Options, new NeighborOptions(), One), RowByRow.Run(points, data.Options, One));
            Assert.Equal(rows.Tree.Weight, places.Tree.Weight);
            foreach (var clustering in (Clustering[])[places.Clustering, rows.Clustering, RowByRow.Run(points, data.Options, One, recall: 0.99).Clustering])
            {
                AssertDefined(clustering);
                RowByRow.AssertOnePlaceOneLabel(points, clustering);
            }
        },
        iter: 300);

    [Fact]
    public void Copies_SearchedOnce_HaveTheLabelsOfAllRows() => Cases.Sample(
        data =>
        {
            var places = Uniform(data.Seed, 60 * Dimension, levels: 0);
            var random = new Random(data.Seed);
            var points = new PointMatrix([.. Enumerable.Range(0, 200).SelectMany(_ => Row(places, random.Next(60)))], Dimension);
            var (all, once) = (RowByRow.Run(points, data.Options, One).Clustering, Hdbscan.Run(points, data.Options, new NeighborOptions(), One).Clustering);
            Assert.Equal(all.Labels, once.Labels);
            Assert.Equal(all.Probabilities, once.Probabilities);
            Assert.Equal(all.OutlierScores, once.OutlierScores);
        },
        iter: 60);

    [Fact]
    public void RowsPermuted_KeepTheirClusters() => Cases.Sample(
        data =>
        {
            var points = Blobs(data.Seed);
            var order = Enumerable.Range(0, points.Length / Dimension).ToArray();
            new Random(data.Seed).Shuffle(order);
            var before = Labels(points, data.Options);
            Assert.Equal(1.0, AdjustedRand.Index([.. order.Select(row => before[row])], Labels([.. order.SelectMany(row => Row(points, row))], data.Options)));
        },
        iter: 30);

    [Fact]
    public void MovedAndScaled_GiveTheSameToTheBit() => Gen.Select(Cases, Gen.Int[-2, 3], Gen.Int[-64, 64]).Sample(
        (data, power, shift) =>
        {
            // A coarse grid and powers of two keep the numbers exact.
            var points = Array.ConvertAll(Blobs(data.Seed), static v => MathF.Round(v * 1024) / 1024);
            var moved = Array.ConvertAll(points, v => MathF.ScaleB(v, power) + shift);
            var (before, after) = (Run(points, Dimension, data.Options), Run(moved, Dimension, data.Options));
            Assert.Equal(before.Labels, after.Labels);
            Assert.Equal(before.ChosenClusterSize, after.ChosenClusterSize);
            for (var i = 0; i < before.Labels.Length; i++) Assert.Equal(before.Probabilities[i], after.Probabilities[i], 1e-5f);
        },
        iter: 30);

    [Fact]
    public void OneFarPoint_IsNoiseAndMovesNobody() => Cases.Sample(
        data =>
        {
            var points = Blobs(data.Seed);
            var with = Labels([.. points, 1e6f, -1e6f, 1e6f], data.Options);
            Assert.Equal(-1, with[^1]);
            Assert.Equal(1.0, AdjustedRand.Index(Labels(points, data.Options), with[..^1]));
        },
        iter: 30);

    [Fact]
    public void Threads_OneTwoEight_GiveTheSame() => Cases.Sample(
        data =>
        {
            var points = Blobs(data.Seed);
            var one = Hdbscan.Run(new(points, Dimension), data.Options, new NeighborOptions(), One);
            foreach (var threads in (int[])[2, 8])
            {
                var many = Hdbscan.Run(new(points, Dimension), data.Options, new NeighborOptions(), One with { Threads = threads });
                Assert.Equal(one.Clustering.Labels, many.Clustering.Labels);
                Assert.Equal(one.Clustering.Probabilities, many.Clustering.Probabilities);
                Assert.Equal(one.Clustering.OutlierScores, many.Clustering.OutlierScores);
            }
        },
        iter: 15);

    [Fact]
    public void KnownPoints_Predicted_StayWhereTheyAre() => Cases.Sample(
        data =>
        {
            var points = Blobs(data.Seed);
            var result = Hdbscan.Run(new(points, Dimension), data.Options, new NeighborOptions(), One);
            var prediction = ApproximatePredict.Of(ClusterModel.Of(new(points, Dimension), result, data.Options), new(points, Dimension), One);

            // A point met again has itself for a neighbour, so it may be taken in where it was noise, but it never changes from one cluster to another.
            for (var i = 0; i < prediction.Labels.Length; i++)
            {
                if (result.Clustering.Labels[i] >= 0 && prediction.Labels[i] >= 0) Assert.Equal(result.Clustering.Labels[i], prediction.Labels[i]);
            }
        },
        iter: 30);

    [Theory]
    [InlineData("line", 120, 1, 8, 3)]
    [InlineData("line", 120, 4, 8, 8)]
    [InlineData("outlier", 120, 2, 8, 3)]
    [InlineData("equal", 60, 3, 8, 3)]
    [InlineData("duplicates", 70, 2, 8, 3)]
    [InlineData("uniform", 150, 1, 8, 3)]
    [InlineData("uniform", 90, 1024, 8, 3)]
    [InlineData("uniform", 12, 2, 12, 5)]
    [InlineData("uniform", 12, 2, 5, 500)]
    [InlineData("uniform", 1, 2, 5, 5)]
    [InlineData("uniform", 2, 2, 2, 1)]
    public void AwkwardShapes_AnySelection_AreDefinedAndTheSameRowByRow(string shape, int count, int dimension, int size, int samples)
    {
        var points = PointClouds.Make(shape, count, dimension, seed: 5);
        foreach (var selection in Selections)
        {
            var options = new ClusterOptions { MinClusterSize = size, MinSamples = samples, Selection = selection };
            var clustering = Run(points, dimension, options);
            AssertDefined(clustering);
            Assert.Equal(clustering.Labels, RowByRow.Run(new(points, dimension), options, One).Clustering.Labels);
        }
    }

    private static StageContext One => new() { Threads = 1 };

    private static Clustering Run(float[] points, int dimension, ClusterOptions options) =>
        Hdbscan.Run(new(points, dimension), options, new NeighborOptions(), One).Clustering;

    private static int[] Labels(float[] points, ClusterOptions options) => Run(points, Dimension, options).Labels;

    private static float[] Row(float[] points, int row) => points[(row * Dimension)..((row + 1) * Dimension)];

    private static float[] Uniform(int seed, int count, int levels)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(levels == 0 ? random.NextDouble() : random.Next(levels)))];
    }

    /// <summary>Four of 50 rows each, about 2 to 5 wide and 100 apart.</summary>
    private static float[] Blobs(int seed)
    {
        var points = PointClouds.Make("outlier", 201, Dimension, seed)[..(200 * Dimension)];
        for (var i = 0; i < 200; i++)
        {
            for (var j = 0; j < Dimension; j++) points[(i * Dimension) + j] = (points[(i * Dimension) + j] * (1 + (i % 4 / 2f))) + (i % 4 == j + 1 ? 100 : 0);
        }

        return points;
    }

    private static void AssertDefined(Clustering clustering)
    {
        Assert.All(clustering.Probabilities, static p => Assert.InRange(p, 0f, 1f));
        Assert.All(clustering.OutlierScores, static s => Assert.InRange(s, 0f, 1f));
        Assert.All(clustering.Clusters, static c => Assert.True(double.IsFinite(c.Stability) && double.IsFinite(c.Persistence)));
        Assert.All(clustering.Labels, label => Assert.InRange(label, -1, clustering.Clusters.Count - 1));
        Assert.DoesNotContain("NaN", Investigator.Engine.Tables.JsonFile.Text(clustering.Clusters), StringComparison.Ordinal);
    }
}

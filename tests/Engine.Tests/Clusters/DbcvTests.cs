using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Tests.Neighbors;

namespace Investigator.Engine.Tests.Clusters;

public class DbcvTests
{
    private static readonly StageContext Context = new() { Threads = 2 };

    [Theory]
    [InlineData(2, 100_000)]
    [InlineData(2, 200)]
    [InlineData(32, 300)]
    public void Measure_SeparateBlobs_IsNearOne(int dimension, int sample)
    {
        var (points, labels) = Blobs(dimension);
        var validity = Dbcv.Measure(new(points, dimension), Labelled(labels), sample, Context);
        Assert.InRange(validity.Score, 0.85, 1);
        Assert.All(validity.Clusters, static v => Assert.InRange(v, 0.85, 1));
        Assert.InRange(validity.Rows, 1, Math.Min(600, sample + 3));
    }

    [Fact]
    public void Measure_RandomLabels_IsNegative()
    {
        var (points, _) = Blobs(2);
        var random = new Random(1);
        Assert.InRange(Dbcv.Measure(new(points, 2), Labelled([.. Enumerable.Range(0, 600).Select(_ => random.Next(3))]), 10_000, Context).Score, -1, -0.5);
    }

    [Fact]
    public void Measure_HandMadeLine_FollowsTheFormula()
    {
        // One dimension: the core distance is the harmonic mean of the distances. Rows 0, 1, 2 and 10, 11, 12.
        var validity = Dbcv.Measure(new([0, 1, 2, 10, 11, 12], 1), Labelled([0, 0, 0, 1, 1, 1]), 100, Context);

        // Cores 4/3, 1, 4/3; one inner node each, so every edge (4/3) counts; the inner nodes 1 and 11 are 10 apart.
        var expected = (10 - (4.0 / 3)) / 10;
        Assert.All(validity.Clusters, v => Assert.Equal(expected, v, 1e-9));
        Assert.Equal(expected, validity.Score, 1e-9);
    }

    [Fact]
    public void Measure_HalfNoise_CountsNoiseAsZero()
    {
        var (points, labels) = Blobs(2);
        var all = Dbcv.Measure(new(points, 2), Labelled(labels), 10_000, Context);
        var half = Dbcv.Measure(new([.. points, .. points], 2), Labelled([.. labels, .. Enumerable.Repeat(-1, labels.Length)]), 10_000, Context);
        Assert.Equal(all.Score / 2, half.Score, 1e-9);
    }

    [Fact]
    public void Measure_RowsRepeated_LooksAtEachOnce()
    {
        var (points, labels) = Blobs(3);
        var once = Dbcv.Measure(new(points, 3), Labelled(labels), 10_000, Context);
        var often = Dbcv.Measure(new([.. points, .. points, .. points], 3), Labelled([.. labels, .. labels, .. labels]), 10_000, Context);
        Assert.Equal(once.Clusters, often.Clusters);
        Assert.Equal(600, often.Rows);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void Measure_FewerThanTwoClusters_IsZero(int label)
    {
        var (points, labels) = Blobs(2);
        Assert.Equal(0, Dbcv.Measure(new(points, 2), Labelled([.. labels.Select(_ => label)]), 100, Context).Score);
    }

    [Theory]
    [InlineData("duplicates", 210, 3)]
    [InlineData("equal", 90, 2)]
    [InlineData("line", 90, 2)]
    [InlineData("uniform", 90, 1024)]
    public void Measure_AwkwardShapes_IsDefined(string shape, int count, int dimension)
    {
        var validity = Dbcv.Measure(new(PointClouds.Make(shape, count, dimension, seed: 1), dimension),
            Labelled([.. Enumerable.Range(0, count).Select(i => i % 7)]), 1000, Context);
        Assert.InRange(validity.Score, -1, 1);
        Assert.All(validity.Clusters, static v => Assert.InRange(v, -1, 1));
    }

    [Fact]
    public void Measure_SameSeed_IsTheSameAtAnyThreads()
    {
        var (points, labels) = Blobs(4);
        var one = Dbcv.Measure(new(points, 4), Labelled(labels), 90, Context with { Threads = 1 });
        Assert.Equal(one.Clusters, Dbcv.Measure(new(points, 4), Labelled(labels), 90, Context with { Threads = 8 }).Clusters);
        Assert.NotEqual(one.Clusters, Dbcv.Measure(new(points, 4), Labelled(labels), 90, Context with { Seed = 2 }).Clusters);
    }

    /// <summary>Three, 100 apart and about 3 wide, 600 rows.</summary>
    private static (float[] Points, int[] Labels) Blobs(int dimension)
    {
        var points = PointClouds.Make("outlier", 601, dimension, seed: 2)[..(600 * dimension)];
        for (var i = 0; i < 600; i++) points[i * dimension] += 100 * (i % 3);
        return (points, [.. Enumerable.Range(0, 600).Select(i => i % 3)]);
    }

    private static Clustering Labelled(int[] labels) => new()
    {
        Labels = labels,
        Probabilities = new float[labels.Length],
        OutlierScores = new float[labels.Length],
        Clusters = [.. Enumerable.Range(0, labels.Max() + 1).Select(c => new ClusterStability(labels.Count(l => l == c), 0, 0))],
    };
}

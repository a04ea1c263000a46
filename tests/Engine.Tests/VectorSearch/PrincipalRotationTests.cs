using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Neighbors;
using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Tests.VectorSearch;

public sealed class PrincipalRotationTests
{
    [Theory]
    [InlineData("blobs", 400, 12, 5)]
    [InlineData("uniform", 300, 40, 39)]
    [InlineData("uniform", 30, 64, 20)]
    public void Axes_AnyPoints_AreOrthonormalAndByFallingVariance(string kind, int count, int dimension, int most)
    {
        var points = new PointMatrix(PointClouds.Make(kind, count, dimension, seed: 5), dimension);
        var axes = PrincipalRotation.Fit(points, most, new StageContext()).Axes;
        Assert.Equal(most, axes.Length);
        for (var a = 0; a < most; a++)
        {
            for (var b = 0; b <= a; b++) Assert.Equal(a == b ? 1 : 0, Dot(axes[a], axes[b]), 1e-13);
        }

        var variances = Array.ConvertAll(axes, axis => Variance(points, axis));
        Assert.Equal(variances.OrderDescending(), variances);
        Assert.True(variances[0] >= 0.999 * Enumerable.Range(0, dimension).Max(j => Variance(points, Unit(dimension, j))));
    }

    [Theory]
    [InlineData("blobs", 1)]
    [InlineData("blobs", 7)]
    [InlineData("uniform", 12)]
    public void Shorten_AnyAxes_DistancesAreLowerBoundsAndLengthsStay(string kind, int axes)
    {
        const int Dimension = 12;
        const float Unit = 1f / (1 << 24);
        var points = new PointMatrix(PointClouds.Make(kind, 300, Dimension, seed: 6), Dimension);
        var rotation = PrincipalRotation.Fit(points, Dimension, new StageContext());
        var rows = rotation.Shorten(points, axes, new StageContext());
        Assert.Equal((300, axes + 1), (rows.Count, rows.Dimension));
        var lengths = Enumerable.Range(0, 300).Select(i => Math.Sqrt(PointMatrix.SquaredDistance(rows.Row(i), new float[axes + 1]))).ToArray();
        var close = 0;
        for (var i = 0; i < 300; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (bound, distance) = (rows.Distance(i, j), points.Distance(i, j));
                Assert.True(bound <= distance + (2 * Unit * (lengths[i] + lengths[j])));
                close += bound > 0.9999 * distance ? 1 : 0;
            }
        }

        // All axes lose nothing: then the rest is 0, and bounds are the distances.
        Assert.Equal(axes == Dimension, close == 300 * 299 / 2);
    }

    [Fact]
    public void Shorten_PointsNearAFewAxes_KeepsTheirSmallRest()
    {
        var random = new Random(3);
        var values = new float[200 * 5];
        for (var i = 0; i < values.Length; i++) values[i] = i % 5 < 2 ? 1e6f * random.NextSingle() : 1e-3f * random.NextSingle();
        var points = new PointMatrix(values, 5);
        var rotation = PrincipalRotation.Fit(points, 2, new StageContext());
        var rows = rotation.Shorten(points, 2, new StageContext());
        for (var i = 0; i < 200; i++) Assert.InRange(rows.Row(i)[2], 1e-5f, 2e-3f);
    }

    [Fact]
    public void Fit_FewerDirectionsThanAxes_GivesNoMoreAxesThanThereAre()
    {
        // Three columns, of which two are multiples of the first and one never changes.
        float[] values = [.. Enumerable.Range(0, 50).SelectMany(i => new float[] { i, 2 * i, 7, -i })];
        var rotation = PrincipalRotation.Fit(new PointMatrix(values, 4), 4, new StageContext());
        Assert.Single(rotation.Axes);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(0, rotation.Shorten(new PointMatrix(values, 4), 1, new StageContext()).Row(i)[1], 1e-6f));
        Assert.Empty(PrincipalRotation.Fit(new PointMatrix(new float[20], 4), 4, new StageContext()).Axes);
    }

    [Fact]
    public void Shorten_AnyNumberOfThreads_IsTheSame()
    {
        var points = new PointMatrix(PointClouds.Make("blobs", 3000, 9, seed: 7), 9);
        var (one, four) = (new StageContext { Threads = 1 }, new StageContext { Threads = 4 });
        var alone = PrincipalRotation.Fit(points, 4, one).Shorten(points, 4, one);
        var together = PrincipalRotation.Fit(points, 4, four).Shorten(points, 4, four);
        Assert.Equal(alone.Runs.Single().ToArray(), together.Runs.Single().ToArray());
    }

    private static double[] Unit(int dimension, int j) => [.. Enumerable.Range(0, dimension).Select(i => i == j ? 1.0 : 0)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, static (x, y) => x * y).Sum();

    private static double Variance(PointMatrix points, double[] axis)
    {
        double[] along = [.. Enumerable.Range(0, points.Count).Select(i => Dot(axis, Array.ConvertAll(points.Row(i).ToArray(), static v => (double)v)))];
        var mean = along.Average();
        return along.Average(v => (v - mean) * (v - mean));
    }
}

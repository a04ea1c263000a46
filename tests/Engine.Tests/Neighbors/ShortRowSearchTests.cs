using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Tests.Neighbors;

public class ShortRowSearchTests
{
    [Theory]
    [InlineData("uniform", 500, 6, 2, 10)]
    [InlineData("blobs", 700, 17, 5, 16)]
    [InlineData("noisy", 600, 12, 3, 5)]
    [InlineData("far", 400, 8, 2, 16)]
    [InlineData("duplicates", 300, 4, 1, 20)]
    [InlineData("line", 200, 2, 1, 3)]
    [InlineData("equal", 150, 5, 3, 16)]
    [InlineData("outlier", 300, 6, 6, 60)]
    [InlineData("grid", 256, 4, 2, 12)]
    [InlineData("uniform", 49, 3, 1, 48)]
    public void Find_AnyShape_EqualsWholeRowsToTheBit(string shape, int count, int dimension, int axes, int k)
    {
        var points = new PointMatrix(PointClouds.Make(shape, count, dimension, seed: 5), dimension);
        AssertSame(Whole<NarrowDotTile>(points, k), Short<NarrowDotTile>(points, axes, k, 1));
        AssertSame(Whole<NarrowDotTile>(points, k), Short<NarrowDotTile>(points, axes, k, 3));
        if (System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated) AssertSame(Whole<WideDotTile>(points, k), Short<WideDotTile>(points, axes, k, 2));
    }

    [Fact]
    public void Find_ColumnsThatFollowAFew_ChoosesShortRowsAndFindsTheSame()
    {
        var points = Correlated(12_000, 100);
        var axes = ShortRowChoice.Find(points, 10, new StageContext())?.Axes;
        Assert.InRange(axes ?? 0, 4, 40);
        using var search = ExactNeighbors.Prepare(points, 10, new StageContext());
        Assert.Equal(axes + 1, search.Sample(new StageContext()).Dimension);
        var options = new NeighborOptions { K = 10, Mode = NeighborMode.Exact };
        AssertSame(Whole<NarrowDotTile>(points, 10), NeighborSearch.Find(points, options, new StageContext()));
    }

    [Theory]
    [InlineData("uniform", 5000, 100)]
    [InlineData("uniform", 5000, 16)]
    [InlineData("blobs", 500, 100)]
    public void Find_NothingToGain_ChoosesWholeRows(string shape, int count, int dimension) =>
        Assert.Null(ShortRowChoice.Find(new(PointClouds.Make(shape, count, dimension, seed: 2), dimension), 10, new StageContext()));

    [Fact]
    public void Sample_ThousandsOfCopies_MeasuresFewOfThem()
    {
        var values = Correlated(3000, 20).Runs.Single().ToArray();
        for (var i = 100; i < 3000; i++) values.AsSpan(0, 20).CopyTo(values.AsSpan(i * 20));
        var points = new PointMatrix(values, 20);
        using var search = Make<NarrowDotTile>(points, 4, 5, new StageContext());
        var sample = search.Sample(new StageContext());
        Assert.True(sample.Measured < 200 * sample.Queries);
        Assert.True(sample.Scored > 2000 * sample.Queries);
        AssertSame(Whole<NarrowDotTile>(points, 5), Short<NarrowDotTile>(points, 4, 5, 2));
    }

    [Fact]
    public void Find_Cancelled_Stops()
    {
        var points = Correlated(4000, 12);
        using var search = Make<NarrowDotTile>(points, 4, 5, new StageContext());
        var cancelled = new StageContext { Cancel = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => search.Find(new StageContext().Start(StageNames.Neighbors, 4000), cancelled));
    }

    /// <summary>Twelve hidden directions of falling weight, and a little noise in every column.</summary>
    private static PointMatrix Correlated(int count, int dimension)
    {
        var hidden = PointClouds.Make("noisy", count, 12, seed: 8);
        var mixing = PointClouds.Make("uniform", 12, dimension, seed: 9);
        var noise = PointClouds.Make("uniform", count, dimension, seed: 10);
        var values = new float[count * dimension];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < dimension; j++)
            {
                var sum = 0.02f * noise[(i * dimension) + j];
                for (var h = 0; h < 12; h++) sum += hidden[(i * 12) + h] * (mixing[(h * dimension) + j] - 0.5f) / (1 + h);
                values[(i * dimension) + j] = sum;
            }
        }

        return new PointMatrix(values, dimension);
    }

    private static NeighborGraph Whole<TTile>(PointMatrix points, int k)
        where TTile : struct, IDistanceTile
    {
        using var search = new WholeRowSearch<TTile>(points, k, new StageContext());
        return search.Find(new StageContext().Start(StageNames.Neighbors, points.Count), new StageContext());
    }

    private static NeighborGraph Short<TTile>(PointMatrix points, int axes, int k, int threads)
        where TTile : struct, IDistanceTile
    {
        using var search = Make<TTile>(points, axes, k, new StageContext());
        return search.Find(new StageContext().Start(StageNames.Neighbors, points.Count), new StageContext { Threads = threads });
    }

    private static ShortRowSearch<TTile> Make<TTile>(PointMatrix points, int axes, int k, StageContext context)
        where TTile : struct, IDistanceTile
    {
        var rotation = PrincipalRotation.Fit(points, axes, context);
        return new ShortRowSearch<TTile>(points, rotation, rotation.Axes.Length, k, context);
    }

    private static void AssertSame(NeighborGraph expected, NeighborGraph actual)
    {
        Assert.Equal(expected.Indices, actual.Indices);
        Assert.Equal(expected.Distances, actual.Distances);
    }
}

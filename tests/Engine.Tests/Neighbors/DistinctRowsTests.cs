using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Tests.Neighbors;

public class DistinctRowsTests
{
    [Fact]
    public void Of_RowsWithCopies_NumbersPlacesByFirstRow()
    {
        var rows = DistinctRows.Of(new([1, 2, 0, 3, 1, 2, -0f, 3, 2, 1, 1, 2], 2));
        Assert.Equal([0, 1, 0, 1, 2, 0], rows.Place);
        Assert.Equal([0, 1, 4], rows.First);
        Assert.Equal([3, 2, 1], rows.Copies);
    }

    [Theory]
    [InlineData("equal", 1)]
    [InlineData("duplicates", 7)]
    [InlineData("uniform", 500)]
    public void Of_Shape_FindsItsPlaces(string shape, int places) => Assert.Equal(places, DistinctRows.Of(new(PointClouds.Make(shape, 500, 3, seed: 1), 3)).Count);
}

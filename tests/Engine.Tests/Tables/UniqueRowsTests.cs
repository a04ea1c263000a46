using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Neighbors;


namespace Investigator.Engine.Tests.Tables;

public class UniqueRowsTests
{
    [Fact]
    public void Of_RowsWithCopies_NumbersPlacesByFirstRow()
    {
        var rows = UniqueRows.Of(new([1, 2, 0, 3, 1, 2, -0f, 3, 2, 1, 1, 2], 2));
        Assert.Equal([0, 1, 0, 1, 2, 0], rows.Inverse);
        Assert.Equal([0, 1, 4], rows.FirstIndex);
        Assert.Equal([3, 2, 1], rows.Counts);
    }

    [Theory]
    [InlineData("equal", 1)]
    [InlineData("duplicates", 7)]
    [InlineData("uniform", 500)]
    public void Of_Shape_FindsItsPlaces(string shape, int places) =>
        Assert.Equal(places, UniqueRows.Of(new(PointClouds.Make(shape, 500, 3, seed: 1), 3)).Count);
}

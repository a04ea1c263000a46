using Investigator.Engine.Core;
using Investigator.Engine.VectorSearch.Gpu;

namespace Investigator.Engine.Tests.VectorSearch.Gpu;

public class GpuProbePolicyTests
{
    /// <summary>Two dense cells side by side, a wide one, and two without any width in one place.</summary>
    private static readonly GpuProbePolicy Cells = new(new([0, 3, 10, 40, 40], 1), [1, 2, 50, 0, 0]);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 3)]
    [InlineData(2, 1, 49f / 52)]
    [InlineData(3, 4, 0)]
    [InlineData(3, 2, 18)]
    public void Between_Cells_IsTheSquaredDistanceOverTheWidths(int a, int b, float expected)
    {
        Assert.Equal(expected, Cells.Between(a, b));
        Assert.Equal(expected, Cells.Between(b, a));
    }

    [Fact]
    public void Within_ALimit_ListsTheCellItselfFirstAndThenTheNearest()
    {
        var near = Cells.Within(2, new StageContext());
        Assert.Equal([0, 2, 4, 7, 9, 11], near.Starts);
        Assert.Equal([0, 2, 1, 2, 2, 1, 0, 3, 4, 4, 3], near.Items);
    }

    [Fact]
    public void Within_NoLimit_ListsAllCells()
    {
        var near = Cells.Within(float.PositiveInfinity, new StageContext());
        Assert.Equal([0, 5, 10, 15, 20, 25], near.Starts);
        for (var c = 0; c < 5; c++) Assert.Equal([0, 1, 2, 3, 4], near[c].ToArray().Order());
    }

    [Fact]
    public void Between_PointCellsApart_IsInfinite() =>
        Assert.Equal(float.PositiveInfinity, new GpuProbePolicy(new([0, 1], 1), [0, 0]).Between(0, 1));
}

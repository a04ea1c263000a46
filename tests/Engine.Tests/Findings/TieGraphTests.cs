using Investigator.Engine.Findings;

namespace Investigator.Engine.Tests.Findings;

public class TieGraphTests
{
    [Fact]
    public void Groups_HeldTogetherByOneRow_AreTwo()
    {
        // Rows 0..4 on one value, 5..9 on another, and row 0 has a third with row 5; it has two of the first group's.
        var groups = new TieGraph(10, [[0, 1, 2, 3, 4], [0, 1], [5, 6, 7, 8, 9], [0, 5, 6]]).Groups(minRows: 3);
        Assert.Equal(groups[0], groups[4]);
        Assert.NotEqual(groups[0], groups[5]);
        Assert.Equal([groups[5]], groups[5..].Distinct());
    }

    [Fact]
    public void Groups_HeldTogetherByTwoRows_AreOne() =>
        Assert.Single(new TieGraph(10, [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [0, 5], [1, 6]]).Groups(minRows: 3).Distinct());

    [Fact]
    public void Groups_OfWhichOneIsSmall_AreNotCut() =>
        Assert.Single(new TieGraph(7, [[0, 1, 2, 3, 4], [4, 5, 6]]).Groups(minRows: 3).Distinct());

    [Fact]
    public void Groups_RowsWithoutValues_AreInNone() => Assert.Equal([0, 0, -1], new TieGraph(3, [[0, 1]]).Groups(minRows: 2));

    [Fact]
    public void Groups_OfALongChain_NeedNoDeepStack()
    {
        int[][] chain = [.. Enumerable.Range(0, 200_000).Select(i => (int[])[i, i + 1])];
        Assert.True(new TieGraph(200_001, chain).Groups(minRows: 60_000).Distinct().Count() > 1);
    }

    /// <summary>Against trying every row: where the graph is held together by single rows, the pieces left are the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Groups_OfRandomGraphs_LeaveNothingThatOneRowHolds(int seed)
    {
        const int Rows = 40, MinRows = 6;
        var random = new Random(seed);
        int[][] values = [.. Enumerable.Range(0, 22).Select(_ => Enumerable.Range(0, 3).Select(_ => random.Next(Rows)).Distinct().Order().ToArray())];

        var groups = new TieGraph(Rows, values).Groups(MinRows);

        for (var row = 0; row < Rows; row++)
        {
            var without = Pieces(values.Select(v => v.Where(r => r != row && groups[r] == groups[row]).ToArray()), groups, row);
            Assert.True(groups[row] < 0 || without.Count(size => size >= MinRows) < 2, $"row {row} holds {string.Join(", ", without)} together");
        }
    }

    /// <summary>Sizes of the components among the rows of one group, one row left out.</summary>
    private static List<int> Pieces(IEnumerable<int[]> values, int[] groups, int left)
    {
        var joined = new Investigator.Engine.Core.DisjointSet(groups.Length);
        foreach (var value in values) for (var i = 1; i < value.Length; i++) joined.Join(value[0], value[i]);
        return [.. Enumerable.Range(0, groups.Length).Where(r => r != left && groups[r] == groups[left]).GroupBy(joined.Find).Select(g => g.Count())];
    }
}

using Investigator.Engine.Findings;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Tests.Findings;

public class NeighborVoteTests
{
    // Rows 0 to 3 are finding 0, 4 to 7 finding 1, 8 to 9 a cluster that may not take anything in; 10 and 11 lie in no cluster.
    private static readonly int[] Labels = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, -1, -1];

    [Theory]
    [InlineData(new[] { 0, 1, 2, 4, 5 }, 0)]
    [InlineData(new[] { 4, 0, 5, 1, 6 }, 1)]
    [InlineData(new[] { 8, 4, 9, 5, 6 }, 1)]
    [InlineData(new[] { 0, 1, 4, 5, 8 }, -1)]
    [InlineData(new[] { 8, 9, 11, 0, 1 }, -1)]
    [InlineData(new[] { 0, 1, 2, 3 }, 0)]
    [InlineData(new[] { 0, 1, 4, 5 }, -1)]
    [InlineData(new[] { 0, 1, 8, 11 }, -1)]
    [InlineData(new[] { 2 }, 0)]
    [InlineData(new[] { 0, 1, 2, 4, 5 }, -1, 0.6)]
    [InlineData(new[] { 0, 1, 2, 3, 5 }, 0, 0.6)]
    [InlineData(new[] { 0, 1, 2, 3 }, -1, 1.0)]
    public void Count_RowOfNoCluster_GoesWhereMoreThanTheShareOfItsNeighborsAre(int[] neighbors, int expected, double share = 0.5)
    {
        var added = Count(neighbors, share: share);
        for (var finding = 0; finding < added.Length; finding++) Assert.Equal(finding == expected, added[finding].Contains(10));
    }

    [Fact]
    public void Count_RowWhoseNeighborWasTakenInItself_DoesNotCountThat() => Assert.Equal([[10], []], Count([0, 1, 2], last: [10, 3, 8]));

    [Fact]
    public void Count_RowOfACluster_StaysWhereItIs() => Assert.All(Count([8, 9, 11], last: [8, 9, 10]), Assert.Empty);

    // Rows of a cluster have the neighbours of finding 0, which would all take them in.
    private static int[][] Count(int[] neighbors, int[]? last = null, double share = 0.5)
    {
        int[] indices = [.. Enumerable.Repeat(0, 10 * neighbors.Length), .. neighbors, .. last ?? [.. Enumerable.Repeat(8, neighbors.Length)]];
        var graph = new NeighborGraph { Count = Labels.Length, K = neighbors.Length, Indices = indices, Distances = new float[indices.Length] };
        return NeighborVote.Count(graph, Labels, [[0, 1, 2, 3], [4, 5, 6, 7]], share);
    }
}

using Investigator.Engine.Core;

namespace Investigator.Engine.Tests.Core;

public class CompressedListsTests
{
    [Fact]
    public void ByKey_AnyKeys_ListsTheirNumbersRising()
    {
        var lists = CompressedLists.ByKey([2, 0, 2, 3, 0, 2], lists: 5);
        Assert.Equal([0, 2, 2, 5, 6, 6], lists.Starts);
        Assert.Equal([1, 4, 0, 2, 5, 3], lists.Items);
        Assert.Equal([0, 2, 5], lists[2].ToArray());
        Assert.Equal((5, 0, 3), (lists.Count, lists.LengthOf(1), lists.LengthOf(2)));
    }

    [Fact]
    public void ByKey_NegativeKeys_AreInNoList()
    {
        var lists = CompressedLists.ByKey([1, -1, 0, -1, 1], lists: 2);
        Assert.Equal([0, 1, 3], lists.Starts);
        Assert.Equal([2, 0, 4], lists.Items);
    }

    [Fact]
    public void Of_Lists_HoldsTheSame()
    {
        int[][] lists = [[3, 1], [], [7]];
        var compressed = CompressedLists.Of(lists);
        Assert.Equal(lists, Enumerable.Range(0, compressed.Count).Select(i => compressed[i].ToArray()));
    }
}

using Investigator.Engine.Compute;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Tests.Neighbors;

public class GrowingListsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Offer_InAnyOrder_KeepsTheNearestOfAll(int seed)
    {
        // Few different distances, so that many are equal.
        var random = new Random(seed);
        var squared = Enumerable.Range(0, 60).Select(_ => (float)random.Next(12)).ToArray();
        var expected = Enumerable.Range(0, squared.Length).OrderBy(p => squared[p]).ThenBy(static p => p).Take(8).ToArray();
        for (var turn = 0; turn < 20; turn++)
        {
            var order = Enumerable.Range(0, squared.Length).Concat(Enumerable.Range(0, squared.Length)).ToArray();
            random.Shuffle(order);
            using var lists = Empty(3, 8);
            foreach (var point in order) lists.Offer(1, point, squared[point]);
            Assert.Equal(expected, Enumerable.Range(0, 8).Select(c => lists.PointAt(1, c)));
            Assert.Equal(expected.Select(p => squared[p]), Enumerable.Range(0, 8).Select(c => lists.Squared(1, c)));
            Assert.Equal(GrowingLists.Nobody, lists.PointAt(0, 0));
            Assert.Equal(GrowingLists.Nobody, lists.PointAt(2, 0));
        }
    }

    [Fact]
    public void Offer_FromManyThreads_LosesNothing()
    {
        using var lists = Empty(50, 20);
        Parallel.For(0, 100_000, i => lists.Offer(i % 50, 1000 + (i / 50), i / 50));
        for (var point = 0; point < 50; point++)
        {
            Assert.Equal(Enumerable.Range(1000, 20), Enumerable.Range(0, 20).Select(c => lists.PointAt(point, c)));
            var entries = new int[20];
            lists.Take(point, entries);
            Assert.All(entries, static entry => Assert.True(GrowingLists.IsFresh(entry)));
        }
    }

    [Fact]
    public void Take_MarksWhatIsNewOnce()
    {
        using var lists = Empty(2, 3);
        lists.Offer(0, 7, 2);
        lists.Offer(0, 9, 1);
        var entries = new int[3];
        lists.Take(0, entries);
        Assert.Equal([9, 7, GrowingLists.Nobody], entries.Select(GrowingLists.PointOf));
        Assert.Equal([true, true, false], entries.Select(GrowingLists.IsFresh));
        lists.Offer(0, 8, 1.5f);
        lists.Take(0, entries);
        Assert.Equal([9, 8, 7], entries.Select(GrowingLists.PointOf));
        Assert.Equal([false, true, false], entries.Select(GrowingLists.IsFresh));
        Assert.True(lists.Holds(0, 8));
        Assert.False(lists.Holds(0, 6));
        Assert.Equal(2, lists.Worst(0));
        Assert.Equal(float.PositiveInfinity, lists.Worst(1));
    }

    [Fact]
    public void Release_HandsOverWhatWasSettledByRow()
    {
        using var lists = Empty(2, 3);
        lists.Settle(0, [(4.0, 8), (9.0, 1)]);
        lists.Settle(1, [(1.0, 3), (16.0, 2)]);
        var (indices, distances) = lists.Release(2, [1, 0], new StageContext());
        Assert.Equal([3, 2, 8, 1], indices);
        Assert.Equal([1, 4, 2, 3], distances);
    }

    internal static GrowingLists Empty(int count, int places)
    {
        var lists = new GrowingLists(count, places);
        for (var point = 0; point < count; point++) lists.Empty(point);
        return lists;
    }
}

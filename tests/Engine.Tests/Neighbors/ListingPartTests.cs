using Investigator.Engine.Compute;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Tests.Neighbors;

public class ListingPartTests
{
    private const int Count = 60;
    private const int Places = 11;

    [Theory]
    [InlineData(0, 60)]
    [InlineData(13, 29)]
    [InlineData(59, 60)]
    public void Of_AnyRun_NamesThoseThatListEachPointByRank(int from, int to)
    {
        var random = new Random(from);
        using var lists = GrowingListsTests.Empty(Count, Places);
        for (var offer = 0; offer < 900; offer++)
        {
            var (i, other) = (random.Next(Count), random.Next(Count));
            if (other != Newcomer(i)) lists.Offer(i, other, ((7 * i) + (13 * other)) % 20);
        }

        AssertNames(lists, from, to, static (_, _) => true);
        AssertNames(lists, from, to, static (_, _) => false);
        for (var i = 0; i < Count; i++) lists.Offer(i, Newcomer(i), -1);
        AssertNames(lists, from, to, static (by, point) => point == Newcomer(by));
    }

    private static int Newcomer(int i) => (i + 31) % Count;

    private static void AssertNames(GrowingLists lists, int from, int to, Func<int, int, bool> fresh)
    {
        using var listed = new NativeValues<int>(Count * Places);
        for (var i = 0; i < Count; i++) lists.Take(i, listed.Slice(i * Places, Places));
        using var part = ListingPart.Of(listed, Count, Places, from, to, new StageContext { Threads = 3 });
        for (var point = from; point < to; point++)
        {
            var expected = new List<(int By, bool Fresh)>();
            for (var rank = 0; rank < Places; rank++)
            {
                for (var i = 0; i < Count; i++)
                {
                    if (lists.PointAt(i, rank) == point) expected.Add((i, fresh(i, point)));
                }
            }

            Assert.Equal(expected, part.Of(point).ToArray().Select(static entry => (GrowingLists.PointOf(entry), GrowingLists.IsFresh(entry))));
        }
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Descent;

namespace Investigator.Engine.Tests.VectorSearch.Descent;

public class ReverseNeighborsTests
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
        using var lists = NeighborListsTests.Empty(Circle(), [.. Enumerable.Range(0, Count)], Places);
        for (var offer = 0; offer < 900; offer++)
        {
            var (i, other) = (random.Next(Count), random.Next(Count));
            if (other != Newcomer(i)) lists.TryInsert(i, other, lists.Between(i, other));
        }

        AssertNames(lists, from, to, static (_, _) => true);
        AssertNames(lists, from, to, static (_, _) => false);
        for (var i = 0; i < Count; i++) lists.TryInsert(i, Newcomer(i), lists.Between(i, Newcomer(i)));
        using (var part = ReverseNeighbors.Of(lists, from, to, new StageContext { Threads = 3 }))
        {
            for (var point = from; point < to; point++) Assert.DoesNotContain(point, part.Of(point).ToArray().Select(e => Newcomer(NeighborLists.PointOf(e))));
        }

        AssertNames(lists, from, to, static (by, point) => point == Newcomer(by));
    }

    private static int Newcomer(int i) => (i + 31) % Count;

    /// <summary>Points on a circle, each next to its new point, which therefore enters any list.</summary>
    private static PointMatrix Circle()
    {
        var points = new float[2 * Count];
        for (var (step, i) = (0, 0); step < Count; step++, i = Newcomer(i)) (points[2 * i], points[(2 * i) + 1]) = MathF.SinCos(2 * MathF.PI * step / Count);
        return new PointMatrix(points, 2);
    }

    private static void AssertNames(NeighborLists lists, int from, int to, Func<int, int, bool> fresh)
    {
        for (var i = 0; i < Count; i++) lists.BeginRound(i);
        using var part = ReverseNeighbors.Of(lists, from, to, new StageContext { Threads = 3 });
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

            Assert.Equal(expected, part.Of(point).ToArray().Select(static entry => (NeighborLists.PointOf(entry), NeighborLists.IsFresh(entry))));
        }
    }
}

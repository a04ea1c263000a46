using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Descent;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.Tests.VectorSearch.Descent;

public class LocalJoinTests
{
    private const int Count = 300;
    private const int Dimension = 5;
    private const int MaxReverseCandidates = LocalJoin<NarrowDotTile>.MaxReverseCandidates;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 40)]
    [InlineData(14, 32)]
    [InlineData(15, 32)]
    [InlineData(16, 33)]
    [InlineData(40, 55)]
    [InlineData(41, 56)]
    [InlineData(63, 100)]
    [InlineData(136, 160)]
    [InlineData(111, 150)]
    public void Run_AnyCandidates_ComparesEachNewPointWithAllOthers(int listed, int listing)
    {
        var random = new Random(listed + listing);
        for (var turn = 0; turn < 6; turn++)
        {
            // Some listed points list the centre too; with room for all, every insertion succeeds.
            var others = Enumerable.Range(1, Count - 1).ToArray();
            random.Shuffle(others);
            var own = Entries(others.AsSpan(0, listed), random);
            var back = Entries(others.AsSpan(listed / 2, listing), random);
            var (points, rows) = Points(random);
            using var lists = NeighborListsTests.Empty(points, rows, Count);
            Join<NarrowDotTile>(points, rows, lists, own, back);
            AssertCompared(lists, own, back);
            using var wide = NeighborListsTests.Empty(points, rows, Count);
            Join<WideDotTile>(points, rows, wide, own, back);
            AssertCompared(wide, own, back);
        }
    }

    private static void Join<TTile>(PointMatrix points, int[] rows, NeighborLists lists, int[] own, int[] back)
        where TTile : struct, IDistanceTile
    {
        using var join = new LocalJoin<TTile>(SearchedPoints.Whole(points), rows, lists, new StageContext().Start("neighbors", 1));
        join.Run(0, own, back);
    }

    private static void AssertCompared(NeighborLists lists, int[] own, int[] back)
    {
        var strangers = back.Where(entry => !NeighborLists.Holds(own, NeighborLists.PointOf(entry))).ToArray();

        // Candidates are taken in order; the points after the last of them are overflow, listed or not.
        var last = strangers.Length > MaxReverseCandidates ? Array.IndexOf(back, strangers[MaxReverseCandidates - 1]) + 1 : back.Length;
        var chosen = own.Concat(strangers.Take(MaxReverseCandidates)).ToArray();
        var fresh = chosen.Where(NeighborLists.IsFresh).Select(NeighborLists.PointOf).ToHashSet();
        var candidates = chosen.Select(NeighborLists.PointOf).Append(0).ToHashSet();
        var expected = new HashSet<(int, int)>();
        foreach (var a in candidates)
        {
            foreach (var b in candidates.Where(b => a != b && (fresh.Contains(a) || fresh.Contains(b)))) expected.Add((a, b));
        }

        foreach (var entry in back[last..])
        {
            var point = NeighborLists.PointOf(entry);
            foreach (var candidate in candidates)
            {
                if (candidate != point && (NeighborLists.IsFresh(entry) || fresh.Contains(candidate))) expected.Add((point, candidate));
            }

            if (NeighborLists.IsFresh(entry)) expected.Add((0, point));
        }

        var offered = new HashSet<(int, int)>();
        for (var point = 0; point < Count; point++)
        {
            for (var c = 0; c < Count && lists.PointAt(point, c) != NeighborLists.Empty; c++) offered.Add((point, lists.PointAt(point, c)));
        }

        Assert.Equal(expected.Order(), offered.Order());
    }

    private static int[] Entries(ReadOnlySpan<int> points, Random random)
    {
        var entries = points.ToArray();
        for (var e = 0; e < entries.Length; e++) entries[e] = NeighborLists.Entry(entries[e], random.Next(3) == 0);
        return entries;
    }

    private static (PointMatrix Points, int[] Rows) Points(Random random)
    {
        var rows = Enumerable.Range(0, Count).ToArray();
        random.Shuffle(rows);
        return (new([.. Enumerable.Range(0, Count * Dimension).Select(_ => random.NextSingle())], Dimension), rows);
    }
}

using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Descent;

namespace Investigator.Engine.Tests.VectorSearch.Descent;

public class NeighborListsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Offer_InAnyOrder_KeepsTheNearestOfAll(int seed)
    {
        // Few different distances, so that many are equal.
        const int Own = 60;
        var random = new Random(seed);
        float[] places = [.. Enumerable.Range(0, Own).Select(_ => (float)random.Next(12)), 0, 0];
        var expected = Enumerable.Range(0, Own).OrderBy(p => places[p]).ThenBy(static p => p).Take(8).ToArray();
        for (var turn = 0; turn < 20; turn++)
        {
            var order = Enumerable.Range(0, Own).Concat(Enumerable.Range(0, Own)).ToArray();
            random.Shuffle(order);
            using var lists = Empty(places, 8);
            foreach (var point in order) lists.TryInsert(Own, point, lists.Between(Own, point));
            Assert.Equal(expected, Enumerable.Range(0, 8).Select(c => lists.PointAt(Own, c)));
            Assert.Equal(expected.Select(p => places[p] * places[p]), Enumerable.Range(0, 8).Select(c => lists.Squared(Own, c)));
            Assert.Equal(lists.Squared(Own, 7), lists.Worst(Own));
            Assert.Equal(NeighborLists.Empty, lists.PointAt(Own - 1, 0));
            Assert.Equal(NeighborLists.Empty, lists.PointAt(Own + 1, 0));
        }
    }

    [Fact]
    public void Offer_FromManyThreads_LosesNothing()
    {
        using var lists = Empty([.. new float[1000], .. Enumerable.Range(0, 2000).Select(static p => (float)p)], 20);
        Parallel.For(0, 100_000, i => lists.TryInsert(i % 50, 1000 + (i / 50), lists.Between(i % 50, 1000 + (i / 50))));
        for (var point = 0; point < 50; point++)
        {
            Assert.Equal(Enumerable.Range(1000, 20), Enumerable.Range(0, 20).Select(c => lists.PointAt(point, c)));
            var entries = new int[20];
            lists.BeginRound(point);
            lists.Snapshot(point, entries);
            Assert.All(entries, static entry => Assert.True(NeighborLists.IsFresh(entry)));
        }
    }

    [Fact]
    public void Snapshot_HasWhatWasThereWhenTheRoundBegan_NewOnce()
    {
        using var lists = Empty([0, 0, 0, 0, 0, 0, 9, 2, 1.5f, 1], 3);
        lists.TryInsert(0, 7, 4);
        lists.TryInsert(0, 9, 1);
        AssertSnapshot(lists, [], []);
        lists.BeginRound(0);
        AssertSnapshot(lists, [9, 7], [true, true]);
        Assert.False(lists.TryInsert(0, 7, 4));
        lists.TryInsert(0, 8, 2.25f);
        Assert.False(lists.TryInsert(0, 8, 2.25f));
        AssertSnapshot(lists, [9, 7], [true, true]);
        lists.BeginRound(0);
        AssertSnapshot(lists, [9, 8, 7], [false, true, false]);
        Assert.True(lists.Holds(0, 8));
        Assert.False(lists.Holds(0, 6));
        Assert.Equal(4, lists.Worst(0));
        Assert.Equal(float.PositiveInfinity, lists.Worst(1));
    }

    [Fact]
    public void Snapshot_LacksWhatTheRoundHasDisplaced()
    {
        using var lists = Empty([0, 0, 9, 3, 2, 1], 2);
        lists.TryInsert(0, 2, 81);
        lists.TryInsert(0, 3, 9);
        lists.BeginRound(0);
        lists.TryInsert(0, 4, 4);
        AssertSnapshot(lists, [3], [true]);
        lists.BeginRound(0);
        AssertSnapshot(lists, [4, 3], [true, false]);
        lists.TryInsert(0, 5, 1);
        lists.BeginRound(0);
        lists.BeginRound(0);
        AssertSnapshot(lists, [5, 4], [false, false]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Begin_WithSome_IsAsIfEachWasOffered(int places)
    {
        float[] values = [0, 3, 1, 3, 7];
        using var begun = Empty(values, places);
        using var offered = Empty(values, places);
        (float, int)[] nearest = [(1, 2), (9, 3), (9, 1)];
        begun.Begin(0, nearest);
        foreach (var (squared, point) in nearest) offered.TryInsert(0, point, squared);
        foreach (var lists in (ReadOnlySpan<NeighborLists>)[begun, offered])
        {
            var entries = new int[places];
            lists.BeginRound(0);
            lists.Snapshot(0, entries);
            Assert.Equal([2, 1, 3], entries[..3].Select(NeighborLists.PointOf));
            Assert.All(entries[..3], static entry => Assert.True(NeighborLists.IsFresh(entry)));
            Assert.Equal(places == 3 ? 9 : float.PositiveInfinity, lists.Worst(0));
            lists.TryInsert(0, 4, 49);
            Assert.Equal(places > 3, lists.Holds(0, 4));
        }
    }

    private static void AssertSnapshot(NeighborLists lists, int[] points, bool[] fresh)
    {
        var entries = new int[lists.Places];
        lists.Snapshot(0, entries);
        Assert.Equal([.. points, .. Enumerable.Repeat(NeighborLists.Empty, entries.Length - points.Length)], entries.Select(NeighborLists.PointOf));
        Assert.Equal(fresh, entries[..points.Length].Select(NeighborLists.IsFresh));
        Assert.All(entries[points.Length..], static entry => Assert.False(NeighborLists.IsFresh(entry)));
    }

    /// <summary>Empty lists of points on a line.</summary>
    private static NeighborLists Empty(float[] values, int places) => Empty(new(values, 1), [.. Enumerable.Range(0, values.Length)], places);

    internal static NeighborLists Empty(PointMatrix points, int[] rows, int places)
    {
        var lists = new NeighborLists(points, rows, places);
        for (var point = 0; point < rows.Length; point++) lists.Begin(point, []);
        return lists;
    }
}

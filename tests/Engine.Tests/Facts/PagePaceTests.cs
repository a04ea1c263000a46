using Investigator.Engine.Facts;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tests.Risk;

namespace Investigator.Engine.Tests.Facts;

public class PagePaceTests
{
    /// <summary>Sequences of pages p1..p4, each with its own usual stay; of type 0 there is none.</summary>
    private static SequenceSet Set(IReadOnlyList<float[]> dwells) => new()
    {
        Offsets = [.. Enumerable.Range(0, dwells.Count + 1).Select(i => i * 4)],
        Types = [.. Enumerable.Range(0, dwells.Count * 4).Select(i => (short)(1 + (i % 4)))],
        Dwell = [.. dwells.SelectMany(d => d)],
        Gap = new float[dwells.Count * 4],
        Vocabulary = ["other", "p1", "p2", "p3", "p4"],
        MaxLength = 64,
    };

    /// <summary>A person: quick or slow on all pages alike, besides what differs from page to page.</summary>
    private static float[] Person(Random random, double spread = 0.8)
    {
        var own = 0.5 * Shop.Gauss(random);
        return [.. new[] { 2.0, 8, 30, 120 }.Select(usual => (float)(usual * Math.Exp(own + (spread * Shop.Gauss(random)))))];
    }

    [Theory]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(60)]
    public void IsOne_GroupsOfStrangers_SeldomLookLikeOneHand(int size)
    {
        var random = new Random(size);
        var pace = new PagePace(Set([.. Enumerable.Range(0, 12_000).Select(_ => Person(random))]));
        var deviates = Enumerable.Range(0, 12_000 / size).Select(g => pace.Of([.. Enumerable.Range(g * size, size)])!.Value.Deviate).ToList();
        // As often in the tail as a normal deviate, within what so few groups show.
        var groups = deviates.Count;
        Assert.InRange(deviates.Count(z => z < -1.6449), 0.02 * groups, 0.08 * groups);
        Assert.InRange(deviates.Count(z => z < -3.09), 0, Math.Max(1, 0.003 * groups));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(10.0)]
    [InlineData(1000.0)]
    public void IsOne_Machines_AreSeenOnSlowAndFastPagesAlike(double scale)
    {
        var random = new Random(3);
        List<float[]> all = [.. Enumerable.Range(0, 1000).Select(_ => Person(random))];
        all.AddRange(Enumerable.Range(0, 10).Select(_ => new[] { 2.0, 8, 30, 120 }.Select(s => (float)(s * Math.Exp(0.1 * Shop.Gauss(random)))).ToArray()));
        var pace = new PagePace(Set([.. all.Select(d => d.Select(s => (float)(s * scale)).ToArray())]));
        Assert.True(pace.IsOne([.. Enumerable.Range(1000, 10)]));
        Assert.False(pace.IsOne([.. Enumerable.Range(0, 10)]));
    }

    [Fact]
    public void IsOne_PagesOnWhichAllStayAlike_SayNothing()
    {
        // A video of fixed length, a page that passes on: nobody's pace differs much, and a group is as anybody.
        var random = new Random(4);
        var pace = new PagePace(Set([.. Enumerable.Range(0, 500).Select(_ => Person(random, 0.05).Select((s, i) => i < 2 ? 10 * MathF.Exp(
            0.05f * (float)Shop.Gauss(random)) : s).ToArray())]));
        Assert.False(pace.IsOne([.. Enumerable.Range(0, 40)]));
    }

    [Fact]
    public void Of_ClockTooCoarseForTheStays_IsSilent()
    {
        var random = new Random(5);
        var pace = new PagePace(Set([.. Enumerable.Range(0, 500).Select(_ => Person(random).Select(s => s < 60 ? 0f : 60).ToArray())]));
        List<int> rows = [.. Enumerable.Range(0, 20)];
        Assert.NotNull(new PagePace(Set([.. Enumerable.Range(0, 500).Select(_ => Person(random))])).Of(rows));
        Assert.True(pace.Of(rows) is null or { Deviate: > -3.09 });
    }

    [Fact]
    public void Of_MachinesOnly_AreLikeTheRest()
    {
        var random = new Random(6);
        var pace = new PagePace(Set([.. Enumerable.Range(0, 400).Select(_ => new[] { 1, 2f, 3, 4 }.Select(s => s * MathF.Exp(
            0.05f * (float)Shop.Gauss(random))).ToArray())]));
        Assert.InRange(pace.Of([.. Enumerable.Range(0, 50)])!.Value.Ratio, 0.7, 1.3);
    }
}

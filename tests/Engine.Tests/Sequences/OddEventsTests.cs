using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Sequences;

/// <summary>Events as they should not be: each case is defined, none is an error.</summary>
public sealed class OddEventsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static SequenceSet Build(Dataset dataset, SequenceOptions? options = null) =>
        EventSequences.Build(dataset, options ?? new SequenceOptions(), new StageContext { Threads = 2 });

    private static string[] Pages(SequenceSet set, int row) => [.. set.Types[set.Offsets[row]..set.Offsets[row + 1]].Select(t => set.Vocabulary[t])];

    [Fact]
    public void Build_OneEvent_LastsUntilThePayment()
    {
        var set = Build(new TestShop().See("a", 1, "x").Pay("t1", "a", 5).Save(_folder.Path));
        Assert.Equal([4, 0, 4], [set.Dwell[0], set.Gap[0], set.ToPayment[0]]);
        Assert.Equal(1, set.Length(0));
    }

    [Fact]
    public void Build_TenThousandEvents_KeepsTheLatestOrAllAsAsked()
    {
        var shop = new TestShop();
        for (var i = 0; i < 10_000; i++) shop.See("a", i, "p" + i % 7);
        var dataset = shop.Pay("t1", "a", 10_000).Save(_folder.Path);
        var latest = Build(dataset);
        Assert.Equal(64, latest.Length(0));
        Assert.Equal("p" + 9_999 % 7, Pages(latest, 0)[^1]);
        var all = Build(dataset, new SequenceOptions { MaxLength = 10_000, ArtificialShare = 1 });
        Assert.Equal(10_000, all.Length(0));
        Assert.All(all.Dwell, d => Assert.Equal(1, d));
    }

    [Theory]
    [InlineData(-5.0)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Build_DwellThatIsNone_IsTheTimeUntilTheNextEvent(double dwellMs) =>
        Assert.Equal([3f, 4f], Build(new TestShop().See("a", 0, "x", dwellMs: dwellMs).See("a", 3, "y").Pay("t1", "a", 7).Save(_folder.Path)).Dwell);

    [Fact]
    public void Build_AbsurdDwell_EndsAtThePayment() =>
        Assert.Equal([7f, 4f], Build(new TestShop().See("a", 0, "x", dwellMs: 1e300).See("a", 3, "y").Pay("t1", "a", 7).Save(_folder.Path)).Dwell);

    [Fact]
    public void Build_EventsAtOneInstant_KeepTheOrderOfTheSourceAndHaveNoTimeBetween()
    {
        var set = Build(new TestShop().See("a", 1, "z").See("a", 1, "x").See("a", 1, "y").See("a", 4, "w").Pay("t1", "a", 5).Save(_folder.Path));
        Assert.Equal(["z", "x", "y", "w"], Pages(set, 0));
        Assert.Equal([0, 0, 3, 1], set.Dwell);
        Assert.Equal([0, 0, 0, 3], set.Gap);
        Assert.Contains(set.Notes, n => n.StartsWith("2 of 4 events have exactly the time", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_OtherAccountsAtTheSameInstant_AreNotNoted() =>
        Assert.Empty(Build(new TestShop().See("a", 1, "x").See("b", 1, "x").Pay("t1", "a", 5).Pay("t2", "b", 5).Save(_folder.Path)).Notes);

    [Fact]
    public void Build_ClocksThatWentBackwards_AreReported()
    {
        var dataset = new TestShop().See("a", 1, "x").See("a", 2, "y").Pay("t1", "a", 5).Save(_folder.Path) with { BackwardEvents = 1 };
        Assert.StartsWith("1 of 2 events have an earlier time", Assert.Single(Build(dataset).Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Repeats_BecomeOneViewWhereAsked()
    {
        var dataset = new TestShop().See("a", 0, "x").See("a", 2, "x").See("a", 5, "y").See("a", 6, "x", dwellMs: 500).See("a", 8, "x",
            dwellMs: 500).Pay("t1", "a", 20).Save(_folder.Path);
        var set = Build(dataset, new SequenceOptions { CollapseRepeats = true });
        Assert.Equal(["x", "y", "x"], Pages(set, 0));
        Assert.Equal([5, 1, 14], set.Dwell);
        Assert.Equal([0, 5, 1], set.Gap);
        Assert.Equal([20], set.ToPayment);
        Assert.Equal(["x", "x", "y", "x", "x"], Pages(Build(dataset), 0));
    }

    [Fact]
    public void Build_RarePagesRightAfterOneAnother_AreRepeatsOnlyOfThemselves()
    {
        var dataset = new TestShop().See("a", 0, "x").See("a", 1, "x").See("a", 1.5, "x").See("a", 2, "rare1").See("a", 3, "rare2").See("a", 4, "rare2")
            .Pay("t1", "a", 5)
            .Save(_folder.Path);
        Assert.Equal(["x", "other", "other"], Pages(Build(dataset, new SequenceOptions { CollapseRepeats = true, VocabularySize = 1 }), 0));
    }

    [Fact]
    public void Build_RepeatsPastTheLength_MakeRoomForEarlierPages()
    {
        var shop = new TestShop().See("a", 0, "first").See("a", 1, "second");
        for (var i = 0; i < 6; i++) shop.See("a", 2 + i, "same");
        var dataset = shop.Pay("t1", "a", 20).Save(_folder.Path);
        Assert.Equal(["same", "same"], Pages(Build(dataset, new SequenceOptions { MaxLength = 2 }), 0));
        Assert.Equal(["second", "same"], Pages(Build(dataset, new SequenceOptions { MaxLength = 2, CollapseRepeats = true }), 0));
    }

    [Fact]
    public void Build_RepeatsSeenByASecondPayment_AreCollapsedAnew()
    {
        var dataset = new TestShop().See("a", 0, "x").See("a", 2, "x").Pay("t1", "a", 3).See("a", 4, "x").See("a", 5, "y").Pay("t2", "a", 9).Save(_folder.Path);
        var set = Build(dataset, new SequenceOptions { CollapseRepeats = true });
        Assert.Equal(["x"], Pages(set, 0));
        Assert.Equal(["x", "y"], Pages(set, 1));
        Assert.Equal([3, 5, 4], set.Dwell);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Validate_ArtificialShareOutOfRange_NamesTheOption(double share) =>
        Assert.Contains("artificial_share", Assert.Throws<InputException>(new SequenceOptions { ArtificialShare = share }.Validate).Message,
            StringComparison.Ordinal);
}

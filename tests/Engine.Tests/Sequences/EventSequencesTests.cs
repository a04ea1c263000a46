using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Sequences;

public sealed class EventSequencesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static SequenceSet Build(Dataset dataset, SequenceOptions? options = null) =>
        EventSequences.Build(dataset, options ?? new SequenceOptions(), new StageContext { Threads = 2 });

    private static string[] Pages(SequenceSet set, int row) => [.. set.Types[set.Offsets[row]..set.Offsets[row + 1]].Select(t => set.Vocabulary[t])];

    private static float[] Part(float[] values, SequenceSet set, int row) => values[set.Offsets[row]..set.Offsets[row + 1]];

    [Fact]
    public void Build_TwoAccounts_GivesEachItsOwnEventsOldestFirst()
    {
        var dataset = new TestShop()
            .See("b", 5, "home").See("a", 10, "home").See("a", 40, "item").See("a", 70, "cart").See("b", 80, "item")
            .Pay("t1", "a", 100).Pay("t2", "b", 90).Save(_folder.Path);
        var set = Build(dataset);
        Assert.Equal(["home", "item"], Pages(set, 0));
        Assert.Equal(["home", "item", "cart"], Pages(set, 1));
        Assert.Equal([75f, 10f], Part(set.Dwell, set, 0));
        Assert.Equal([30f, 30f, 30f], Part(set.Dwell, set, 1));
        Assert.Equal([0f, 30f, 30f], Part(set.Gap, set, 1));
        Assert.Equal([85f, 90f], set.ToPayment);
    }

    [Fact]
    public void Build_EventsAtThePaymentsOwnInstant_BelongToIt()
    {
        var dataset = new TestShop().See("a", 99.999999, "before").See("a", 100, "same").See("a", 101, "after").Pay("t1", "a", 100).Pay("t2", "a",
            102).Save(_folder.Path);
        var set = Build(dataset);
        Assert.Equal(["before", "same"], Pages(set, 0));
        Assert.Equal(0, Part(set.Dwell, set, 0)[1]);
        Assert.Equal(["before", "same", "after"], Pages(set, 1));
    }

    [Fact]
    public void Build_ClockOfMinutes_GivesTwoPaymentsOfOneMinuteAllItsEventsInTheOrderOfTheSource()
    {
        var dataset = new TestShop().See("a", 60, "sign_up").See("a", 60, "basket").See("b", 60, "help").See("a", 120, "later")
            .Pay("t1", "a", 60).Pay("t2", "a", 60).Pay("t3", "b", 0).Save(_folder.Path);
        var set = Build(dataset);
        Assert.Empty(Pages(set, 0));
        Assert.Equal(["sign_up", "basket"], Pages(set, 1));
        Assert.Equal(["sign_up", "basket"], Pages(set, 2));
        Assert.Equal([0f, 0f], set.ToPayment[1..]);
    }

    [Fact]
    public void Build_PaymentsOnTheCoarserClock_HaveTheEventsOfTheirWholeMinute()
    {
        var dataset = new TestShop().See("a", 60, "basket").See("a", 83, "pay").See("a", 119.9, "thanks", dwellMs: 5000).See("a", 120, "home")
            .Pay("t1", "a", 60).Pay("t2", "a", 120).Save(_folder.Path);
        var set = Build(dataset with { TransactionClock = ClockStep.Minute, EventClock = ClockStep.Fraction });
        Assert.Equal(["basket", "pay", "thanks"], Pages(set, 0));
        Assert.Equal([23f, 36.9f, 0f], Part(set.Dwell, set, 0));
        Assert.Equal(0, set.ToPayment[0]);
        Assert.Equal(["basket", "pay", "thanks", "home"], Pages(set, 1));
        Assert.Equal(["basket"], Pages(Build(dataset), 0));
        Assert.Equal(["basket"], Pages(Build(dataset with { TransactionClock = ClockStep.Minute, EventClock = ClockStep.Minute }), 0));
    }

    [Fact]
    public void Build_EventsOutsideTheWindowOrPastTheLength_AreLeftOut()
    {
        var shop = new TestShop().Pay("t1", "a", 100_000).See("a", 100_000 - 86_400 - 1, "too_old").See("a", 100_000 - 86_400, "just_in");
        for (var i = 0; i < 5; i++) shop.See("a", 99_000 + i, "page" + i);
        var dataset = shop.Save(_folder.Path);
        Assert.Equal(["just_in", "page0", "page1", "page2", "page3", "page4"], Pages(Build(dataset), 0));
        Assert.Equal(["page2", "page3", "page4"], Pages(Build(dataset, new SequenceOptions { MaxLength = 3 }), 0));
        Assert.Equal(["page4"], Pages(Build(dataset, new SequenceOptions { MaxLength = 1 }), 0));
    }

    [Fact]
    public void Build_RareTypes_BecomeOther()
    {
        var dataset = new TestShop().See("a", 1, "x").See("a", 2, "z").See("a", 3, "y").See("a", 4, "x").See("a", 5, "other").Pay("t", "a",
            9).Save(_folder.Path);
        var set = Build(dataset, new SequenceOptions { VocabularySize = 2 });
        Assert.Equal(["other", "x", "y"], set.Vocabulary);
        Assert.Equal([1, 0, 2, 1, 0], set.Types.Select(t => (int)t));
        Assert.Equal([3, 0], set.RarePages); // the source's own "other" could be anything
    }

    [Fact]
    public void Build_RarePagesOfSeveralPayments_KeepTheirCodesInRowOrder()
    {
        var dataset = new TestShop().See("b", 1, "x").See("b", 2, "r2").See("a", 3, "r1").See("a", 4, "x").See("a", 5, "r2")
            .Pay("t1", "a", 4.5).Pay("t2", "a", 9).Pay("t3", "b", 9).Save(_folder.Path);
        var set = Build(dataset, new SequenceOptions { VocabularySize = 1 });
        Assert.Equal(["other", "r2"], set.Vocabulary);
        Assert.Equal([3, 2, 3, 2, 2], set.RarePages);
        set.Save(_folder.Path);
        Assert.Equal(set.RarePages, SequenceSet.Load(_folder.Path).RarePages);
    }

    [Fact]
    public void Build_DwellRecorded_IsTakenButCutAtThePayment()
    {
        var dataset = new TestShop().See("a", 0, "x", dwellMs: 2500).See("a", 10, "y", dwellMs: 60_000).See("a", 12, "z").See("a", 14, "w",
            dwellMs: -1).Pay("t", "a", 20).Save(_folder.Path);
        Assert.Equal([2.5f, 10f, 2f, 6f], Build(dataset).Dwell);
    }

    [Fact]
    public void Build_LongPauses_AreCapped()
    {
        var dataset = new TestShop().See("a", 0, "x").See("a", 5000, "y").Pay("t", "a", 5010).Save(_folder.Path);
        var set = Build(dataset, new SequenceOptions { DwellCapSeconds = 600 });
        Assert.Equal([600f, 10f], set.Dwell);
        Assert.Equal([0f, 600f], set.Gap);
        Assert.Equal([5010f], set.ToPayment);
    }

    [Fact]
    public void Build_EventsThatNameTheirTransaction_GoToThatOneOnly()
    {
        var dataset = new TestShop()
            .See("a", 1, "x", "t1").See("a", 2, "y", "t2").See("a", 3, "z").See("a", 4, "w", "t1").See("a", 60, "late", "t1")
            .Pay("t1", "a", 50).Pay("t2", "a", 60).Save(_folder.Path, linked: true);
        var set = Build(dataset);
        Assert.Equal(["x", "w"], Pages(set, 0));
        Assert.Equal(["y"], Pages(set, 1));
    }

    [Fact]
    public void Build_SessionsMapped_KeepsTheLatestOne()
    {
        var dataset = new TestShop()
            .See("a", 1, "old", session: "s1").See("a", 10, "x", session: "s2").See("a", 11, "aside", session: "s1").See("a", 12, "y",
                session: "s2").Pay("t1", "a", 20)
            .See("a", 30, "none").Pay("t2", "a", 31).Save(_folder.Path);
        var set = Build(dataset);
        Assert.Equal(["x", "y"], Pages(set, 0));
        Assert.Equal([2f, 8f], Part(set.Dwell, set, 0));
        Assert.Equal(["none"], Pages(set, 1));
        Assert.Equal(["old", "x", "aside", "y"], Pages(Build(dataset, new SequenceOptions { WithinSession = false }), 0));
    }

    [Fact]
    public void Build_CancelledWhileItRuns_Stops()
    {
        var shop = new TestShop().Pay("t1", "a", 50_000);
        for (var i = 0; i < 10_000; i++) shop.See("a", i, "x");
        using var source = new CancellationTokenSource();
        var context = new StageContext { Threads = 1, Cancel = source.Token, Progress = new CancelOnReport(source) };
        Assert.ThrowsAny<OperationCanceledException>(() => EventSequences.Build(shop.Save(_folder.Path), new SequenceOptions(), context));
    }

    private sealed class CancelOnReport(CancellationTokenSource source) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => source.Cancel();
    }

    [Fact]
    public void Build_NoEventsAtAll_GivesEmptySequences()
    {
        var set = Build(new TestShop().Pay("t1", "a", 1).Pay("t2", "a", 2).Save(_folder.Path));
        Assert.Equal([0, 0, 0], set.Offsets);
        Assert.Empty(set.Types);
        Assert.Equal(["other"], set.Vocabulary);
    }

    [Fact]
    public void Build_NoTransactions_GivesAnEmptySet()
    {
        var set = Build(new TestShop().See("a", 1, "x").Save(_folder.Path));
        Assert.Equal([0], set.Offsets);
        Assert.Equal(0, set.Count);
    }

    [Fact]
    public void Build_AccountWithoutEvents_HasAnEmptySequence()
    {
        var set = Build(new TestShop().See("b", 1, "x").See("nobody", 1, "x").Pay("t1", "a", 5).Pay("t2", "b", 6).Pay("t3", "c", 7).Save(_folder.Path));
        Assert.Equal([0, 0, 1, 1], set.Offsets);
        Assert.True(float.IsNaN(set.ToPayment[0]));
    }

    [Fact]
    public void Build_RandomShop_EqualsTheRangeJoin()
    {
        var random = new Random(4);
        var shop = new TestShop();
        for (var i = 0; i < 300; i++) shop.Pay($"t{i:000}", "a" + random.Next(20), random.Next(200_000));
        for (var i = 0; i < 3000; i++) shop.See("a" + random.Next(25), random.Next(200_000) + random.Next(1000) / 1000.0, "p" + random.Next(6));
        var dataset = shop.Save(_folder.Path);
        var set = Build(dataset, new SequenceOptions { MaxLength = 10 });

        using var tables = TableConnection.Open(threads: 2);
        var expected = tables.Query($"""
            SELECT t.row, string_agg(e.type, ',' ORDER BY e.time) FROM '{dataset.TransactionsPath}' t JOIN LATERAL (
                SELECT type, time FROM '{dataset.EventsPath}' e
                WHERE e.account = t.account AND e.time <= t.time AND e.time >= t.time - INTERVAL 24 HOURS ORDER BY time DESC LIMIT 10) e ON true
            GROUP BY t.row ORDER BY t.row
            """, r => (Row: (int)r.GetInt64(0), Pages: r.GetString(1)));
        Assert.NotEmpty(expected);
        Assert.All(expected, e => Assert.Equal(e.Pages, string.Join(',', Pages(set, e.Row))));
        Assert.Equal(expected.Count, Enumerable.Range(0, set.Count).Count(i => set.Length(i) > 0));
    }

    [Fact]
    public void Load_AfterSave_GivesTheSameSet()
    {
        var set = Build(new TestShop().See("a", 1, "x").See("a", 2, "y").Pay("t1", "a", 5).Pay("t2", "b", 6).Save(_folder.Path) with { BackwardEvents = 1 });
        set.Save(_folder.Path);
        var loaded = SequenceSet.Load(_folder.Path);
        Assert.Equal(set.Offsets, loaded.Offsets);
        Assert.Equal(set.Types, loaded.Types);
        Assert.Equal(set.Dwell, loaded.Dwell);
        Assert.Equal(set.Gap, loaded.Gap);
        Assert.Equal(set.ToPayment, loaded.ToPayment);
        Assert.Single(loaded.Notes);
        Assert.Equal(set.Notes, loaded.Notes);
        Assert.Equal((set.MaxLength, set.Vocabulary[1]), (loaded.MaxLength, loaded.Vocabulary[1]));
    }

    [Fact]
    public void Build_Cancelled_Throws()
    {
        var dataset = new TestShop().See("a", 1, "x").Pay("t1", "a", 5).Save(_folder.Path);
        Assert.ThrowsAny<OperationCanceledException>(() => EventSequences.Build(dataset, new SequenceOptions(),
            new StageContext { Cancel = new CancellationToken(true) }));
    }

    [Fact]
    public void Build_EventsFileGone_SaysWhich()
    {
        var dataset = new TestShop().See("a", 1, "x").Pay("t1", "a", 5).Save(_folder.Path);
        File.Delete(dataset.EventsPath);
        Assert.Contains("events.parquet", Assert.Throws<InputException>(() => Build(dataset)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 24, 40, 1800)]
    [InlineData(64, 0, 40, 1800)]
    [InlineData(64, 24, 0, 1800)]
    [InlineData(64, 24, 40, 0)]
    [InlineData(64, 24, 40, double.NaN)]
    public void Validate_OutOfRange_NamesTheOption(int length, double hours, int vocabulary, double cap)
    {
        var options = new SequenceOptions { MaxLength = length, Window = TimeSpan.FromHours(hours), VocabularySize = vocabulary, DwellCapSeconds = cap };
        Assert.Contains("option", Assert.Throws<InputException>(options.Validate).Message, StringComparison.Ordinal);
    }
}

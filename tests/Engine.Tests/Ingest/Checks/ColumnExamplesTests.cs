using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;

namespace Investigator.Engine.Tests.Ingest.Checks;

public sealed class ColumnExamplesTests : IDisposable
{
    private readonly LoadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Check_WordsWithoutMeaning_AreCountedBesideTheOthersMostFrequentFirst()
    {
        var report = Check(LoadBench.Header + "t1,a,2026-01-02,1,d,30,A,0,2026-01-03\nt2,b,2026-01-02,1,d,30,?,0,2026-01-03\nt3,c,2026-01-02,1,d,30,A,,\n");

        Assert.Equal([new("transactions", "decision", "A", 2), new("transactions", "decision", "?", 1), new WordCount("transactions", "fraud", "0", 2)],
            report.Words);
    }

    [Fact]
    public void Check_RowsOfALog_WordsOfTheirColumnAreOfAllRowsAndOthersOfThoseThatCount()
    {
        var mapping = _bench.Mapping with
        {
            Transactions = _bench.Mapping.Transactions with
            {
                Rows = new RowFilter { Column = "device", Words = ["buy"] },
                Entities = new Dictionary<string, string>(),
                Outcome = null,
            },
            Events = null,
        };
        var report = Check(LoadBench.Header + "t1,a,2026-01-02,1,buy,30,A,0,\nt2,b,2026-01-02,1,look,30,D,0,\nt3,c,2026-01-02,1,look,30,D,,\n", mapping);

        Assert.Equal([new("transactions", "device", "look", 2), new("transactions", "device", "buy", 1), new WordCount("transactions", "decision", "A", 1)],
            report.Words);
    }

    [Fact]
    public void Check_TimesAndAmounts_AreShownAsTheyAreReadAndUnreadableOnesWithoutAValue()
    {
        var report = Check(LoadBench.Header + "t1,a,2026-01-02T03:04:05Z,1.50,d,30,A,0,2026-01-03\nt2,b,yesterday,dear,d,30,A,0,2026-01-03\n");

        Assert.Equal(("2026-01-02T03:04:05Z", "2026-01-02 03:04:05"), Of("time")[0]);
        Assert.Equal(("yesterday", null), Of("time")[1]);
        Assert.Equal([("1.50", "1.5"), ("dear", null)], Of("amount"));
        Assert.Equal(["time", "known"], report.Readings.Where(static r => r.IsTime).Select(static r => r.Column).Distinct());

        List<(string, string?)> Of(string column) => [.. report.Readings.Where(r => r.Column == column).Select(static r => (r.Text, r.Value))];
    }

    private CheckReport Check(string transactions, Mapping? mapping = null) => LoadCheck.Of(
        new LoadRequest { Transactions = _bench.Write("t.csv", transactions), Mapping = mapping ?? _bench.Mapping, Name = "test" },
        new StageContext { Scratch = _bench.Scratch, Threads = 1 });
}

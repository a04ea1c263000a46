using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Shapes;

/// <summary>Rows that are delivered twice: a log written at least once, a file that overlaps the one before.</summary>
public class CopyTests
{
    private const string Payments = "id,account,time,note\n1,a,2024-05-01T10:00:00Z,x\n2,b,2024-05-02T10:00:00Z,y\n";
    private const string EventHeader = "account,time,page,unused\n";

    private static Mapping With(CopyRule? transactions = null, CopyRule? events = null, string? id = "id") => new()
    {
        Transactions = new() { Id = id, Account = "account", Time = "time", Copies = transactions },
        Events = new() { Account = "account", Time = "time", Type = "page", Copies = events },
    };

    [Fact]
    public void Load_EqualRowsWithIds_AreKeptOnce()
    {
        using var bench = new LoadBench { Mapping = With() };

        var dataset = bench.Load(bench.Write("t.csv", Payments + "1,a,2024-05-01T10:00:00Z,x\n"), maxRejectShare: 0);

        Assert.Equal(new RowCounts { Read = 3, Kept = 2, Copies = 1 }, dataset.TransactionRows);
        Assert.Contains("transactions: 1 row was delivered before, equal in every column: each is kept once", dataset.Notes);
    }

    [Fact]
    public void Load_SameIdAndAnotherColumnDiffers_IsRefusedAsBefore()
    {
        using var bench = new LoadBench { Mapping = With() };

        var dataset = bench.Load(bench.Write("t.csv", Payments + "1,a,2024-05-01T10:00:00Z,z\n"));

        Assert.Equal(new RowCounts { Read = 3, Kept = 2, Refused = 1 }, dataset.TransactionRows);
        Assert.Equal(["t.csv|3|id|1|id was seen before"], LoadBench.Rejects(dataset));
    }

    [Fact]
    public void Load_EqualRowsWithIdsAllWanted_AreRefusedByTheirIds()
    {
        using var bench = new LoadBench { Mapping = With(CopyRule.All) };

        Assert.Equal(1, bench.Load(bench.Write("t.csv", Payments + "1,a,2024-05-01T10:00:00Z,x\n")).TransactionRows!.Refused);
    }

    /// <summary>Two equal events of twelve in one file and two in the next: two happened, unless a person says otherwise.</summary>
    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void Load_FilesThatOverlap_KeepEachEventAsOftenAsOneFileHasIt(string kind)
    {
        using var bench = new LoadBench { Mapping = With() };
        var transactions = bench.Write("t.csv", Payments);
        var (one, other) = (Lines(60, 0) + Lines(12, 5), Lines(12, 5) + Lines(12, 5) + Lines(40, 40));
        Directory.CreateDirectory(bench.Path("e"));
        foreach (var (name, text) in new[] { ("e1", one), ("e2", other) })
        {
            var file = bench.Write((kind == "csv" ? "e/" : "") + name + ".csv", EventHeader + text);
            if (kind == "parquet") LoadBench.Run($"COPY (SELECT * FROM read_csv({Sql.Text(file)})) TO {Sql.Text(bench.Path($"e/{name}.parquet"))}");
        }

        var error = Assert.Throws<InputException>(() => bench.Load(transactions, bench.Path("e")));

        Assert.Contains("12 rows (8.8%) are equal in every column to another one of the same file", error.Message, StringComparison.Ordinal);
        using var all = new LoadBench { Mapping = With(events: CopyRule.All) };
        Assert.Equal(136, all.Load(transactions, bench.Path("e")).EventCount);
        using var once = new LoadBench { Mapping = With(events: CopyRule.Once) };
        Assert.Equal((80L, 56L), Counts(once.Load(transactions, bench.Path("e"))));
    }

    [Fact]
    public void Load_FewRepeatsAmongMany_AreKeptAndSaidButNotWhatAnotherFileRepeats()
    {
        using var bench = new LoadBench { Mapping = With() };
        bench.Write("e/1.csv", EventHeader + Lines(300, 0) + Lines(1, 5) + Lines(1, 5));
        bench.Write("e/2.csv", EventHeader + Lines(20, 290) + Lines(1, 5));

        var dataset = bench.Load(bench.Write("t.csv", Payments), bench.Path("e"));

        Assert.Equal((312L, 11L), Counts(dataset));
        Assert.Contains("events: 11 rows were delivered before, equal in every column: each is kept once; 2 rows (0.6%) are equal in every column to another "
            + "one of the same file, and all are kept", dataset.Notes);
    }

    [Fact]
    public void Load_RowsThatDifferInAColumnNobodyUses_AreNoCopies()
    {
        using var bench = new LoadBench { Mapping = With() };
        var events = bench.Write("e.csv", EventHeader + "a,2024-05-01T09:00:00Z,home,1\na,2024-05-01T09:00:00Z,home,2\n");

        Assert.Equal((2L, 0L), Counts(bench.Load(bench.Write("t.csv", Payments), events)));
    }

    [Fact]
    public void Load_PaymentsWithoutIdsThatRepeat_MustBeDecidedAndTheCheckSaysHow()
    {
        var ten = string.Concat(Enumerable.Range(10, 10).Select(static i => $"a,2024-05-01T10:{i}:00Z\n"));
        using var bench = new LoadBench { Mapping = With(id: null) with { Events = null } };
        var file = bench.Write("t.csv", "account,time\n" + ten + ten + "b,2024-05-01T10:01:00Z\n");
        var request = new LoadRequest { Transactions = file, Mapping = bench.Mapping, Name = "t" };

        var report = LoadCheck.Of(request, new StageContext { Scratch = bench.Scratch });

        Assert.False(report.CanLoad);
        var open = Assert.Single(report.Advice, static a => a.Level == AdviceLevel.Decide);
        Assert.Equal(["transactions.copies = \"once\"", "transactions.copies = \"all\""], open.Remedies.Select(static r => r.Setting));
        Assert.Contains("transactions.copies", Assert.Throws<InputException>(() => bench.Load(request.Transactions)).Message, StringComparison.Ordinal);
        using var once = new LoadBench { Mapping = open.Remedies[0].Mend(bench.Mapping) };
        using var all = new LoadBench { Mapping = open.Remedies[1].Mend(bench.Mapping) };
        Assert.Equal((11L, 21L), (once.Load(request.Transactions).TransactionCount, all.Load(request.Transactions).TransactionCount));
    }

    [Fact]
    public void Load_AHandfulOfEqualRows_IsKeptAndSaid()
    {
        using var bench = new LoadBench { Mapping = With() };
        var three = bench.Write("e.csv", EventHeader + Lines(3, 0) + Lines(3, 0));

        var dataset = bench.Load(bench.Write("t.csv", Payments), three);

        Assert.Equal((6L, 0L), Counts(dataset));
        Assert.Contains("events: 3 rows (50%) are equal in every column to another one of the same file, and all are kept", dataset.Notes);
    }

    /// <summary>Twice the log, twice as many steps of half the length: the same behavior would look like another.</summary>
    [Fact]
    public void Load_LogWrittenTwice_GivesTheSameSequencesOnceThatIsSaid()
    {
        using var bench = new LoadBench { Mapping = With() };
        var transactions = bench.Write("t.csv", Payments);
        var single = Sequences(bench.Load(transactions, bench.Write("e.csv", EventHeader + Lines(50, 0))), bench.Scratch);

        var doubled = bench.Write("twice.csv", EventHeader + Lines(50, 0) + Lines(50, 0));
        Assert.Contains("events.copies", Assert.Throws<InputException>(() => bench.Load(transactions, doubled)).Message, StringComparison.Ordinal);
        using var once = new LoadBench { Mapping = With(events: CopyRule.Once) };
        var again = Sequences(once.Load(transactions, doubled), once.Scratch);

        Assert.Equal(single.Offsets, again.Offsets);
        Assert.Equal(single.Dwell, again.Dwell);
        Assert.True(single.Offsets[^1] > 0);
    }

    private static SequenceSet Sequences(Dataset dataset, string scratch) =>
        EventSequences.Build(dataset, new SequenceOptions(), new StageContext { Scratch = scratch, Threads = 1 });

    private static (long Kept, long Copies) Counts(Dataset dataset) => (dataset.EventRows!.Kept, dataset.EventRows.Copies);

    /// <summary>Events of both accounts in turn, each at its own second of the morning.</summary>
    private static string Lines(int count, int from) => string.Concat(Enumerable.Range(from, count).Select(static i => string.Create(
        CultureInfo.InvariantCulture, $"{(i % 2 == 0 ? 'a' : 'b')},2024-05-01T09:{i / 60:00}:{i % 60:00}Z,page{i % 7},0\n")));
}

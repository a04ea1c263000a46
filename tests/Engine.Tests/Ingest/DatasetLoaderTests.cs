using System.IO.Compression;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Ingest;

public class DatasetLoaderTests
{
    private const string Row1 = "t1,a1,2024-03-01T10:00:00Z,12.5,d1,30,A,0,2024-03-05\n";
    private const string Row2 = "t2,a2,2024-03-01T11:00:00+02:00,7,d1,,D,1,2024-03-01\n";

    /// <summary>An estimate said 642.</summary>
    [Fact]
    public void Load_NoAccount_EachPaymentStandsAlone()
    {
        using var bench = new LoadBench { Mapping = new() { Transactions = new() { Time = "time" } } };
        var dataset = bench.Load(bench.Write("t.csv", "time\n2024-03-01 10:00:00\n2024-03-01 10:00:01\n"));
        Assert.Equal((2, 0), (dataset.TransactionCount, dataset.RejectCount));
        Assert.Equal(["2"], LoadBench.Rows($"SELECT count(DISTINCT account)::VARCHAR FROM {dataset.TransactionsTable}"));
    }

    [Fact]
    public void Load_DistinctValues_AreCountedExactly()
    {
        using var bench = new LoadBench();
        var rows = string.Concat(Enumerable.Range(0, 600).Select(static i => $"t{i},a{i % 7},2024-03-01,1,d,1,A,0,\n"));

        var quality = bench.Load(bench.Write("t.csv", LoadBench.Header + rows)).Quality;

        Assert.Equal((600, true), quality.Where(static q => q.Column == "id").Select(static q => (q.Distinct, q.Exact)).Single());
        Assert.Equal(7, quality.Single(static q => q.Column == "account").Distinct);
    }

    [Fact]
    public void Load_CsvWithEvents_GivesOrderedCanonicalTables()
    {
        using var bench = new LoadBench();
        var dataset = bench.Load(bench.Write("t.csv", LoadBench.Header + Row1 + Row2),
            bench.Write("e.csv", LoadBench.EventHeader + "a2,1709280000,home,1500\na1,1709280001000,pay,\na1,2024-03-01 08:00:00,home,2.5\n"));
        Assert.Equal(
            [
                "0|t2|a2|2024-03-01 09:00:00|7.0|-|d1|-|declined|fraud|2024-03-01 09:00:00",
                "1|t1|a1|2024-03-01 10:00:00|12.5|-|d1|30.0|approved|legitimate|2024-03-05 00:00:00",
            ],
            LoadBench.Rows($"SELECT COLUMNS(*)::VARCHAR FROM read_parquet({Sql.Text(dataset.TransactionsPath)})"));
        Assert.Equal(
            ["a1|-|-|2024-03-01 08:00:00|home|2.5", "a1|-|-|2024-03-01 08:00:01|pay|-", "a2|-|-|2024-03-01 08:00:00|home|1500.0"],
            LoadBench.Rows($"SELECT COLUMNS(*)::VARCHAR FROM read_parquet({Sql.Text(dataset.EventsPath)})"));
        Assert.Equal((2, 3, 0), (dataset.TransactionCount, dataset.EventCount, dataset.RejectCount));
        Assert.Equal(new DateTime(2024, 3, 1, 9, 0, 0, DateTimeKind.Utc), dataset.From);
        Assert.Equal([new AttributeColumn("age", true)], dataset.Attributes);
        var age = Assert.Single(dataset.Quality, static q => q.Column == "attribute_age");
        Assert.Equal((1, "30.0"), (age.Missing, Assert.Single(age.Examples)));
    }

    [Fact]
    public void Load_EventsNotInOrderOfTime_AreCountedByVisit()
    {
        using var bench = new LoadBench();
        var transactions = bench.Write("t.csv", LoadBench.Header + Row1 + Row2);

        // Of a1 the second event is earlier than the first; that a2's are earlier than a1's says nothing.
        var dataset = bench.Load(transactions,
            bench.Write("e.csv", LoadBench.EventHeader
            + "a1,1709280010,home,\na1,1709280005,view,\na2,1709280000,home,\na1,1709280020,pay,\na2,1709280000,pay,\n"));
        Assert.Equal(1, dataset.BackwardEvents);
        Assert.Equal(0, bench.Load(transactions, bench.Write("f.csv", LoadBench.EventHeader + "a1,1709280005,view,\na1,1709280010,home,\n")).BackwardEvents);
    }

    [Fact]
    public void Load_SchemaOfTables_IsAsPromised()
    {
        using var bench = new LoadBench();
        var dataset = bench.Load(bench.Write("t.csv", LoadBench.Header + Row1), bench.Write("e.csv", LoadBench.EventHeader + "a1,1709280000,home,\n"));
        Assert.Equal(
            ["row BIGINT", "id VARCHAR", "account VARCHAR", "time TIMESTAMP", "amount DOUBLE", "currency VARCHAR", "entity_device VARCHAR",
                "attribute_age DOUBLE", "decision VARCHAR", "outcome VARCHAR", "outcome_known_at TIMESTAMP"],
            Schema(dataset.TransactionsPath));
        Assert.Equal(["account VARCHAR", "transaction VARCHAR", "session VARCHAR", "time TIMESTAMP", "type VARCHAR", "dwell_ms DOUBLE"],
            Schema(dataset.EventsPath));
        Assert.Equal(["file VARCHAR", "row BIGINT", "column VARCHAR", "value VARCHAR", "reason VARCHAR"], Schema(dataset.RejectsPath));
    }

    [Fact]
    public void Load_SameSourceTwice_AddsNothing()
    {
        using var bench = new LoadBench();
        var file = bench.Write("t.csv", LoadBench.Header + Row1);
        var first = bench.Load(file);
        var written = File.GetLastWriteTimeUtc(first.TransactionsPath);
        var second = bench.Load(bench.Write("elsewhere/copy.csv", LoadBench.Header + Row1));
        Assert.Equal(first.Folder, second.Folder);
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal(written, File.GetLastWriteTimeUtc(second.TransactionsPath));
        Assert.Single(Directory.GetDirectories(bench.Datasets));
        Assert.NotEqual(first.Folder, bench.Load(bench.Write("u.csv", LoadBench.Header + Row1 + Row2)).Folder);
    }

    [Theory]
    [InlineData("transactions.parquet")]
    [InlineData("transactions.parquet", "rejects.parquet", "dataset.json")]
    public void Load_DatasetThatAKillLeftHalfMoved_IsLoadedAgain(params string[] moved)
    {
        using var bench = new LoadBench();
        var file = bench.Write("t.csv", LoadBench.Header + Row1);
        var first = bench.Load(file);
        var rows = LoadBench.Rows($"SELECT COLUMNS(*)::VARCHAR FROM read_parquet({Sql.Text(first.TransactionsPath)})");
        foreach (var name in moved) File.Delete(Path.Combine(first.Folder, name));
        Assert.False(new DatasetFolder(first.Folder).Exists);

        var again = bench.Load(file);

        Assert.Equal(first.Folder, again.Folder);
        Assert.Equal(rows, LoadBench.Rows($"SELECT COLUMNS(*)::VARCHAR FROM read_parquet({Sql.Text(again.TransactionsPath)})"));
        Assert.Single(Directory.GetDirectories(bench.Datasets));
    }

    [Fact]
    public void Load_NothingLeftBesideTheDataset()
    {
        using var bench = new LoadBench();
        var dataset = bench.Load(bench.Write("t.csv", LoadBench.Header + Row1));
        string[] files = [OwnedFolder.MarkerName, "dataset.json", "manifest.json", "rejects.parquet", "transactions.parquet"];
        Assert.Equal(files, Directory.GetFileSystemEntries(dataset.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(bench.Scratch));
    }

    [Fact]
    public void Load_OfADatasetThatIsThrownAway_IsNotSealed()
    {
        using var bench = new LoadBench();
        var request = new LoadRequest
        {
            Transactions = bench.Write("t.csv", LoadBench.Header + Row1),
            Mapping = bench.Mapping,
            Name = "t",
            MaxRejectShare = 1,
            IsKept = false,
        };
        var dataset = DatasetLoader.Load(request, bench.Datasets, new StageContext { Scratch = bench.Scratch });
        Assert.False(new DatasetFolder(dataset.Folder).IsSealed);
        Assert.Equal(1, dataset.TransactionCount);
    }

    [Theory]
    [InlineData("transactions.parquet")]
    [InlineData("rejects.parquet")]
    [InlineData("dataset.json")]
    [InlineData("manifest.json")]
    public void Load_ADatasetThatIsDamaged_LoadsItAgainInItsPlace(string file)
    {
        using var bench = new LoadBench();
        var source = bench.Write("t.csv", LoadBench.Header + Row1);
        var dataset = bench.Load(source);
        OwnedFolder.Find(dataset.Folder)!.Keep();
        var folder = new DatasetFolder(dataset.Folder);
        BitFlips.Each(Path.Combine(dataset.Folder, file), flip => Assert.True(!folder.IsWhole(), flip));
        Assert.True(folder.IsWhole());
        File.WriteAllBytes(Path.Combine(dataset.Folder, file), []);

        var again = bench.Load(source);

        Assert.Equal((dataset.Folder, dataset.Fingerprint, 1), (again.Folder, again.Fingerprint, again.TransactionCount));
        Assert.True(folder.IsWhole());
        Assert.Equal(FolderUse.Kept, OwnedFolder.Find(again.Folder)!.Use);
    }

    [Fact]
    public void Load_Cancelled_LeavesNothing()
    {
        using var bench = new LoadBench();
        var text = new StringBuilder(LoadBench.Header);
        for (var i = 0; i < 20_000; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"t{i},a{i % 50},{1709280000 + i},1,d,1,A,0,\n");
        var file = bench.Write("t.csv", text.ToString());
        foreach (var note in new[] { "fingerprint", "transactions: reading", "transactions: writing" })
        {
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => bench.Load(file, cancel: stop.Token, progress: new StopAt(note, stop)));
            Assert.Empty(Directory.GetFileSystemEntries(bench.Datasets));
            Assert.Empty(Directory.Exists(bench.Scratch) ? Directory.GetFileSystemEntries(bench.Scratch) : []);
        }
    }

    [Fact]
    public void Sweep_LeftoversOfAKill_AreRemovedAndAllElseKept()
    {
        using var bench = new LoadBench();
        var dataset = bench.Load(bench.Write("t.csv", LoadBench.Header + Row1));
        var killed = OwnedFolder.Make(Path.Combine(bench.Datasets, ".loading-killed"), installation: "here");
        var elsewhere = OwnedFolder.Make(Path.Combine(bench.Datasets, ".loading-elsewhere"), installation: "there");
        var someones = Directory.CreateDirectory(Path.Combine(bench.Datasets, ".loading-someones")).FullName;
        foreach (var folder in (string[])[killed.Path, elsewhere.Path, someones]) File.WriteAllText(Path.Combine(folder, "transactions-0.parquet"), "half");
        Assert.Equal(1, DatasetLoader.Sweep(bench.Datasets, "here"));
        string[] kept = [dataset.Folder, elsewhere.Path, someones];
        Assert.Equal(kept.Order(StringComparer.Ordinal), Directory.GetDirectories(bench.Datasets).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Open_SavedDataset_IsEqualInAllParts()
    {
        using var bench = new LoadBench();
        var dataset = bench.Load(bench.Write("t.csv", LoadBench.Header + Row1 + "t3,,x,1,d,1,A,0,\n"));
        var moved = Path.Combine(bench.Datasets, "moved");
        Directory.Move(dataset.Folder, moved);
        var opened = new DatasetFolder(moved).Open();
        Assert.Equivalent(dataset with { Folder = moved }, opened);
        Assert.Equal(DateTimeKind.Utc, opened.From.Kind);
        File.Delete(opened.TransactionsPath);
        Assert.Throws<InputException>(() => new DatasetFolder(moved).Open());
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public void Load_CompressedCsv_GivesWhatThePlainFileGives(string ending)
    {
        using var bench = new LoadBench();
        var packed = bench.Path("t.csv." + ending);
        if (ending == "gz")
        {
            using var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest);
            gzip.Write(Encoding.UTF8.GetBytes(LoadBench.Header + Row1 + Row2));
        }
        else
        {
            LoadBench.Run($"COPY (SELECT * FROM read_csv({Sql.Text(bench.Write("plain.csv", LoadBench.Header + Row1 + Row2))}, all_varchar = true)) "
                + $"TO {Sql.Text(packed)} (FORMAT csv, COMPRESSION zstd, HEADER)");
        }

        Assert.Equal(2, bench.Load(packed).TransactionCount);
    }

    [Fact]
    public void Load_Parquet_TypedColumnsAreUnderstood()
    {
        using var bench = new LoadBench();
        LoadBench.Run($"COPY (SELECT i AS id, 'a' || i AS account, TIMESTAMPTZ '2024-03-01 10:00:00.123456+02' + to_hours(i) AS time, i * 1.5 "
            + $"AS amount, NULL::VARCHAR AS device, CASE WHEN i = 1 THEN 'nan'::DOUBLE ELSE i END AS age, 'A' AS decision, (i % 2)::DOUBLE "
            + $"AS fraud, DATE '2024-04-01' AS known FROM range(3) r(i)) TO {Sql.Text(bench.Path("t.parquet"))} (FORMAT parquet)");
        var dataset = bench.Load(bench.Path("t.parquet"));
        Assert.Equal(
            ["0|0|2024-03-01 08:00:00.123456|0.0|0.0|legitimate|2024-04-01 00:00:00", "1|1|2024-03-01 09:00:00.123456|1.5|-|fraud|2024-04-01 00:00:00",
                "2|2|2024-03-01 10:00:00.123456|3.0|2.0|legitimate|2024-04-01 00:00:00"],
            LoadBench.Rows($"SELECT COLUMNS(['row', 'id', 'time', 'amount', 'attribute_age', 'outcome', 'outcome_known_at'])::VARCHAR "
                + $"FROM read_parquet({Sql.Text(dataset.TransactionsPath)})"));
    }

    [Fact]
    public void Load_Folder_ReadsItsFilesInOrderOfName()
    {
        using var bench = new LoadBench();
        bench.Write("parts/b.csv", LoadBench.Header + "t1,late,2024-03-01,1,d,1,A,0,\n");
        bench.Write("parts/a.csv", "account,id,time,amount,device,age,decision,fraud,known\nearly,t1,2024-03-01,1,d,1,A,0,\n");
        bench.Write("parts/_SUCCESS", "");
        var dataset = bench.Load(bench.Path("parts"));
        Assert.Equal(["early"], LoadBench.Rows($"SELECT account FROM read_parquet({Sql.Text(dataset.TransactionsPath)})"));
        Assert.Equal(["b.csv|1|id|t1|id was seen before"], LoadBench.Rejects(dataset));
    }

    [Fact]
    public void Load_AwkwardText_ComesThroughUnchanged()
    {
        using var bench = new LoadBench();
        var longId = new string('x', 5000);
        var text = "\uFEFF" + (LoadBench.Header
            + $"\"a,\"\"b\"\"\nc\",Ünï \U0001F600,2024-03-01,1,'; DROP TABLE x; --,old,A,0,\n{longId},\" padded \",2024-03-02,1,d,1,A,0,\n").Replace("\n",
            "\r\n", StringComparison.Ordinal).Replace("\"\"\r\n", "\"\"\n", StringComparison.Ordinal);
        var dataset = bench.Load(bench.Write("wëird 'name'.csv", text));
        Assert.Equal(
            ["a,\"b\"\nc|Ünï \U0001F600|'; DROP TABLE x; --|old", $"{longId}|padded|d|1"],
            LoadBench.Rows($"SELECT id, account, entity_device, attribute_age FROM read_parquet({Sql.Text(dataset.TransactionsPath)})"));
        Assert.Equal([new AttributeColumn("age", false)], dataset.Attributes);
    }

    private static List<string> Schema(string path) =>
        LoadBench.Rows($"SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM read_parquet({Sql.Text(path)}))");

    private sealed class StopAt(string note, CancellationTokenSource stop) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Note!.StartsWith(note, StringComparison.Ordinal)) stop.Cancel();
        }
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Sources;

/// <summary>Texts that are converted before they are read: the same rows, the same faults, at the same places.</summary>
public sealed class ConversionTests : IDisposable
{
    private readonly LoadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("utf-16le")]
    [InlineData("utf-16be")]
    [InlineData("windows-1252")]
    public void Load_OtherEncoding_GivesRowsAndRejectsAsUtf8Does(string encoding)
    {
        const string text = LoadBench.Header + "t1,käthe,2024-03-01,1,\"d\n\"\"1\"\"\",1,A,0,\nt2,b\nt3,ü,2024-03-02,2,d,1,A,0,\nt4,c,never,3,d,1,A,0,\n";
        var usual = _bench.Load(_bench.Write("u/t.csv", text));

        var converted = _bench.Load(_bench.Write("c/t.csv", TextLayoutTests.Encode(text, encoding, mark: encoding != "windows-1252")));

        Assert.Equal(Rows(usual), Rows(converted));
        Assert.Equal("t1|käthe|d\n\"1\"", Rows(converted)[0]);
        Assert.Equal(LoadBench.Rejects(usual), LoadBench.Rejects(converted));
        Assert.Equal(["t.csv|2||t2,b|line has too few fields"], LoadBench.Rejects(converted).Take(1));
        Assert.Equal(encoding, converted.TransactionFormat!.Encoding);
    }

    [Fact]
    public void Load_BrokenUtf16_RejectsThatRowAlone()
    {
        byte[] bytes =
        [
            .. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(LoadBench.Header + "t1,a,2024-03-01,1,d,1,A,0,\nt2,b"), 0x00, 0xd8,
            .. Encoding.Unicode.GetBytes(",2024-03-01,1,d,1,A,0,\nt3,c,2024-03-01,1,d,1,A,0,\n"),
        ];

        var dataset = _bench.Load(_bench.Write("t.csv", bytes));

        Assert.Equal(["t1|a|d", "t3|c|d"], Rows(dataset));
        var reject = Assert.Single(LoadBench.Rejects(dataset));
        Assert.StartsWith("t.csv|2|", reject, StringComparison.Ordinal);
        Assert.EndsWith("line is not UTF-16 (little-endian)", reject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n", "\n")]
    [InlineData("\n", "\r\n")]
    [InlineData("\r", "\r")]
    [InlineData("\n", "\r")]
    public void Load_MixedLineEnds_AreAllLineEnds(string first, string then)
    {
        var text = $"{LoadBench.Header.TrimEnd()}{first}t1,a,2024-03-01,1,d,1,A,0,{first}t2,b,2024-03-01,1,d,1,A,0,{then}t3,c,2024-03-01,1,d,1,A,0,{first}";

        Assert.Equal(["t1|a|d", "t2|b|d", "t3|c|d"], Rows(_bench.Load(_bench.Write("t.csv", text))));
    }

    /// <summary>The one odd line end lies where nothing looks before the load.</summary>
    [Fact]
    public void Load_OneOddLineEndFarDown_IsOne()
    {
        var text = new StringBuilder(LoadBench.Header.ReplaceLineEndings("\r\n"));
        for (var i = 0; i < 60_000; i++) text.Append(CultureInfo.InvariantCulture, $"t{i},a{i},2024-03-01,1,d,1,A,0,").Append(i == 41_234 ? "\n" : "\r\n");

        var dataset = _bench.Load(_bench.Write("t.csv", text.ToString()));

        Assert.Equal((60_000, 0), (dataset.TransactionCount, dataset.RejectCount));
    }

    [Theory]
    [InlineData("sep=,\n", 1)]
    [InlineData("All payments\n\"of a day\n\n", 3)]
    public void Load_LinesAbove_LeaveRowNumbersAsTheyAre(string above, int lines)
    {
        var dataset = _bench.Load(_bench.Write("t.csv", above + LoadBench.Header + "t1,a,2024-03-01,1,d,1,A,0,\nt2,b,never,1,d,1,A,0,\n"));

        Assert.Equal(["t1|a|d"], Rows(dataset));
        Assert.StartsWith("t.csv|2|time|never|", Assert.Single(LoadBench.Rejects(dataset)), StringComparison.Ordinal);
        Assert.Equal(lines, dataset.TransactionFormat!.SkipLines);
    }

    [Fact]
    public void Load_NoHeader_NumbersRowsFromTheFirst()
    {
        using var bench = new LoadBench
        {
            Mapping = new() { Transactions = new() { Id = "column_1", Account = "column_2", Time = "column_3", Amount = "column_4" } },
        };

        var dataset = bench.Load(bench.Write("t.csv", "t1,a,2024-03-01,1\nt2,b\nt3,c,2024-03-03,x\nt4,d,2024-03-04,2\n"));

        Assert.Equal(2, dataset.TransactionCount);
        Assert.Equal(["2", "3"], LoadBench.Rejects(dataset).Select(static r => r.Split('|')[1]));
    }

    [Theory]
    [InlineData(12, 1)]
    [InlineData(0, 3)]
    [InlineData(7, 2)]
    public void Load_GzipWithPaddingOrSeveralMembers_IsReadToTheEnd(int zeros, int members)
    {
        using var packed = new MemoryStream();
        for (var m = 0; m < members; m++)
        {
            using var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(Encoding.UTF8.GetBytes((m == 0 ? LoadBench.Header : "") + $"t{m},a{m},2024-03-01,1,d,1,A,0,\n"));
        }

        packed.Write(new byte[zeros]);

        Assert.Equal(members, _bench.Load(_bench.Write("t.csv.gz", packed.ToArray())).TransactionCount);
    }

    /// <summary>A download that broke off: its rows so far look whole.</summary>
    [Theory]
    [InlineData(2000)]
    [InlineData(6)]
    public void Load_GzipThatWasCutOff_IsRefused(int missing)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(LoadBench.Header));
            var rows = Enumerable.Range(0, 3000).Select(static i => $"t{i},a{i * 7919 % 1009},2024-03-01,1,d,1,A,0,\n");
            gzip.Write(Encoding.UTF8.GetBytes(string.Concat(rows)));
        }

        var path = _bench.Write("t.csv.gz", packed.ToArray()[..^missing]);

        Assert.Contains("damaged", Assert.Throws<InputException>(() => _bench.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_PackedOtherEncoding_IsRead()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.Unicode.GetBytes(LoadBench.Header + "t1,ä,2024-03-01,1,d,1,A,0,\n"));
        }

        Assert.Equal(["t1|ä|d"], Rows(_bench.Load(_bench.Write("t.csv.gz", packed.ToArray()))));
    }

    [Fact]
    public void Load_Cancelled_LeavesNothing()
    {
        var text = LoadBench.Header + string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"t{i},a,2024-03-01,1,d,1,A,0,\n"));
        var path = _bench.Write("t.csv", Encoding.Unicode.GetBytes(text));
        using var cancel = new CancellationTokenSource();
        var progress = new CancelAt(cancel, "converting");

        Assert.Throws<OperationCanceledException>(() => _bench.Load(path, cancel: cancel.Token, progress: progress));

        Assert.Empty(Directory.GetFileSystemEntries(_bench.Datasets));
        Assert.Empty(Directory.Exists(_bench.Scratch) ? Directory.GetFileSystemEntries(_bench.Scratch) : []);
        Assert.True(progress.SawBytes);
    }

    private static List<string> Rows(Dataset dataset) =>
        LoadBench.Rows($"SELECT id, account, entity_device FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) ORDER BY id");

    private sealed class CancelAt(CancellationTokenSource cancel, string note) : IProgress<StageProgress>
    {
        public bool SawBytes { get; private set; }

        public void Report(StageProgress value)
        {
            if (value.Note?.Contains(note, StringComparison.Ordinal) != true) return;
            SawBytes |= value.IsBytes;
            cancel.Cancel();
        }
    }
}

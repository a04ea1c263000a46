using System.IO.Compression;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Sources;

public sealed class ArchiveTests : IDisposable
{
    private const string One = "t1,a,2024-03-01,1,d,1,A,0,\n";
    private const string Two = "t2,b,2024-03-02,2,d,1,A,0,\n";

    private readonly LoadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Load_OneTableAmongOtherThings_IsThatTable()
    {
        var path = Zip("t.zip", ("export/payments.csv", LoadBench.Header + One), ("export/readme.txt", "hello"), ("__MACOSX/export/._payments.csv", "x"),
            (".DS_Store", "x"), ("picture.png", "x"));

        var dataset = _bench.Load(path);

        Assert.Equal(["t1"], Ids(dataset));
        Assert.Null(dataset.TransactionFormat!.Entry);
    }

    [Fact]
    public void Load_SeveralFilesOfOneTable_AreOne()
    {
        var reordered = "known,id,account,time,amount,device,age,decision,fraud\n,t2,b,2024-03-02,2,d,1,A\n,t3,c,2024-03-02,2,d,1,A,0\n";

        var dataset = _bench.Load(Zip("t.zip", ("a.csv", LoadBench.Header + One), ("b.csv", reordered)));

        Assert.Equal(["t1", "t3"], Ids(dataset));
        Assert.StartsWith("t.zip/b.csv|1|", Assert.Single(LoadBench.Rejects(dataset)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FilesOfSeveralTables_AreToBeChosenFrom()
    {
        var path = Zip("t.zip", ("payments.csv", LoadBench.Header + One + Two), ("events.csv", LoadBench.EventHeader + "a,2024-03-01,p,1\n"));

        var preview = SourcePreview.Read(path, 5);

        Assert.Equal(2, preview.Rows.Count);
        var advice = Assert.Single(preview.Advice, static a => a.Level == AdviceLevel.Decide);
        Assert.Equal(["transactions.format.entry = \"payments.csv\"", "transactions.format.entry = \"events.csv\""],
            advice.Remedies.Select(static r => r.Setting));
        Assert.Throws<InputException>(() => _bench.Load(path));
        var events = SourcePreview.Read(path, 5, format: new SourceFormat { Entry = "events.csv" });
        Assert.Equal("account", events.Columns[0].Name);
        Assert.Empty(events.Advice);
    }

    [Fact]
    public void Load_ParquetAndWorkbookInside_AreUnpackedAndTidied()
    {
        LoadBench.Run("COPY (SELECT 't1' AS id, 'a' AS account, '2024-03-01' AS time, 1.5 AS amount) "
            + $"TO {Sql.Text(_bench.Path("p.parquet"))} (FORMAT parquet)");
        var rows = WorkbookBuilder.Row("id", "account", "time", "amount") + WorkbookBuilder.Row("t2", "b", "2024-03-01", 2);
        var workbook = new WorkbookBuilder().Sheet("S", rows);
        using var bench = new LoadBench { Mapping = new() { Transactions = new() { Id = "id", Account = "account", Time = "time", Amount = "amount" } } };

        Assert.Equal(["t1"], Ids(bench.Load(Zip("p.zip", ("x/p.parquet", File.ReadAllBytes(_bench.Path("p.parquet")))))));
        Assert.Equal(["t2"], Ids(bench.Load(Zip("w.zip", ("w.xlsx", workbook.Build())))));

        Assert.Empty(Directory.GetFileSystemEntries(bench.Scratch));
    }

    [Theory]
    [InlineData("no.zip", "picture.png", "no table")]
    [InlineData("two.zip", "inner.zip", "archive within")]
    public void Read_NothingToRead_SaysWhy(string name, string entry, string says)
    {
        var inner = File.ReadAllBytes(Zip("inner-part.zip", ("a.csv", LoadBench.Header + One)));

        var path = Zip(name, (entry, inner));

        Assert.Contains(says, Assert.Throws<InputException>(() => SourcePreview.Read(path, 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xl/workbook.bin", ".xlsb")]
    [InlineData("word/document.xml", "Word")]
    public void Read_DocumentOfAnotherKind_IsRefusedByItsName(string entry, string says) =>
        Assert.Contains(says, Assert.Throws<InputException>(() => SourcePreview.Read(Zip("t.zip", (entry, "x")), 1)).Message, StringComparison.Ordinal);

    /// <summary>Nothing is written under a name that the archive gives.</summary>
    [Theory]
    [InlineData("../../outside.csv")]
    [InlineData("./outside.csv")]
    [InlineData("/outside.csv")]
    [InlineData("..\\outside.csv")]
    public void Load_EntryThatNamesAPlaceOutside_ReadsItAndWritesNothingThere(string entry)
    {
        Assert.Equal(["t1"], Ids(_bench.Load(Zip("t.zip", (entry, LoadBench.Header + One)))));

        Assert.False(File.Exists(_bench.Path(entry)));
    }

    [Fact]
    public void Read_TwoFilesOfOneName_IsRefused()
    {
        var path = Zip("t.zip", ("a.csv", LoadBench.Header + One), ("a.csv", LoadBench.Header + Two));

        var error = Assert.Throws<InputException>(() => SourcePreview.Read(path, 1));

        Assert.Contains("several files of this name; found 'a.csv'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EntryThatUnpacksWithoutEnd_IsRefused()
    {
        var path = _bench.Path("bomb.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("bomb.csv", CompressionLevel.Fastest).Open();
            entry.Write("id,note\n1,"u8);
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)'a');
            for (var i = 0; i < 100; i++) entry.Write(block);
        }

        var error = Assert.Throws<InputException>(() => SourcePreview.Read(path, 1, new PreviewBudget { InflatedBytes = 64 << 20 }));

        Assert.Contains("inflates to more than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnpackedPartTooLarge_IsRefusedAndTidied()
    {
        var path = Zip("t.zip", ("p.parquet", [.. "PAR1"u8, .. new byte[2_000_000]]));

        var error = Assert.Throws<InputException>(() => SourcePreview.Read(path, 1, new PreviewBudget { InflatedBytes = 1_000_000 }));

        Assert.Contains("unpacks to more than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CutArchive_SaysThatItIsDamaged()
    {
        var whole = File.ReadAllBytes(Zip("t.zip", ("a.csv", LoadBench.Header + One)));

        var path = _bench.Write("cut.zip", whole[..^30]);

        Assert.Contains("damaged", Assert.Throws<InputException>(() => SourcePreview.Read(path, 1)).Message, StringComparison.Ordinal);
    }

    private static List<string> Ids(Dataset dataset) => LoadBench.Rows($"SELECT id FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) ORDER BY id");

    private string Zip(string name, params (string Name, string Text)[] entries) =>
        Zip(name, [.. entries.Select(static e => (e.Name, Encoding.UTF8.GetBytes(e.Text)))]);

    private string Zip(string name, params (string Name, byte[] Bytes)[] entries)
    {
        using (var zip = ZipFile.Open(_bench.Path(name), ZipArchiveMode.Create))
        {
            foreach (var (entry, bytes) in entries)
            {
                using var stream = zip.CreateEntry(entry).Open();
                stream.Write(bytes);
            }
        }

        return _bench.Path(name);
    }
}

using System.Diagnostics;
using System.IO.Compression;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest;

/// <summary>A file that is held is read as it was opened, whatever is put at its path meanwhile.</summary>
public sealed class HeldSourceTests : IDisposable
{
    private const string Row = "t1,a1,2024-03-01,1,d,1,A,0,\n";

    private readonly LoadBench _bench = new();

    public HeldSourceTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells where an opened file lies.");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Open_FileExchangedForALinkAfterwards_IsReadAsOpened()
    {
        var path = _bench.Write("t.csv", LoadBench.Header + Row);
        using var connection = TableConnection.Open(threads: 1);
        using var file = SourceFile.Open(connection, path, new SourceOptions { Held = true })[0];

        Exchange(path, _bench.Write("secret.csv", "name,password\nroot,x\n"));

        Assert.Equal("t1", connection.Scalar<string>($"SELECT c0 FROM {file.TableSql()}"));
        Assert.Equal((path, "t.csv"), (file.Path, file.Name));
    }

    [Fact]
    public void Open_FileExchangedForALinkBefore_IsRefused()
    {
        var path = _bench.Write("t.csv", LoadBench.Header + Row);
        Exchange(path, _bench.Write("secret.csv", "name,password\nroot,x\n"));

        Assert.Contains("not there any more", Assert.Throws<InputException>(() => SourcePreview.Read(path, 1, held: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderExchangedForALink_IsRefused()
    {
        Directory.CreateDirectory(_bench.Path("outside"));
        _bench.Write("outside/t.csv", "name,password\nroot,x\n");
        Directory.CreateSymbolicLink(_bench.Path("inside"), _bench.Path("outside"));

        foreach (var path in (string[])["inside", "inside/t.csv"])
        {
            Assert.Throws<InputException>(() => SourcePreview.Read(_bench.Path(path), 1, held: true));
        }
    }

    [Fact]
    public void Open_Pipe_DoesNotWait()
    {
        using (var made = Process.Start("mkfifo", [_bench.Path("pipe.csv")])) made.WaitForExit();

        Assert.Throws<InputException>(() => HeldFile.Open(_bench.Path("pipe.csv")));
    }

    [Fact]
    public void ReadFrom_AfterItWasLetGo_LeadsNowhere()
    {
        var held = HeldFile.Open(_bench.Write("t.csv", Row))!;
        Assert.Equal(Row.Length, held.Bytes);
        held.Dispose();

        Assert.Throws<ObjectDisposedException>(() => held.ReadFrom);
    }

    /// <summary>Plain, packed and Parquet files: what is held gives the dataset that its path gives.</summary>
    [Fact]
    public void Load_Held_IsTheSameDataset()
    {
        var plain = _bench.Write("t.csv", LoadBench.Header + Row + "t2,a1,bad,1,d,1,A,0,\n");
        var packed = _bench.Path("p.csv.gz");
        using (var file = new GZipStream(File.Create(packed), CompressionLevel.Fastest)) file.Write(File.ReadAllBytes(plain));
        var parquet = _bench.Path("t.parquet");
        using (var connection = TableConnection.Open(threads: 1))
            connection.Execute($"COPY (SELECT * FROM read_csv({Sql.Path(plain)}, all_varchar = true)) TO {Sql.Text(parquet)} (FORMAT parquet)");

        foreach (var path in (string[])[plain, packed, parquet])
        {
            var request = new LoadRequest { Transactions = path, Mapping = _bench.Mapping, Name = "test", MaxRejectShare = 1, Held = true };
            var held = DatasetLoader.Load(request, _bench.Path("held"), new StageContext { Scratch = _bench.Scratch });
            var named = _bench.Load(path);

            Assert.Equal((named.Fingerprint, 1, 1), (held.Fingerprint, held.TransactionCount, held.RejectCount));
            Assert.Equal(LoadBench.Rejects(named), LoadBench.Rejects(held));
            Assert.Equal(2, SourcePreview.Read(path, 5, held: true).Rows.Count);
        }
    }

    private static void Exchange(string path, string target)
    {
        File.CreateSymbolicLink(path + ".link", target);
        File.Move(path + ".link", path, overwrite: true);
    }
}

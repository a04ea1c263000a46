using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Sources;

public sealed class FolderTests : IDisposable
{
    private static readonly Mapping Short = new() { Transactions = new() { Id = "id", Account = "account", Time = "time", Amount = "amount" } };

    private readonly LoadBench _bench = new() { Mapping = Short };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Load_ColumnsInAnotherOrderOrMissing_AreJoinedByNameAndSaid()
    {
        _bench.Write("f/a.csv", "id,account,time,amount\nt1,a,2024-03-01,1\n");
        _bench.Write("f/b.csv", "time;id;account\n2024-03-02;t2;b\n");
        _bench.Write("f/c.csv", "extra,amount,id,account,time\nx,3,t3,c,2024-03-03\n");

        Assert.Equal(["t1|a|1.0", "t2|b|-", "t3|c|3.0"], Rows(_bench.Load(_bench.Path("f"))));

        var preview = SourcePreview.Read(_bench.Path("f"), 9);
        Assert.Equal(["id", "account", "time", "amount", "extra"], preview.Columns.Select(static c => c.Name));
        Assert.Equal(["t2", "b", "2024-03-02", null, null], preview.Rows[1]);
        var warned = preview.Advice.Where(static a => a.Level == AdviceLevel.Warning).ToList();
        Assert.Equal(["amount", "extra"], warned.Select(static a => a.Column));
        Assert.Contains("1 of 3 files (b.csv)", warned[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_HeaderInTheFirstFileOnly_NamesTheColumnsOfAll()
    {
        _bench.Write("f/1.csv", "id,account,time,amount\nt1,a,2024-03-01,1\n");
        _bench.Write("f/2.csv", "t2,b,2024-03-02,2\nt3,c,2024-03-03,3\n");

        Assert.Equal(["t1|a|1.0", "t2|b|2.0", "t3|c|3.0"], Rows(_bench.Load(_bench.Path("f"))));
    }

    [Fact]
    public void Load_NothingInCommon_IsRefused()
    {
        _bench.Write("f/1.csv", "id,account,time,amount\nt1,a,2024-03-01,1\n");
        _bench.Write("f/2.csv", "page,user\np,u\n");

        Assert.Contains("no column in common", Assert.Throws<InputException>(() => _bench.Load(_bench.Path("f"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FoldersBelow_AreReadOnlyWhenAskedFor()
    {
        _bench.Write("f/currency=EUR/day=1/a.csv", "id,account,time,amount\nt1,a,2024-03-01,1\n");
        _bench.Write("f/currency=a%20b/day=2/a.csv", "id,account,time,amount\nt2,b,2024-03-02,2\n");
        _bench.Write("f/currency=__HIVE_DEFAULT_PARTITION__/a.csv", "id,account,time,amount\nt3,c,2024-03-02,2\n");
        _bench.Write("f/.hidden/a.csv", "id,account,time,amount\nt4,c,2024-03-02,2\n");
        var asked = new SourceFormat { Partitions = true };
        using var with = new LoadBench
        {
            Mapping = Short with
            {
                Transactions = Short.Transactions with { Format = asked, Entities = new Dictionary<string, string> { ["device"] = "day" } },
            },
        };

        Assert.Contains("format.partitions = true", Assert.Throws<InputException>(() => _bench.Load(_bench.Path("f"))).Message, StringComparison.Ordinal);

        var dataset = with.Load(_bench.Path("f"));
        Assert.Equal(["t1|1", "t2|2", "t3|-"],
            LoadBench.Rows($"SELECT id, entity_device FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) ORDER BY id"));
        var preview = SourcePreview.Read(_bench.Path("f"), 5, format: asked);
        Assert.Equal(["EUR", null, "a b"], preview.Rows.Select(r => r[preview.Columns.Index().First(static c => c.Item.Name == "currency").Index]));
    }

    [Fact]
    public void Load_PathThatLooksLikeAPartition_AddsNothing()
    {
        _bench.Write("x.txt", "");
        Directory.CreateDirectory(_bench.Path("time=2020-01-01"));
        LoadBench.Run("COPY (SELECT 't1' AS id, 'a' AS account, TIMESTAMP '2024-03-01 10:00:00' AS time, 1.5 AS amount) "
            + $"TO {Sql.Text(_bench.Path("time=2020-01-01/p.parquet"))} (FORMAT parquet)");
        _bench.Write("time=2021-01-01/t.csv", "id,account,time,amount\nt2,b,2024-03-02,2\n");

        foreach (var (file, day) in new[] { ("time=2020-01-01/p.parquet", "2024-03-01"), ("time=2021-01-01/t.csv", "2024-03-02") })
        {
            Assert.StartsWith(day, Assert.Single(LoadBench.Rows(
                $"SELECT time::VARCHAR FROM read_parquet({Sql.Text(_bench.Load(_bench.Path(file)).TransactionsPath)})")), StringComparison.Ordinal);
        }
    }

    private static List<string> Rows(Dataset dataset) =>
        LoadBench.Rows($"SELECT id, account, amount::VARCHAR FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) ORDER BY id");
}

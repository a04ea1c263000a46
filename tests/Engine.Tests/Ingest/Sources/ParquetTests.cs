using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Sources;

public sealed class ParquetTests : IDisposable
{
    private readonly LoadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Read_ColumnsOfEveryType_AreTexts()
    {
        var preview = Read("""
            SELECT 100.0::DOUBLE AS whole, 0.1::FLOAT AS single, 12.50::DECIMAL(9, 2) AS money, 12345678901234567890123456789012345678::DECIMAL(38, 0) AS huge,
                TIMESTAMP '2024-03-01 10:30:00' AS plain, TIMESTAMPTZ '2024-03-01 10:30:00+02' AS zoned, DATE '2024-03-01' AS day,
                'e9c0e2d8-1a57-4d28-9b4e-3f1f9b0e7a11'::UUID AS uuid, [1, 2] AS list, encode('käthe') AS bytes, '\xFF'::BLOB AS binary, true AS yes,
                'nan'::DOUBLE AS nothing, 1e300::DOUBLE AS large, 123456789012345680::DOUBLE AS id
            """);

        Assert.Equal(["100", "0.1", "12.50", "12345678901234567890123456789012345678", "2024-03-01 10:30:00", "2024-03-01 08:30:00+00", "2024-03-01",
            "e9c0e2d8-1a57-4d28-9b4e-3f1f9b0e7a11", "[1, 2]", "käthe", "\\xFF", "true", "nan", "1e+300", "123456789012345680"], preview.Rows[0]);
    }

    [Fact]
    public void Read_NestedColumns_AreColumnsOfTheirOwn()
    {
        var preview = Read("SELECT 't1' AS id, {'name': 'kim', 'at, \"home\"': {'city': 'Rome', 'zip': 7}} AS who, 'x' AS \"who.name\", [{'a': 1}] AS parts");

        Assert.Equal(["id", "who.at, \"home\".city", "who.at, \"home\".zip", "who.name", "parts"], preview.Columns.Select(static c => c.Name));
        Assert.Equal(["t1", "Rome", "7", "x", "[{'a': 1}]"], preview.Rows[0]);
    }

    [Fact]
    public void Read_IdsInSinglePrecision_AreWarnedOf()
    {
        var preview = Read("SELECT 16777217::FLOAT AS account, 12.5::FLOAT AS amount, 16777217::DOUBLE AS id, 't' AS time");

        Assert.Equal("account", Assert.Single(preview.Advice, static a => a.Text.Contains("single precision", StringComparison.Ordinal)).Column);
    }

    [Fact]
    public void Load_NestedColumnsAndWholeFloats_AreReadAsShown()
    {
        var path = Write("SELECT 'p' || range AS id, {'account': 100.0::DOUBLE + range, 'time': TIMESTAMP '2024-03-01' + range * INTERVAL 1 HOUR} AS v "
            + "FROM range(3)");
        using var bench = new LoadBench { Mapping = new() { Transactions = new() { Id = "id", Account = "v.account", Time = "v.time" } } };

        Assert.Equal(["p0|100", "p1|101", "p2|102"],
            LoadBench.Rows($"SELECT id, account FROM read_parquet({Sql.Text(bench.Load(path).TransactionsPath)}) ORDER BY id"));
    }

    [Fact]
    public void Load_ColumnCalledAsRowNumbersAre_IsReadWithTheRowsNumbered()
    {
        var path = Write("SELECT 'p' || range AS id, 'a' AS account, CASE range WHEN 1 THEN 'never' ELSE '2024-03-01' END AS time, "
            + "range * 7 AS File_Row_Number FROM range(3)");
        using var bench = new LoadBench
        {
            Mapping = new() { Transactions = new() { Id = "id", Account = "account", Time = "time", Amount = "File_Row_Number" } },
        };

        var dataset = bench.Load(path);

        Assert.Equal(["p0|0.0", "p2|14.0"],
            LoadBench.Rows($"SELECT id, amount::VARCHAR FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) ORDER BY id"));
        Assert.StartsWith("t.parquet|2|time|never|", Assert.Single(LoadBench.Rejects(dataset)), StringComparison.Ordinal);
    }

    private SourcePreview Read(string select) => SourcePreview.Read(Write(select), 5);

    private string Write(string select)
    {
        LoadBench.Run($"COPY ({select}) TO {Sql.Text(_bench.Path("t.parquet"))} (FORMAT parquet)");
        return _bench.Path("t.parquet");
    }
}

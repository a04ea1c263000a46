using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest;

/// <summary>Typed columns are not made texts and read again, yet a dataset is the same whether its source had types or not.</summary>
public sealed class TypedSourceTests
{
    private const int Rows = 600;

    /// <summary>Rows of every kind: sound ones, and each fault that a value can have.</summary>
    private static readonly string Transactions = $"""
        SELECT 't' || CASE WHEN i = 12 THEN 11 ELSE i END AS id, CASE WHEN i = 20 THEN NULL ELSE (i % 40)::INTEGER END AS account,
            CASE i WHEN 5 THEN NULL WHEN 6 THEN TIMESTAMP '1850-01-01' ELSE TIMESTAMP '2024-03-30 22:00:00.25' + to_minutes(i) END AS time,
            CASE i WHEN 7 THEN 'nan'::DOUBLE WHEN 8 THEN 'inf'::DOUBLE WHEN 9 THEN 2000000000000000.5 WHEN 10 THEN -5.5
                ELSE round(i * 1.37 + 0.5, 2) END AS amount,
            CASE WHEN i % 50 = 0 THEN 'unknown' ELSE 'd' || (i % 7) END AS device,
            (CASE WHEN i % 9 = 0 THEN NULL WHEN i % 11 = 0 THEN -1 ELSE i % 60 END)::INTEGER AS age, (10000 + i % 20)::BIGINT AS zip,
            CASE WHEN i % 13 = 0 THEN 'nan'::DOUBLE WHEN i % 17 = 0 THEN 'inf'::DOUBLE ELSE i / 8 END AS score,
            (i % 3)::UTINYINT AS items, i % 2 = 0 AS gift, DATE '2024-01-01' + (i % 90)::INTEGER AS day, (i % 5)::FLOAT / 10 AS share, NULL::INTEGER AS empty,
            CASE WHEN i % 4 = 0 THEN 'D' ELSE 'A' END AS decision, CASE WHEN i % 6 = 0 THEN NULL ELSE (i % 5 = 0)::INTEGER END AS fraud,
            CASE WHEN i = 13 THEN TIMESTAMPTZ '2024-01-01 00:00:00+00' WHEN i % 3 > 0 THEN TIMESTAMPTZ '2024-04-02 10:00:00+02' END AS known
        FROM range({Rows}) r(i)
        """;

    private static readonly string Events = $"""
        SELECT CASE WHEN i = 3 THEN NULL ELSE (i % 45)::INTEGER END AS account, (i / 900)::INTEGER AS visit,
            CASE i WHEN 4 THEN NULL WHEN 6 THEN TIMESTAMP '2300-01-01' ELSE TIMESTAMP '2024-03-30 23:00:00' + to_seconds(i * 7 % 977 + i / 100) END AS time,
            CASE WHEN i % 31 = 0 THEN NULL ELSE 'p' || (i % 4) END AS page,
            CASE i WHEN 8 THEN -1.5 WHEN 9 THEN 'inf'::DOUBLE WHEN 10 THEN 'nan'::DOUBLE ELSE i / 4 END AS dwell
        FROM range(3000) r(i) UNION ALL
        SELECT 1, 1, TIMESTAMP '2024-03-31 01:30:00', 'p9', 2.5 FROM range(3)
        """;

    [Theory]
    [InlineData(null, null)]
    [InlineData("Europe/Berlin", null)]
    [InlineData(null, "-1 nan")]
    public void Load_TypedAndAsTexts_GiveTheSameDataset(string? zone, string? missing)
    {
        var format = zone is null ? null : new SourceFormat { TimeZone = zone };
        using var bench = new LoadBench
        {
            Mapping = new Mapping
            {
                Transactions = new()
                {
                    Id = "id",
                    Account = "account",
                    Time = "time",
                    Amount = "amount",
                    Entities = new Dictionary<string, string> { ["device"] = "device" },
                    Attributes = ["age", "zip", "score", "items", "gift", "day", "share", "empty"],
                    Decision = new() { Column = "decision", Approved = ["A"], Declined = ["D"] },
                    Outcome = new() { Column = "fraud", Fraud = ["1"], Legitimate = ["0"], KnownAt = "known" },
                    SignedUp = "day",
                    Format = format,
                },
                Events = new() { Account = "account", Session = "visit", Time = "time", Type = "page", DwellMs = "dwell", Format = format },
                Missing = missing?.Split(' '),
            },
        };
        foreach (var kind in (string[])["parquet", "csv"])
        {
            LoadBench.Run($"COPY ({Transactions}) TO {Sql.Text(bench.Path("t." + kind))}");
            LoadBench.Run($"COPY ({Events}) TO {Sql.Text(bench.Path("e." + kind))}");
        }

        var typed = bench.Load(bench.Path("t.parquet"), bench.Path("e.parquet"));
        var texts = bench.Load(bench.Path("t.csv"), bench.Path("e.csv"));

        Assert.Equal(Told(texts), Told(typed));
        Assert.Equal(Table(texts.TransactionsPath), Table(typed.TransactionsPath));
        Assert.Equal(Table(texts.EventsPath), Table(typed.EventsPath));
        Assert.Equal(Rejects(texts), Rejects(typed));
        Assert.Contains(Rejects(typed), static r => r.Contains("amount is not finite", StringComparison.Ordinal));
        Assert.Contains(Rejects(typed), static r => r.Contains("event time is not readable", StringComparison.Ordinal));
        Assert.True(typed.BackwardEvents > 0);
        Assert.Equal((true, true), (typed.Attributes.Single(static a => a.Name == "zip").Code, typed.Attributes.Single(static a => a.Name == "age").Numeric));
    }

    /// <summary>All that is known of a dataset but the files it came from.</summary>
    private static string Told(Dataset dataset)
    {
        using var folder = new TestKit.TempFolder();
        JsonFile.Write(folder.File("told.json"), dataset with
        {
            Fingerprint = "",
            TransactionFormat = null,
            EventFormat = null,
            LoadSeconds = 0,
            LoadCpuSeconds = 0,
            LoadPeakBytes = 0,
        });
        return File.ReadAllText(folder.File("told.json"));
    }

    private static List<string> Table(string path) => LoadBench.Rows($"SELECT COLUMNS(*)::VARCHAR FROM read_parquet({Sql.Text(path)})");

    private static List<string> Rejects(Dataset dataset) =>
        LoadBench.Rows($"SELECT row::VARCHAR, \"column\", value, reason FROM read_parquet({Sql.Text(dataset.RejectsPath)})");
}

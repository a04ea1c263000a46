using System.Globalization;
using System.Text.Json;
using Investigator.Clusters;
using Investigator.Datasets;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Model;
using Investigator.Engine.Ingest;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;
using Investigator.Engine.Runs;
using Investigator.Engine.Space;
using Investigator.Engine.Tables;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests;

/// <summary>Fills a real store and a real data folder with a small shop: a dataset, and runs in any state over it. Row i is one transaction every half hour; its cluster follows from i.</summary>
public sealed class ShopStore(IServiceProvider services)
{
    public const int Transactions = 600;
    public static readonly DateTime Start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
    public static readonly DateTime AsOf = Start.AddDays(30);

    /// <summary>Labels: 0, 1, 2 and 4 risky by outcomes, 5 by coordination alone, 3 a harmless one, the rest noise.</summary>
    public static int LabelOf(int row) => (row % 20) switch { 0 or 1 => 0, 2 => 1, 3 => 2, 4 or 5 or 6 => 3, 7 => 4, 8 => 5, _ => -1 };

    public static IReadOnlyList<int> RiskyLabels { get; } = [0, 1, 2, 4, 5];

    private const string LabelSql = "CASE i % 20 WHEN 0 THEN 0 WHEN 1 THEN 0 WHEN 2 THEN 1 WHEN 3 THEN 2 WHEN 4 THEN 3 WHEN 5 THEN 3 WHEN 6 THEN 3 WHEN 7 THEN 4 WHEN 8 THEN 5 ELSE -1 END";

    public async Task<int> AddDatasetAsync(string name = "shop", long rejects = 0)
    {
        var folder = Guid.NewGuid().ToString("N");
        var path = services.GetRequiredService<DataFolder>().DatasetFolder(folder);
        Directory.CreateDirectory(path);
        var dataset = Describe(path, name, rejects);
        dataset.Save();
        using (var db = TableConnection.Open()) WriteTables(db, dataset, rejects);
        var row = new DatasetEntity
        {
            Name = name,
            Folder = folder,
            Fingerprint = dataset.Fingerprint,
            TransactionCount = dataset.TransactionCount,
            EventCount = dataset.EventCount,
            RejectCount = rejects,
            From = dataset.From,
            To = dataset.To,
            LoadedAt = AsOf,
        };
        await using var context = await ContextAsync();
        context.Datasets.Add(row);
        await context.SaveChangesAsync();
        return row.Id;
    }

    /// <summary>A run without results.</summary>
    public async Task<int> AddRunAsync(int dataset, RunStatus status, string? error = null)
    {
        await using var context = await ContextAsync();
        var run = Row(dataset, status);
        run.Error = error;
        context.Runs.Add(run);
        await context.SaveChangesAsync();
        return run.Id;
    }

    /// <summary>A finished run with its files and its six clusters.</summary>
    public async Task<int> AddFinishedRunAsync(int dataset)
    {
        await using var context = await ContextAsync();
        var source = await context.Datasets.FindAsync(dataset) ?? throw new ArgumentException("no such dataset", nameof(dataset));
        var run = Row(dataset, RunStatus.Finished);
        var data = services.GetRequiredService<DataFolder>();
        var folder = data.RunFolder(run.Folder);
        Directory.CreateDirectory(folder);
        List<ClusterEntity> clusters;
        using (var db = TableConnection.Open())
        {
            db.Execute($"""
                COPY (SELECT 't' || i AS transaction, {LabelSql} AS cluster, CASE WHEN {LabelSql} < 0 THEN 0 ELSE 0.9 END::FLOAT AS probability, 0.1::FLOAT AS outlier_score,
                      (10 * cos({LabelSql}) + (i % 7) / 7.0)::FLOAT AS x, (10 * sin({LabelSql}) + (i % 5) / 5.0)::FLOAT AS y FROM range({Transactions}) r(i) ORDER BY i)
                TO {Sql.Text(Path.Combine(folder, "members.parquet"))} (FORMAT parquet)
                """);
            clusters = Clusters(db, data.DatasetFolder(source.Folder), folder);
        }

        List<StageRecord> stages = [.. "sequences embedding features hybrid neighbors hierarchy clusters projection risk rules narratives".Split(' ').Select((s, i) => new StageRecord(s, 0.4 * (i + 1), Transactions, (200L + (30 * i)) << 20))];
        var record = new RunRecord
        {
            Dataset = source.Name,
            Fingerprint = source.Fingerprint,
            Options = new RunOptions(),
            Seed = 1,
            AsOf = AsOf,
            Device = ComputeDevice.Cpu.Name,
            Versions = new Dictionary<string, string> { ["investigator"] = "1.0.0" },
            Stages = stages,
            Transactions = Transactions,
            Events = source.EventCount,
            Rejects = source.RejectCount,
            Clusters = clusters.Count,
            RiskyClusters = RiskyLabels.Count,
            Noise = Enumerable.Range(0, Transactions).Count(i => LabelOf(i) < 0),
            Notes = ["The column browser has one value only and was left out."],
            PeakBytes = 530L << 20,
        };
        JsonFile.Write(Path.Combine(folder, "run.json"), record);
        JsonFile.Write(Path.Combine(folder, ScaleReport.FileName), new ScaleReport
        {
            TypicalDistance = 1.4,
            Blocks = [new BlockShare("embedding", 32, 0.7), new BlockShare("features", 2, 0.3)],
            Features = [new FeatureShare("embedding", "embedding", "as it is", 32, 0.7), new FeatureShare("amount", "features", "log", 1, 0.2), new FeatureShare("accounts_on_device_24h", "features", "robust", 1, 0.1)],
            Dropped = ["currency: dropped, no row has a value"],
            Components = new ComponentShare(34, 20, 0.951),
        });
        File.WriteAllText(Path.Combine(folder, "feature-catalog.json"), """
            { "features": [
              { "name": "accounts_on_device_24h", "kind": "distinct", "entity": "device", "column": "account", "window": "24h", "unit": "count", "phrase": "accounts on this device in the last 24 hours" },
              { "name": "entity_group", "kind": "group", "unit": "number", "phrase": "group that shares entities", "causal": false, "shown": false } ] }
            """);
        var training = new TrainingReport(900, [new EpochLoss(1, 3.5, 3.25), new EpochLoss(2, 3.1, 2.9)], 2, 4.2) { Network = new PredictionScore(400, 0.512, 0.61), Counting = new PredictionScore(400, 0.486, 0.68) };
        JsonFile.Write(Path.Combine(folder, TrainingReport.FileName), training);
        JsonFile.Write(Path.Combine(folder, SequenceEmbedder.ModelFiles[0]), new
        {
            Format = 3,
            Options = new EmbeddingOptions(),
            Vocabulary = (string[])["other", "product", "payment"],
            Fingerprint = "ab",
            Training = training,
            Profile = new SequenceProfile([0, 0.7, 0.3], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        });
        File.WriteAllBytes(Path.Combine(folder, SequenceEmbedder.ModelFiles[1]), [0]);
        run.Stages = JsonSerializer.Serialize(stages, JsonFile.Options);
        (run.Device, run.Transactions, run.ClusterCount, run.RiskyCount, run.NoiseCount) = (record.Device, record.Transactions, record.Clusters, record.RiskyClusters, record.Noise);
        context.Runs.Add(run);
        await context.SaveChangesAsync();
        foreach (var cluster in clusters) cluster.RunId = run.Id;
        context.Clusters.AddRange(clusters);
        await context.SaveChangesAsync();
        return run.Id;
    }

    private static RunEntity Row(int dataset, RunStatus status) => new()
    {
        DatasetId = dataset,
        Folder = Guid.NewGuid().ToString("N"),
        Status = status,
        Options = JsonSerializer.Serialize(new RunOptions(), JsonFile.Options),
        Seed = 1,
        CreatedAt = AsOf.AddHours(1),
        StartedAt = status == RunStatus.Queued ? null : AsOf.AddHours(1).AddSeconds(2),
        FinishedAt = status is RunStatus.Queued or RunStatus.Running ? null : AsOf.AddHours(1).AddSeconds(47),
    };

    private static Dataset Describe(string folder, string name, long rejects) => new()
    {
        Folder = folder,
        Name = name,
        Fingerprint = name + folder,
        Mapping = new Mapping
        {
            Transactions = new TransactionMapping
            {
                Id = "id",
                Account = "account",
                Time = "time",
                Amount = "amount",
                Entities = new Dictionary<string, string> { ["device"] = "device" },
                Attributes = ["browser"],
                Decision = new DecisionMapping { Column = "decision", Approved = ["approved"], Declined = ["declined"] },
                Outcome = new OutcomeMapping { Column = "outcome", Fraud = ["fraud"], Legitimate = ["legitimate"], KnownAt = "known" },
            },
        },
        TransactionCount = Transactions,
        EventCount = Transactions * 3,
        RejectCount = rejects,
        From = Start,
        To = Start.AddMinutes(30 * (Transactions - 1)),
        Entities = ["device"],
        Attributes = [new AttributeColumn("browser", false)],
        Quality =
        [
            new ColumnQuality("transactions", "id", 0, Transactions, ["t0", "t1", "t2"]),
            new ColumnQuality("transactions", "amount", 12, 214, ["5.00", "18.50", "240.00"]),
            new ColumnQuality("transactions", "entity_device", 30, 97, ["d1", "d2"]),
            new ColumnQuality("events", "type", 0, 6, ["search", "view", "pay"]),
        ],
    };

    private static void WriteTables(DuckDB.NET.Data.DuckDBConnection db, Dataset dataset, long rejects)
    {
        var start = $"TIMESTAMP {Sql.Text(Start.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))}";
        db.Execute($"""
            COPY (SELECT i::BIGINT AS row, 't' || i AS id, 'a' || CASE WHEN {LabelSql} IN (0, 1, 2, 4, 5) THEN {LabelSql} * 1000 + i % 9 ELSE i % 211 END AS account, {start} + INTERVAL (30 * i) MINUTE AS time,
                  CASE WHEN i % 50 = 49 THEN NULL ELSE 5 + (i * 37 % 400) + CASE WHEN {LabelSql} = 1 THEN 900 ELSE 0 END END::DOUBLE AS amount, NULL::VARCHAR AS currency,
                  'd' || CASE WHEN {LabelSql} >= 0 THEN {LabelSql} ELSE i % 97 END AS entity_device, 'chrome' AS attribute_browser,
                  CASE WHEN i % 11 = 0 THEN 'declined' ELSE 'approved' END AS decision,
                  CASE WHEN {LabelSql} IN (0, 1, 2, 4) AND i % 3 < 2 THEN 'fraud' WHEN i % 4 = 0 AND {LabelSql} <> 5 THEN 'legitimate' END AS outcome,
                  {start} + INTERVAL (30 * i + 10000) MINUTE AS outcome_known_at
                  FROM range({Transactions}) r(i) ORDER BY i) TO {Sql.Text(dataset.TransactionsPath)} (FORMAT parquet)
            """);
        db.Execute($"""
            COPY (SELECT file, row, "column", value, reason FROM (SELECT 'transactions.csv' AS file, i::BIGINT AS row, CASE WHEN i % 2 = 0 THEN 'amount' ELSE 'time' END AS "column",
                  CASE WHEN i % 2 = 0 THEN '-5' ELSE 'soon' END AS value, CASE WHEN i % 2 = 0 THEN 'negative amount' ELSE 'not a time' END AS reason FROM range({rejects}) r(i)))
            TO {Sql.Text(dataset.RejectsPath)} (FORMAT parquet)
            """);
    }

    private static List<ClusterEntity> Clusters(DuckDB.NET.Data.DuckDBConnection db, string dataset, string run) => db.Query(
        $"""
        SELECT m.cluster, count(*)::INT, sum(coalesce(t.amount, 0))::DOUBLE, count(DISTINCT t.account)::INT, min(t.time), max(t.time), (count(t.outcome))::INT, (count(*) FILTER (t.outcome = 'fraud'))::INT,
               coalesce(sum(t.amount) FILTER (t.outcome = 'fraud'), 0)::DOUBLE, (count(*) FILTER (t.outcome = 'fraud' AND t.decision = 'approved'))::INT,
               coalesce(sum(t.amount) FILTER (t.outcome = 'fraud' AND t.decision = 'approved'), 0)::DOUBLE, (count(*) FILTER (t.decision = 'approved'))::INT, (count(*) FILTER (t.decision = 'declined'))::INT
        FROM read_parquet({Sql.Text(Path.Combine(dataset, "transactions.parquet"))}) t JOIN read_parquet({Sql.Text(Path.Combine(run, "members.parquet"))}, file_row_number = true) m ON m.file_row_number = t.row
        WHERE m.cluster >= 0 GROUP BY 1 ORDER BY 1
        """,
        r => Cluster(r.GetInt32(0), r.GetInt32(1), r.GetDouble(2), r.GetInt32(3), r.GetDateTime(4), r.GetDateTime(5), r.GetInt32(6), r.GetInt32(7), r.GetDouble(8), r.GetInt32(9), r.GetDouble(10), r.GetInt32(11), r.GetInt32(12)));

    private static ClusterEntity Cluster(int label, int size, double money, int accounts, DateTime from, DateTime to, int known, int fraud, double fraudMoney, int missed, double missedMoney, int approved, int declined)
    {
        var share = known == 0 ? 0 : (double)fraud / known;
        var headline = string.Create(CultureInfo.InvariantCulture, $"{size} purchases by {accounts} accounts on device d{label}; {fraud} of {known} known are fraud");
        return new ClusterEntity
        {
            Label = label,
            Size = size,
            Stability = 12.5,
            Persistence = 0.4,
            Risky = RiskyLabels.Contains(label),
            Basis = label == 5 ? RiskBasis.Coordination : RiskBasis.Outcomes,
            Score = label == 3 ? 4 : 95 - (7 * label),
            Known = known,
            Fraud = fraud,
            FraudShare = share,
            LowerBound = Math.Max(0, share - 0.1),
            UpperBound = Math.Min(1, share + 0.05),
            Lift = share / 0.2,
            Money = money,
            FraudMoney = fraudMoney,
            MissedFraud = missed,
            MissedFraudMoney = missedMoney,
            Approved = approved,
            Declined = declined,
            Coordination = label == 3 ? 0.1 : 0.8,
            Signals = JsonSerializer.Serialize<CoordinationSignal[]>([new CoordinationSignal(SignalKind.EntitySharing, "device", "accounts per device", accounts, 1.2, 0.6)], JsonFile.Options),
            Accounts = accounts,
            From = from,
            To = to,
            Headline = headline,
            Narrative = JsonSerializer.Serialize(
                new ClusterNarrative
                {
                    Cluster = label,
                    Headline = headline,
                    Sentences = [new NarrativeSentence(SentenceKind.What, $"{headline}.", []), new NarrativeSentence(SentenceKind.Limit, "Outcomes arrive late: more may become known.", null)],
                    Contrasts = [new FeatureContrast("device_accounts_24h", "accounts on this device in the last 24 hours", "count", 6, 1, 3, 9, 0.82, null)],
                },
                JsonFile.Options),
        };
    }

    private Task<InvestigatorContext> ContextAsync() => services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().OpenAsync(Actor.Local);
}

using System.Globalization;
using System.Text.Json;
using Investigator.Clusters;
using Investigator.Datasets;
using Investigator.Engine;
using Investigator.Engine.Ingest;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Runs;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.App.Tests;

/// <summary>
/// One finished run as the pipeline leaves it, small and known: of every ten rows 0 and 1 are in the risky cluster 0 (outcomes), 2 in the risky cluster 1 (coordination),
/// 3 to 5 in the harmless cluster 2, 6 in the harmless cluster 3, the rest are noise.
/// </summary>
internal static class SampleRun
{
    public const int Rows = 600;

    public static readonly DateTime Start = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    public static int ClusterOf(int row) => (row % 10) switch { 0 or 1 => 0, 2 => 1, 3 or 4 or 5 => 2, 6 => 3, _ => -1 };

    /// <summary>Writes files and rows; returns the run's id.</summary>
    public static async Task<int> AddAsync(DataFolder data, IDbContextFactory<InvestigatorContext> contexts, int rows = Rows)
    {
        var (dataset, run) = ("sample-dataset", "run" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(data.DatasetFolder(dataset));
        Directory.CreateDirectory(data.RunFolder(run));
        WriteDataset(data.DatasetFolder(dataset), rows);
        WriteRun(data.RunFolder(run), data.DatasetFolder(dataset), rows);
        await using var context = await contexts.OpenAsync(Actor.Local);
        var entity = new RunEntity
        {
            Dataset = await context.Datasets.FirstOrDefaultAsync(d => d.Folder == dataset) ?? new DatasetEntity
            {
                Name = "Sample shop",
                Folder = dataset,
                Fingerprint = "f",
                TransactionCount = rows,
                EventCount = rows * 4L,
                RejectCount = 1,
                From = Start,
                To = Start.AddDays(30),
                LoadedAt = Start.AddDays(31),
            },
            Folder = run,
            Status = RunStatus.Finished,
            Options = JsonSerializer.Serialize(new RunOptions(), JsonFile.Options),
            Seed = 1,
            Device = "cpu",
            CreatedAt = Start.AddDays(31),
            StartedAt = Start.AddDays(31),
            FinishedAt = Start.AddDays(31).AddMinutes(2),
            Transactions = rows,
            ClusterCount = 4,
            RiskyCount = 2,
            NoiseCount = rows * 3 / 10,
        };
        context.Runs.Add(entity);
        await context.SaveChangesAsync();
        context.Clusters.AddRange(Enumerable.Range(0, 4).Select(c => Cluster(entity.Id, c, rows)));
        context.Rules.AddRange(Rules().Select(r => new RuleEntity
        {
            RunId = entity.Id,
            Code = r.Id,
            Label = r.Cluster,
            Text = r.Text,
            Sql = r.Sql,
            Body = JsonSerializer.Serialize(r, JsonFile.Options),
            Precision = r.Later.Precision,
            Recall = r.Later.Recall,
            Matched = r.Later.Matched,
            KnownFraud = r.Later.KnownFraud,
            KnownLegitimate = r.Later.KnownLegitimate,
        }));
        await context.SaveChangesAsync();
        return entity.Id;
    }

    private static ClusterEntity Cluster(int run, int label, int rows)
    {
        string[] headlines =
        [
            "Stolen cards: 12 accounts share 3 devices, pay within a minute of arriving; 38 of 41 known outcomes are fraud",
            "Scripted sign-ups: the same five pages in the same order; no outcome known yet",
            "Everyday browsing before buying; 1 of 90 known outcomes is fraud",
            "Office sharing one address; none of 20 known outcomes is fraud",
        ];
        var size = rows * (label switch { 0 => 2, 2 => 3, _ => 1 }) / 10;
        var narrative = new ClusterNarrative
        {
            Cluster = label,
            Headline = headlines[label],
            Sentences =
            [
                new(SentenceKind.What, $"{size} transactions by 12 accounts over 30 days, 24,310.50 in all.", []),
                new(SentenceKind.Behavior, "Half of them pay within 45 seconds of the first page; elsewhere the median is 12 minutes.", [new RuleCondition("seconds_to_payment", RuleOperator.AtMost, 45, null)]),
                new(SentenceKind.Contrast, "102 of 120 come from a device that 5 or more accounts used within 24 hours; elsewhere it is 1 in 200.", [new RuleCondition("accounts_on_device_24h", RuleOperator.AtLeast, 5, null)]),
                new(SentenceKind.Outcome, "38 of 41 members with a known outcome are fraud; 79 have none yet.", []),
                new(SentenceKind.CounterExample, "6 members browsed for more than ten minutes, as ordinary customers do.", [new RuleCondition("seconds_to_payment", RuleOperator.AtLeast, 600, null)]),
                new(SentenceKind.Limit, "Nothing here says who is behind the accounts.", null),
            ],
            Contrasts =
            [
                new("accounts_on_device_24h", "accounts on this device in the last 24 hours", "count", 7, 1, 4, 11, 0.93, null),
                new("seconds_to_payment", "time from the first page to payment", "seconds", 42, 720, 20, 90, -0.81, null),
                new("amount", "amount", "currency", 280, 35, 120, 640, 0.64, null),
                new("browser", "browser", "text", 0.8, 0.3, 0, 0, 0.5, "headless"),
            ],
            Behavior = label != 0 ? null : new ClusterBehavior
            {
                Sequences = 118,
                TypicalRow = 4,
                Typical = [new("login", 6, 0.08), new("product", 3, 0.12), new("pay", 2, 0.8)],
                Pages = [new("pay", 0.74, 0.11, 2, 6.5), new("bind_card", 0.2, null, 5, null)],
                Pauses = [new(2, 8, 0.9, 0.3), new(120, null, 0.1, 0.25)],
            },
        };
        var outcomes = label == 0;
        return new ClusterEntity
        {
            RunId = run,
            Label = label,
            Size = size,
            Stability = 10,
            Persistence = 0.4,
            Risky = label < 2,
            Basis = label == 1 ? RiskBasis.Coordination : RiskBasis.Outcomes,
            Score = label switch { 0 => 94.2, 1 => 71.5, 2 => 3.1, _ => 0.4 },
            Known = outcomes ? 41 : label == 1 ? 0 : 90,
            Fraud = outcomes ? 38 : label == 2 ? 1 : 0,
            FraudShare = outcomes ? 38 / 41.0 : label == 2 ? 1 / 90.0 : 0,
            LowerBound = outcomes ? 0.83 : 0.001,
            UpperBound = outcomes ? 0.97 : 0.03,
            Lift = outcomes ? 18.5 : 0.3,
            Money = 24310.5 / (label + 1),
            FraudMoney = outcomes ? 9120 : 0,
            MissedFraud = outcomes ? 21 : 0,
            MissedFraudMoney = outcomes ? 5104.2 : 0,
            Approved = size - 5,
            Declined = 5,
            Coordination = label < 2 ? 0.82 : 0.05,
            Signals = JsonSerializer.Serialize<CoordinationSignal[]>([new(SignalKind.EntitySharing, "device", "accounts per device", 4.2, 1.01, 0.4), new(SignalKind.DayBurst, null, "share within the busiest hour", 0.35, 0.02, 0.25)], JsonFile.Options),
            Accounts = 12,
            From = Start,
            To = Start.AddDays(30),
            Headline = headlines[label],
            Narrative = JsonSerializer.Serialize(narrative, JsonFile.Options),
        };
    }

    private static IEnumerable<ClusterRule> Rules()
    {
        for (var c = 0; c < 2; c++)
        {
            yield return new ClusterRule
            {
                Id = $"c{c}-r1",
                Cluster = c,
                Conditions = [new("accounts_on_device_24h", RuleOperator.AtLeast, 5, null), new("seconds_to_payment", RuleOperator.AtMost, 60, null)],
                Text = "accounts on this device in the last 24 hours is at least 5 and time from the first page to payment is at most 60 s",
                Sql = "accounts_on_device_24h >= 5 AND seconds_to_payment <= 60",
                Learned = new RuleMeasures(420, 80, 78, 84, 30, 1, 9000),
                Later = new RuleMeasures(180, 33, 31, 36, 8, 1, 4100.5),
            };
        }
    }

    private static void WriteDataset(string folder, int rows)
    {
        using var db = TableConnection.Open();
        db.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            CREATE TABLE t AS SELECT i AS row, 'T' || lpad(i::VARCHAR, 7, '0') AS id, CASE WHEN i = 0 THEN '=1+1' ELSE 'A' || (i % 97) END AS account, TIMESTAMP '2026-03-01' + to_seconds((i * 30 * 86400.0 / {rows})::BIGINT) AS time,
              round(20 + (hash(i) % 30000) / 100.0, 2)::DOUBLE AS amount, 'EUR' AS currency, 'D' || (CASE WHEN i % 10 < 2 THEN i % 3 ELSE i % 50 END) AS entity_device, 'Firefox, "new"' AS attribute_browser,
              CASE WHEN i % 7 = 0 THEN 'declined' ELSE 'approved' END AS decision, CASE WHEN i % 3 = 0 THEN NULL WHEN i % 10 < 2 THEN 'fraud' ELSE 'legitimate' END AS outcome, TIMESTAMP '2026-03-20' + to_days((i % 30)::INT) AS outcome_known_at
            FROM range({rows}) r(i)
            """));
        db.Execute($"COPY t TO {Sql.Text(Path.Combine(folder, "transactions.parquet"))} (FORMAT parquet)");
        db.Execute($"COPY (SELECT 'orders.csv' AS file, 7::BIGINT AS row, 'amount' AS \"column\", '-3' AS value, 'is negative' AS reason) TO {Sql.Text(Path.Combine(folder, "rejects.parquet"))} (FORMAT parquet)");
        new Dataset
        {
            Folder = folder,
            Name = "Sample shop",
            Fingerprint = "f",
            TransactionCount = rows,
            EventCount = rows * 4L,
            RejectCount = 1,
            From = Start,
            To = Start.AddDays(30),
            Entities = ["device"],
            Attributes = [new("browser", false)],
            Quality = [],
            Mapping = new Mapping
            {
                Transactions = new TransactionMapping { Id = "id", Account = "account", Time = "time", Amount = "amount", Decision = new DecisionMapping { Column = "decision" }, Outcome = new OutcomeMapping { Column = "outcome", KnownAt = "known" } },
            },
        }.Save();
    }

    private static void WriteRun(string folder, string dataset, int rows)
    {
        using var db = TableConnection.Open();
        db.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            CREATE TABLE m AS SELECT i, 'T' || lpad(i::VARCHAR, 7, '0') AS transaction, (CASE WHEN i % 10 < 2 THEN 0 WHEN i % 10 = 2 THEN 1 WHEN i % 10 < 6 THEN 2 WHEN i % 10 = 6 THEN 3 ELSE -1 END)::INT AS cluster,
              (CASE WHEN i % 10 > 6 THEN 0 ELSE 1 - (hash(i) % 50) / 100.0 END)::FLOAT AS probability, ((hash(i + 7) % 100) / 100.0)::FLOAT AS outlier_score,
              (CASE WHEN i % 10 > 6 THEN (hash(i + 11) % 2000) / 100.0 - 10 ELSE (i % 10) * 1.5 - 5 + sqrt(-2 * ln((hash(i + 3) % 1000 + 1) / 1001.0)) * cos(6.2832 * (hash(i + 5) % 1000) / 1000.0) * 0.6 END)::FLOAT AS x,
              (CASE WHEN i % 10 > 6 THEN (hash(i + 13) % 2000) / 100.0 - 10 ELSE ((i % 10) * 7) % 11 - 5 + sqrt(-2 * ln((hash(i + 3) % 1000 + 1) / 1001.0)) * sin(6.2832 * (hash(i + 5) % 1000) / 1000.0) * 0.6 END)::FLOAT AS y
            FROM range({rows}) r(i)
            """));
        db.Execute($"COPY (SELECT * EXCLUDE (i) FROM m ORDER BY i) TO {Sql.Text(Path.Combine(folder, "members.parquet"))} (FORMAT parquet)");
        db.Execute($"""
            COPY (SELECT i::BIGINT AS row, (20 + (hash(i) % 30000) / 100.0)::FLOAT AS amount, (CASE WHEN cluster = 0 THEN 5 + i % 6 ELSE 1 END)::FLOAT AS accounts_on_device_24h,
              (CASE WHEN i % 20 = 19 THEN NULL WHEN cluster = 0 THEN 20 + i % 60 ELSE 100 + i % 900 END)::FLOAT AS seconds_to_payment, CASE WHEN i % 11 = 10 THEN NULL WHEN cluster = 0 THEN 'headless' ELSE 'ordinary' END AS browser
            FROM m ORDER BY i) TO {Sql.Text(Path.Combine(folder, "features.parquet"))} (FORMAT parquet)
            """);
        File.WriteAllText(Path.Combine(folder, "features.json"), $$"""
            { "count": {{rows}}, "features": [
              { "definition": { "name": "amount", "phrase": "amount", "unit": "currency" }, "levels": null },
              { "definition": { "name": "accounts_on_device_24h", "phrase": "accounts on this device in the last 24 hours", "unit": "count" }, "levels": null },
              { "definition": { "name": "seconds_to_payment", "phrase": "time from the first page to payment", "unit": "seconds" }, "levels": null },
              { "definition": { "name": "browser", "phrase": "browser", "unit": "text" }, "levels": ["ordinary", "headless"] },
              { "definition": { "name": "hour_sine", "phrase": "sine of the hour", "unit": "ratio", "shown": false }, "levels": null } ] }
            """);
        JsonFile.Write(Path.Combine(folder, "run.json"), new RunRecord
        {
            Dataset = "Sample shop",
            Fingerprint = "f",
            Options = new RunOptions(),
            Seed = 1,
            AsOf = Start.AddDays(31),
            Device = "cpu",
            Versions = new Dictionary<string, string>(),
            Stages = [],
            Transactions = rows,
            Events = rows * 4L,
            Rejects = 1,
            Clusters = 4,
            RiskyClusters = 2,
            Noise = rows * 3 / 10,
            Notes = [],
            PeakBytes = 1,
        });
        JsonFile.Write(Path.Combine(folder, "rules.json"), Rules().ToArray());
        File.WriteAllText(Path.Combine(folder, "rules.sql"), string.Join("\n", Rules().Select(r => $"-- {r.Id}\n{r.Sql};")));
        WriteSequences(folder, rows);
    }

    /// <summary>Row i has i % 8 + 1 events; every 25th row has none.</summary>
    private static void WriteSequences(string folder, int rows)
    {
        var offsets = new int[rows + 1];
        var (types, dwell, attention) = (new List<short>(), new List<float>(), new List<float>());
        for (var i = 0; i < rows; i++)
        {
            var length = i % 25 == 24 ? 0 : (i % 8) + 1;
            for (var e = 0; e < length; e++)
            {
                types.Add((short)(ClusterOf(i) == 0 ? (e % 3) + 1 : (i + e) % 6));
                dwell.Add(ClusterOf(i) == 0 ? 2 + e : 5 + ((i * (e + 3)) % 200));
                attention.Add(1f / length);
            }

            offsets[i + 1] = types.Count;
        }

        new SequenceSet { Offsets = offsets, Types = [.. types], Dwell = [.. dwell], Gap = new float[types.Count], ToPayment = new float[rows], Vocabulary = ["other", "login", "add card", "checkout", "product", "search"], MaxLength = 64 }.Save(folder);
        NpyFile.Write<float>(Path.Combine(folder, "attention.npy"), [.. attention], attention.Count);
    }
}

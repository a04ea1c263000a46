using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Risk;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Risk;

/// <summary>One payment of a test's shop. <c>Cluster</c> is what the clustering will say; -1 is noise.</summary>
internal sealed record Payment(double Hours, string Account, double? Amount = null, string? Device = null, string? Ip = null, string? Decision = null,
    string? Outcome = null, double? KnownAtHours = null, int Cluster = -1)
{
    public string[] Pages { get; init; } = [];

    public float[] Dwell { get; init; } = [];

    public float OnDevice { get; init; } = 1;

    public string? Browser { get; init; }
}

/// <summary>A small dataset in canonical files, with the clustering, features and sequences that belong to it.</summary>
internal sealed class Shop
{
    public static DateTime Start { get; } = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly List<Payment> _payments = [];

    public IReadOnlyList<Payment> Payments => [.. _payments.OrderBy(p => p.Hours)];

    public bool WithOutcomes { get; init; } = true;

    public bool WithDecisions { get; init; } = true;

    public bool WithEntities { get; init; } = true;

    public bool WithAmounts { get; init; } = true;

    public string? Currency { get; init; } = "EUR";

    public void Add(params IEnumerable<Payment> payments) => _payments.AddRange(payments);

    /// <summary>
    /// Ordinary customers: each an own device and address, any hour of 30 days, unhurried and never twice the same; one in fifty a known fraud.
    /// </summary>
    public Shop AddCrowd(int count, int seed = 1)
    {
        var random = new Random(seed);
        string[] pages = ["home", "search", "product", "cart", "help"];
        for (var i = 0; i < count; i++)
        {
            var hours = random.NextDouble() * 720;
            var length = random.Next(4, 9);
            var (account, fraud) = (i % (count * 2 / 3), i % 50 == 7);
            var outcome = fraud ? "fraud" : i % 2 == 0 ? "legitimate" : null;
            Add(new Payment(hours, $"c{account}", Math.Round(5 + (random.NextDouble() * 200), 2), $"d{account}", $"i{account}", "approved", outcome, hours + 1)
            {
                Pages = [.. Enumerable.Range(0, length).Select(_ => pages[random.Next(pages.Length)]), "pay"],
                Dwell = [.. Enumerable.Range(0, length + 1).Select(_ => (float)Math.Exp(3 + Gauss(random)))],
                Browser = random.Next(3) == 0 ? "Firefox" : "Chrome",
            });
        }
        return this;
    }

    /// <summary>30 payments by 24 accounts on 3 devices within 4 hours, one script at one pace.</summary>
    public Shop AddRing(int cluster, Func<int, (string? Outcome, double? KnownAt)> outcome, double hours = 400)
    {
        Add(Enumerable.Range(0, 30).Select(i => new Payment(
            hours + (i / 8.0), $"r{i % 24}", 49.5 + (i % 5), $"rd{i % 3}", $"ri{i % 4}",
            i % 3 == 0 ? "declined" : "approved", outcome(i).Outcome, outcome(i).KnownAt, cluster)
        {
            Pages = ["login", "search", "product", "pay"],
            Dwell = [2 + (0.01f * i), 1.5f, 2.2f, 1],
            OnDevice = 4 + (i / 4f),
            Browser = "Opera",
        }));
        return this;
    }

    /// <summary>Payments like the crowd's in one cluster; their outcomes are known an hour later.</summary>
    public Shop AddLoose(int cluster, int count, Func<int, string> account, Func<int, string?> outcome, int seed = 7, Func<int, string>? device = null,
        Func<int, string>? ip = null)
    {
        Add(new Shop().AddCrowd(count, seed)._payments.Select((p, i) => p with
        {
            Account = account(i),
            Device = device?.Invoke(i) ?? "d" + account(i),
            Ip = ip?.Invoke(i) ?? "i" + account(i),
            Outcome = outcome(i),
            KnownAtHours = outcome(i) is null ? null : p.Hours + 1,
            Cluster = cluster,
        }));
        return this;
    }

    /// <summary>The same payments, some of them changed.</summary>
    public Shop With(Predicate<Payment> which, Func<Payment, Payment> change)
    {
        for (var i = 0; i < _payments.Count; i++) if (which(_payments[i])) _payments[i] = change(_payments[i]);
        return this;
    }

    public static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public Dataset Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var payments = Payments;
        using var tables = TableConnection.Open();
        var entities = WithEntities ? "entity_device VARCHAR, entity_ip VARCHAR," : "";
        tables.Execute($"""
            CREATE TABLE t (row BIGINT, id VARCHAR, account VARCHAR, time TIMESTAMP, amount DOUBLE, currency VARCHAR, {entities}
                decision VARCHAR, outcome VARCHAR, outcome_known_at TIMESTAMP)
            """);
        using (var appender = tables.CreateAppender("t"))
        {
            for (var i = 0; i < payments.Count; i++)
            {
                var p = payments[i];
                var row = appender.CreateRow().AppendValue((long)i).AppendValue($"t{i}").AppendValue(p.Account).AppendValue(Start.AddHours(p.Hours))
                    .AppendValue(p.Amount).AppendValue(Currency);
                if (WithEntities) row.AppendValue(p.Device).AppendValue(p.Ip);
                row.AppendValue(p.Decision).AppendValue(p.Outcome).AppendValue(p.KnownAtHours is { } known ? Start.AddHours(known) : (DateTime?)null).EndRow();
            }
        }
        var dataset = new Dataset
        {
            Folder = folder,
            Name = "shop",
            Fingerprint = "0",
            TransactionCount = payments.Count,
            EventCount = payments.Sum(p => p.Pages.Length),
            RejectCount = 0,
            From = payments.Count == 0 ? Start : Start.AddHours(payments[0].Hours),
            To = payments.Count == 0 ? Start : Start.AddHours(payments[^1].Hours),
            Entities = WithEntities ? ["device", "ip"] : [],
            Attributes = [],
            Quality = [],
            Mapping = new Mapping
            {
                Transactions = new TransactionMapping
                {
                    Id = "id",
                    Account = "account",
                    Time = "time",
                    Amount = WithAmounts ? "amount" : null,
                    Currency = Currency is null ? null : "currency",
                    Decision = WithDecisions ? new DecisionMapping { Column = "decision" } : null,
                    Outcome = WithOutcomes ? new OutcomeMapping { Column = "outcome", KnownAt = "known" } : null,
                },
            },
        };
        tables.Execute($"COPY t TO {Sql.Text(dataset.TransactionsPath)} (FORMAT parquet)");
        return dataset;
    }

    public Clustering Clustering()
    {
        int[] labels = [.. Payments.Select(p => p.Cluster)];
        return new Clustering
        {
            Labels = labels,
            Probabilities = new float[labels.Length],
            OutlierScores = new float[labels.Length],
            Clusters = [.. Enumerable.Range(0, labels.DefaultIfEmpty(-1).Max() + 1).Select(c => new ClusterStability(labels.Count(l => l == c), 1, 0.5))],
        };
    }

    public SequenceSet Sequences()
    {
        string[] vocabulary = ["other", .. Payments.SelectMany(p => p.Pages).Distinct().Order(StringComparer.Ordinal)];
        var offsets = new List<int> { 0 };
        foreach (var p in Payments) offsets.Add(offsets[^1] + p.Pages.Length);
        return new SequenceSet
        {
            Offsets = [.. offsets],
            Types = [.. Payments.SelectMany(p => p.Pages).Select(p => (short)Array.IndexOf(vocabulary, p))],
            Dwell = [.. Payments.SelectMany(p => p.Dwell)],
            Gap = new float[offsets[^1]],
            Vocabulary = vocabulary,
            MaxLength = 64,
        };
    }

    public FeatureMatrix Features()
    {
        string[] browsers = [.. Payments.Select(p => p.Browser).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        return new FeatureMatrix
        {
            Count = Payments.Count,
            Columns =
            [
                Column("amount", "amount", "currency", p => (float)(p.Amount ?? double.NaN)),
                Column("accounts_on_device_24h", "accounts on this device in the last 24 hours", "count", p => MathF.Floor(p.OnDevice)),
                Column("mean_dwell", "mean time on a page", "seconds", p => p.Dwell.Length == 0 ? float.NaN : p.Dwell.Average()),
                Column("browser", "browser", "text", p => p.Browser is null ? float.NaN : Array.IndexOf(browsers, p.Browser)) with { Levels = browsers },
            ],
        };

        FeatureColumn Column(string name, string phrase, string unit, Func<Payment, float> value) =>
            new() { Definition = new FeatureDefinition { Name = name, Phrase = phrase, Unit = unit }, Values = [.. Payments.Select(value)] };
    }

    /// <summary>What is known of the shop that <see cref="Write"/> wrote.</summary>
    public TransactionFacts Facts(Dataset dataset, RiskOptions? options = null) => TransactionFacts.Read(dataset, Sequences(), options?.AsOf, null, Context);

    public PageScripts Scripts(Dataset dataset) => new(Facts(dataset), Sequences(), Clustering().Labels);

    public static StageContext Context { get; } = new() { Threads = 2 };
}

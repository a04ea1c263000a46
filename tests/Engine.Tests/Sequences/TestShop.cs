using System.Globalization;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Sequences;

/// <summary>A few transactions and events written by hand, saved as the canonical files. Times are seconds after <see cref="Origin"/>.</summary>
internal sealed class TestShop
{
    public static readonly DateTime Origin = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly List<Payment> _payments = [];
    private readonly List<string> _events = [];
    private bool _sessions;

    private bool HasSignUps => _payments.Exists(static p => p.SignedUp is not null);

    private sealed record Payment(string Id, string Account, double At, double? Amount, string? Device, string? Card, string? Browser, double? Age,
        string? Decision, string? Outcome, double KnownAt, double? SignedUp);

    public TestShop Pay(string id, string account, double at, double? amount = 10, string? device = null, string? card = null, string? browser = null,
        double? age = null, string? decision = null, string? outcome = null, double? knownAt = null, double? signedUp = null)
    {
        _payments.Add(new(id, account, at, amount, device, card, browser, age, decision, outcome, knownAt ?? at, signedUp));
        return this;
    }

    public TestShop See(string account, double at, string type, string? transaction = null, double? dwellMs = null, string? session = null)
    {
        _events.Add($"({Text(account)}, {Text(transaction)}, {Time(at)}, {Text(type)}, {Number(dwellMs)}, {Text(session)})");
        _sessions |= session is not null;
        return this;
    }

    /// <summary>Writes <c>transactions.parquet</c> and, when there are events, <c>events.parquet</c>.</summary>
    public Dataset Save(string folder, bool linked = false)
    {
        Directory.CreateDirectory(folder);
        using var tables = TableConnection.Open(threads: 1);
        tables.Execute("""
            CREATE TABLE payments (id VARCHAR, account VARCHAR, time TIMESTAMP, amount DOUBLE, currency VARCHAR, entity_device VARCHAR, entity_card VARCHAR,
                attribute_browser VARCHAR, attribute_age DOUBLE, decision VARCHAR, outcome VARCHAR, outcome_known_at TIMESTAMP,
                signed_up TIMESTAMP)
            """);
        foreach (var chunk in _payments.Chunk(1000))
        {
            tables.Execute("INSERT INTO payments VALUES " + string.Join(",", chunk.Select(p =>
                $"({Text(p.Id)}, {Text(p.Account)}, {Time(p.At)}, {Number(p.Amount)}, 'EUR', {Text(p.Device)}, {Text(p.Card)}, {Text(p.Browser)}, "
                    + $"{Number(p.Age)}, {Text(p.Decision)}, {Text(p.Outcome)}, {Time(p.KnownAt)}, "
                    + $"{(p.SignedUp is { } signedUp ? Time(signedUp) : "NULL")})")));
        }
        var path = Path.Combine(folder, "transactions.parquet");
        if (!HasSignUps) tables.Execute("ALTER TABLE payments DROP COLUMN signed_up");
        tables.Execute($"COPY (SELECT row_number() OVER (ORDER BY time, id) - 1 AS row, * FROM payments ORDER BY row) TO {Sql.Text(path)} (FORMAT parquet)");
        if (_events.Count > 0)
        {
            tables.Execute("CREATE TABLE events (account VARCHAR, transaction VARCHAR, time TIMESTAMP, type VARCHAR, dwell_ms DOUBLE, session VARCHAR)");
            foreach (var chunk in _events.Chunk(1000)) tables.Execute("INSERT INTO events VALUES " + string.Join(",", chunk));
            tables.Execute($"COPY (SELECT account, transaction, session, time, type, dwell_ms FROM events ORDER BY account, time) "
                + $"TO {Sql.Text(Path.Combine(folder, "events.parquet"))} (FORMAT parquet)");
        }
        return Describe(folder, linked);
    }

    private Dataset Describe(string folder, bool linked) => new()
    {
        Folder = folder,
        Name = "test",
        Fingerprint = "test",
        Mapping = new Mapping
        {
            Transactions = new TransactionMapping
            {
                Id = "id",
                Account = "account",
                Time = "time",
                Amount = "amount",
                Entities = new Dictionary<string, string> { ["device"] = "device", ["card"] = "card" },
                Attributes = ["browser", "age"],
                Decision = new DecisionMapping { Column = "decision", Declined = ["D"] },
                Outcome = new OutcomeMapping { Column = "outcome", Fraud = ["1"] },
                SignedUp = HasSignUps ? "signed_up" : null,
            },
            Events = _events.Count == 0 ? null
                : new EventMapping
                {
                    Account = "account",
                    Time = "time",
                    Type = "type",
                    Transaction = linked ? "transaction" : null,
                    Session = _sessions
                ? "session" : null
                },
        },
        TransactionCount = _payments.Count,
        EventCount = _events.Count,
        RejectCount = 0,
        From = Origin,
        To = Origin.AddSeconds(_payments.Count == 0 ? 0 : _payments.Max(p => p.At)),
        Entities = ["device", "card"],
        Attributes = [new AttributeColumn("browser", false), new AttributeColumn("age", true)],
        Quality = [],
    };

    private static string Text(string? value) => value is null ? "NULL" : Sql.Text(value);

    private static string Number(double? value) => value is null ? "NULL" : $"'{value.Value.ToString("R", CultureInfo.InvariantCulture)}'::DOUBLE";

    private static string Time(double at) => $"make_timestamp({new DateTimeOffset(Origin).ToUnixTimeMilliseconds() * 1000 + (long)Math.Round(at * 1e6)})";
}

using System.Text.Json.Serialization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>Loaded data in canonical form: immutable Parquet files in one folder, and what is known about them (<c>dataset.json</c>).</summary>
/// <remarks>
/// <c>transactions.parquet</c>, ordered by (time, id): <c>row</c> BIGINT 0..n-1, <c>id</c> VARCHAR, <c>account</c> VARCHAR, <c>time</c> TIMESTAMP (UTC, µs),
/// <c>amount</c> DOUBLE (NULL where not mapped; of several currencies all in the first of <see cref="Currencies"/>), <c>currency</c> VARCHAR,
/// <c>entity_NAME</c> VARCHAR for each of <see cref="Entities"/>, <c>attribute_NAME</c>
/// (VARCHAR or DOUBLE) for each of <see cref="Attributes"/>, <c>decision</c> VARCHAR (approved, challenged, declined or NULL), <c>outcome</c> VARCHAR (fraud,
/// legitimate or NULL), <c>outcome_known_at</c> TIMESTAMP, and only where it is mapped <c>signed_up</c> TIMESTAMP, never after
/// <c>time</c>, and where refunds are linked <c>refunded</c> DOUBLE.
/// <c>events.parquet</c>, ordered by (account, time): <c>account</c> VARCHAR, <c>transaction</c>
/// VARCHAR, <c>session</c> VARCHAR, <c>time</c> TIMESTAMP, <c>type</c> VARCHAR, <c>dwell_ms</c> DOUBLE; absent when there are no events.
/// <c>rejects.parquet</c>: <c>file</c> VARCHAR, <c>row</c> BIGINT, <c>column</c> VARCHAR, <c>value</c> VARCHAR, <c>reason</c> VARCHAR.
/// Unmapped columns exist and are NULL. Texts are trimmed and never empty; words for nothing (<see cref="MissingWords"/>) are NULL.
/// <c>outcome_known_at</c> is NULL where the source gives none (what that means, <c>Facts.KnownOutcome</c> decides) and is never before <c>time</c>.
/// Numeric attributes hold finite numbers or NULL. Ties of time keep the order of id
/// (transactions, by UTF-8 bytes) or of the source (events).
/// </remarks>
public sealed record Dataset
{
    /// <summary>Format of the folder's files (<see cref="DatasetFolder"/>).</summary>
    public int Format { get; init; } = DatasetFolder.CurrentFormat;

    /// <summary>Where the files are; not stored, so that the folder can be moved.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";

    public required string Name { get; init; }

    /// <summary>SHA-256 over the source files and the mapping: the same load twice gives the same value.</summary>
    public required string Fingerprint { get; init; }

    public required Mapping Mapping { get; init; }

    public required long TransactionCount { get; init; }

    public required long EventCount { get; init; }

    /// <summary>Source rows that were refused, of both tables, each counted once however many faults it has.</summary>
    public required long RejectCount { get; init; }

    /// <summary>What became of each row of the transactions' files; null in datasets of before this was counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RowCounts? TransactionRows { get; init; }

    /// <summary>Likewise of the events' files; null where there are none too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RowCounts? EventRows { get; init; }

    /// <summary>How the transactions' files were read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SourceFormat? TransactionFormat { get; init; }

    /// <summary>Likewise the events'.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SourceFormat? EventFormat { get; init; }

    /// <summary>Faults by reason, all of them: <c>rejects.parquet</c> stores every fault but only the first 1,000 events of unknown accounts.</summary>
    public IReadOnlyDictionary<string, long> RejectReasons { get; init; } = new Dictionary<string, long>();

    /// <summary>
    /// Events whose time is earlier than that of the same visit's event before them in the source: clocks that went backwards, or a source that is not in
    /// order. They are put in order of time.
    /// </summary>
    public long BackwardEvents { get; init; }

    /// <summary>Transactions that lie before their account signed up; that time counts as missing.</summary>
    public long LateSignUps { get; init; }

    /// <summary>What a reader of the data should know of its load: words read as no value, transactions that stand apart in time.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The transactions' currencies where there are several, the one that all amounts are in first; empty where there is one, or none.</summary>
    public IReadOnlyList<CurrencyUse> Currencies { get; init; } = [];

    /// <summary>The step in which the transactions' clock ticks; null where it is not known.</summary>
    public ClockStep? TransactionClock { get; init; }

    /// <summary>Likewise the events'.</summary>
    public ClockStep? EventClock { get; init; }

    /// <summary>Time of the first transaction, UTC, without the few that stand apart from all others (<see cref="DataPeriod"/>).</summary>
    public required DateTime From { get; init; }

    /// <summary>Time of the last transaction, UTC, without those; what a run takes as its as-of time when it names none.</summary>
    public required DateTime To { get; init; }

    /// <summary>Names of mapped entities, in mapping order.</summary>
    public required IReadOnlyList<string> Entities { get; init; }

    public required IReadOnlyList<AttributeColumn> Attributes { get; init; }

    public required IReadOnlyList<ColumnQuality> Quality { get; init; }

    /// <summary>What the load took, wall time.</summary>
    public double LoadSeconds { get; init; }

    /// <summary>Processor time of the process meanwhile; null in datasets from before it was measured.</summary>
    public double? LoadCpuSeconds { get; init; }

    /// <summary>The most memory that the process held meanwhile; in datasets without <see cref="LoadCpuSeconds"/>, up to the load's end.</summary>
    public long LoadPeakBytes { get; init; }

    [JsonIgnore]
    public string TransactionsPath => new DatasetFolder(Folder).Transactions;

    [JsonIgnore]
    public string EventsPath => new DatasetFolder(Folder).Events;

    [JsonIgnore]
    public string RejectsPath => new DatasetFolder(Folder).Rejects;

    [JsonIgnore]
    public string TransactionsTable => new DatasetFolder(Folder).TransactionsTable;

    [JsonIgnore]
    public string EventsTable => new DatasetFolder(Folder).EventsTable;

    [JsonIgnore]
    public string RejectsTable => new DatasetFolder(Folder).RejectsTable;

    /// <summary>The clocks' steps in words; null where no clock is coarser than a second, or none is known.</summary>
    [JsonIgnore]
    public string? CoarseClocks => (TransactionClock >= ClockStep.Minute, EventClock >= ClockStep.Minute) switch
    {
        (true, true) when TransactionClock == EventClock => $"transactions and events bear whole {Many(TransactionClock)}",
        (true, true) => $"transactions bear whole {Many(TransactionClock)} and events whole {Many(EventClock)}",
        (true, false) => $"transactions bear whole {Many(TransactionClock)}",
        (false, true) => $"events bear whole {Many(EventClock)}",
        _ => null,
    };

    /// <summary>The coarser of the two clocks, which is that of times between events and transactions.</summary>
    [JsonIgnore]
    public ClockStep? SequenceClock => ClockStepWords.Coarser(TransactionClock, EventClock);

    /// <summary>In SQL: a transaction's amount as it was paid, in its own currency.</summary>
    /// <param name="table">Alias of a relation with <c>amount</c> and <c>currency</c>.</param>
    public string OwnAmount(string table) => CurrencyTable.Own(Currencies, table, "amount");

    /// <summary>Likewise what was given back of it, where <see cref="HasRefunded"/>.</summary>
    /// <param name="table">Alias of a relation with <c>refunded</c> and <c>currency</c>.</param>
    public string OwnRefunded(string table) => CurrencyTable.Own(Currencies, table, "refunded");

    /// <summary>The stored columns of transactions whose values tell who someone is, each with the name that it is marked by.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> PersonalColumns => StoredAs(Ingest.PersonalColumns.Of(Mapping.Transactions));

    /// <summary>The stored columns that names mean: <c>account</c>, <c>entity_NAME</c>, <c>attribute_NAME</c>, each with its name.</summary>
    /// <param name="names">The account, entities and attributes by their names; others mean nothing.</param>
    public IReadOnlyDictionary<string, string> StoredAs(IReadOnlyCollection<string> names)
    {
        var columns = new Dictionary<string, string>();
        if (Mapping.Transactions.Account is not null && names.Contains(Ingest.PersonalColumns.Account)) columns["account"] = "account";
        foreach (var entity in Entities.Where(names.Contains)) columns["entity_" + entity] = entity;
        foreach (var attribute in Attributes.Select(static a => a.Name).Where(names.Contains)) columns["attribute_" + attribute] = attribute;
        return columns;
    }

    /// <summary>Whether refunds are noted at the payments that they give back.</summary>
    [JsonIgnore]
    public bool HasRefunded => Mapping.Transactions.Refunds?.Use == RefundUse.Link;

    [JsonIgnore]
    public bool HasEvents => EventCount > 0;

    [JsonIgnore]
    public bool HasDecisions => Mapping.Transactions.Decision is not null;

    [JsonIgnore]
    public bool HasOutcomes => Mapping.Transactions.Outcome is not null;

    /// <summary>What a reader of a run over this data should know of it.</summary>
    public IEnumerable<string> RunNotes() =>
        CoarseClocks is { } clocks ? [.. Notes, clocks + ": what lies closer together in time is not told apart"] : Notes;

    private static string Many(ClockStep? step) => Wording.Many(step!.Value.Word());
}

/// <summary>An attribute as stored: numeric ones are DOUBLE, the others VARCHAR.</summary>
/// <param name="Name">The source's column.</param>
/// <param name="Numeric">Whether its values are numbers that count or measure.</param>
/// <param name="Code">Whether they are numbers that name something, and so are texts.</param>
public sealed record AttributeColumn(string Name, bool Numeric, bool Code = false);

/// <summary>One line of the quality report.</summary>
/// <param name="Table">transactions or events.</param>
/// <param name="Column">Canonical column.</param>
/// <param name="Missing">Rows without a value.</param>
/// <param name="Distinct">Different values.</param>
/// <param name="Examples">Up to three values.</param>
/// <param name="Exact">Whether the different values were counted one by one; of a large table their number is an estimate.</param>
public sealed record ColumnQuality(string Table, string Column, long Missing, long Distinct, IReadOnlyList<string> Examples, bool Exact = false);

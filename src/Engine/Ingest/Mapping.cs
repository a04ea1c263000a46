using System.Text.Json.Serialization;
using Investigator.Engine.Ingest.Formats;

namespace Investigator.Engine.Ingest;

/// <summary>What each source column is used as. Read from JSON (snake_case, unknown keys refused) or guessed from a header.</summary>
public sealed record Mapping
{
    public required TransactionMapping Transactions { get; init; }

    /// <summary>Null when there are no events: sequences are then empty, features and clusters still work.</summary>
    public EventMapping? Events { get; init; }

    /// <summary>Words that stand for nothing, in place of the usual ones (<see cref="MissingWords"/>); empty: no word does. Null: the usual ones.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Whether accounts, sessions and entities that differ in upper and lower case only are one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IgnoreCase { get; init; }

    /// <summary>Whether those that differ only in how Unicode composes the same characters (NFC) are one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NormalizeUnicode { get; init; }
}

public sealed record TransactionMapping
{
    /// <summary>
    /// Null where the source has none: the 1-based number of the data row then stands for it, and of several files <c>2:15</c>, the second file's 15th row.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>Whose payment it is; null where the source does not tell: each payment then stands alone, under its id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Account { get; init; }

    public required string Time { get; init; }

    /// <summary>The month and the day, as numbers, where they stand in columns of their own beside the year that <see cref="Time"/> then is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MonthAndDay { get; init; }

    /// <summary>The time of day, where it stands in a column of its own beside the date.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeOfDay { get; init; }

    public string? Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>What one unit of each currency is worth, in whatever one currency; used where the transactions have several.</summary>
    public IReadOnlyDictionary<string, double> Rates { get; init; } = new Dictionary<string, double>();

    /// <summary>Entity name (device, ip, card, …) to source column.</summary>
    public IReadOnlyDictionary<string, string> Entities { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>
    /// Which of the account, the entities and the attributes, by their names, tell who someone is: who may not see such values gets pseudonyms.
    /// Null: those that are called so (<see cref="PersonalColumns"/>). Left out of the JSON then, so that datasets keep their fingerprints.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Personal { get; init; }

    public DecisionMapping? Decision { get; init; }

    public OutcomeMapping? Outcome { get; init; }

    /// <summary>When the account signed up. Left out of the JSON where there is none, so that datasets keep their fingerprints.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SignedUp { get; init; }

    /// <summary>Which rows are transactions; null: all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RowFilter? Rows { get; init; }

    /// <summary>What becomes of refunds and reversals; null: those with an amount below 0 are set aside.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RefundMapping? Refunds { get; init; }

    /// <summary>What becomes of rows that are delivered twice; null: what <see cref="CopyRule"/> says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CopyRule? Copies { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SourceFormat? Format { get; init; }
}

/// <summary>Rows of a table by a word in one of their columns: one log may hold views and purchases.</summary>
public sealed record RowFilter
{
    public required string Column { get; init; }

    /// <summary>A row belongs to the table where the column holds one of these, compared whole and trimmed.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Whether instead all rows but those belong to it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Except { get; init; }
}

/// <summary>What becomes of rows that give money back: rows with an amount below 0, and those with one of the words.</summary>
public sealed record RefundMapping
{
    public RefundUse Use { get; init; }

    /// <summary>Whether amounts are written from the account's side, as banks do: a payment is below 0 and what was given back is above it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PaymentsBelowZero { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Column { get; init; }

    public IReadOnlyList<string> Words { get; init; } = [];
}

public enum RefundUse
{
    /// <summary>Counted and left out.</summary>
    SetAside,

    /// <summary>Kept as transactions without an amount; an attribute says that they are refunds.</summary>
    Keep,

    /// <summary>Left out, and the money noted at the payment it was given back for: the last one before, of the same account and amount.</summary>
    Link,
}

/// <summary>
/// Rows that are equal in all columns of the source. Where nothing is chosen they are kept once if the rows have an id or if the copies lie in several
/// files; otherwise all are kept, and more than one in a hundred must be decided on (a clock of whole minutes makes honest repeats).
/// </summary>
public enum CopyRule
{
    Once,
    All,
}

/// <summary>What the real-time engine did, and the source's words for it.</summary>
public sealed record DecisionMapping
{
    public required string Column { get; init; }

    public IReadOnlyList<string> Approved { get; init; } = [];

    public IReadOnlyList<string> Challenged { get; init; } = [];

    public IReadOnlyList<string> Declined { get; init; } = [];

    /// <summary>Words that say nothing: such rows have no decision.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Ignored { get; init; }
}

/// <summary>What turned out to be true, and when that became known. Without <see cref="KnownAt"/> an outcome counts as known at once.</summary>
public sealed record OutcomeMapping
{
    public required string Column { get; init; }

    public IReadOnlyList<string> Fraud { get; init; } = [];

    public IReadOnlyList<string> Legitimate { get; init; } = [];

    /// <summary>Words that say nothing: such rows' outcome is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Ignored { get; init; }

    public string? KnownAt { get; init; }
}

public sealed record EventMapping
{
    public required string Account { get; init; }

    public string? Transaction { get; init; }

    public string? Session { get; init; }

    public required string Time { get; init; }

    public required string Type { get; init; }

    public string? DwellMs { get; init; }

    /// <summary>Whether the events lie in the transactions' files (then without a file of their own).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool InTransactions { get; init; }

    /// <summary>The time of day, where it stands in a column of its own beside the date.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeOfDay { get; init; }

    /// <summary>Further columns that tell the page, after <see cref="Type"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? TypeParts { get; init; }

    /// <summary>Which rows are events; null: all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RowFilter? Rows { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CopyRule? Copies { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SourceFormat? Format { get; init; }
}

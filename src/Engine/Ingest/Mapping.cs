using System.Text.Json.Serialization;

namespace Investigator.Engine.Ingest;

/// <summary>What each source column is used as. Read from JSON (snake_case, unknown keys refused) or guessed from a header.</summary>
public sealed record Mapping
{
    public required TransactionMapping Transactions { get; init; }

    /// <summary>Null when there are no events: sequences are then empty, features and clusters still work.</summary>
    public EventMapping? Events { get; init; }

    /// <summary>Words that stand for nothing, in place of the usual ones (<see cref="MissingWords"/>); empty: no word does. Null: the usual ones.</summary>
    public IReadOnlyList<string>? Missing { get; init; }
}

public sealed record TransactionMapping
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    public required string Time { get; init; }

    public string? Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>What one unit of each currency is worth, in whatever one currency; used where the transactions have several.</summary>
    public IReadOnlyDictionary<string, double> Rates { get; init; } = new Dictionary<string, double>();

    /// <summary>Entity name (device, ip, card, …) to source column.</summary>
    public IReadOnlyDictionary<string, string> Entities { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Attributes { get; init; } = [];

    public DecisionMapping? Decision { get; init; }

    public OutcomeMapping? Outcome { get; init; }

    /// <summary>When the account signed up. Left out of the JSON where there is none, so that datasets keep their fingerprints.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SignedUp { get; init; }
}

/// <summary>What the real-time engine did, and the source's words for it.</summary>
public sealed record DecisionMapping
{
    public required string Column { get; init; }

    public IReadOnlyList<string> Approved { get; init; } = [];

    public IReadOnlyList<string> Challenged { get; init; } = [];

    public IReadOnlyList<string> Declined { get; init; } = [];
}

/// <summary>What turned out to be true, and when that became known. Without <see cref="KnownAt"/> an outcome counts as known at once.</summary>
public sealed record OutcomeMapping
{
    public required string Column { get; init; }

    public IReadOnlyList<string> Fraud { get; init; } = [];

    public IReadOnlyList<string> Legitimate { get; init; } = [];

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
}

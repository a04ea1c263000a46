using Investigator.Engine.Core;
using Investigator.Engine.Ingest;

namespace Investigator.Web.Pages.Datasets;

/// <summary>A <see cref="Mapping"/> under a person's hands: may be incomplete until it is made into one.</summary>
public sealed class MappingDraft
{
    public string? Id { get; set; }

    public string? Account { get; set; }

    public string? Time { get; set; }

    public string? Amount { get; set; }

    public string? Currency { get; set; }

    /// <summary>When the account signed up.</summary>
    public string? SignedUp { get; set; }

    public List<EntityDraft> Entities { get; } = [];

    public List<string> Attributes { get; } = [];

    public string? Decision { get; set; }

    /// <summary>The source's words, separated by commas.</summary>
    public string Approved { get; set; } = "";

    public string Challenged { get; set; } = "";

    public string Declined { get; set; } = "";

    public string? Outcome { get; set; }

    public string Fraud { get; set; } = "";

    public string Legitimate { get; set; } = "";

    public string? KnownAt { get; set; }

    /// <summary>Null when there is no events file.</summary>
    public EventDraft? Events { get; set; }

    /// <summary>Words that stand for nothing, where the mapping names its own.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>What currencies are worth, where the mapping says so.</summary>
    public IReadOnlyDictionary<string, double> Rates { get; init; } = new Dictionary<string, double>();

    public static MappingDraft From(Mapping mapping, bool hasEvents)
    {
        var t = mapping.Transactions;
        var draft = new MappingDraft
        {
            Id = t.Id,
            Account = t.Account,
            Time = t.Time,
            Amount = t.Amount,
            Currency = t.Currency,
            SignedUp = t.SignedUp,
            Decision = t.Decision?.Column,
            Approved = Join(t.Decision?.Approved),
            Challenged = Join(t.Decision?.Challenged),
            Declined = Join(t.Decision?.Declined),
            Outcome = t.Outcome?.Column,
            Fraud = Join(t.Outcome?.Fraud),
            Legitimate = Join(t.Outcome?.Legitimate),
            KnownAt = t.Outcome?.KnownAt,
            Missing = mapping.Missing,
            Rates = t.Rates,
            Events = hasEvents ? EventDraft.From(mapping.Events) : null,
        };
        draft.Entities.AddRange(t.Entities.Select(e => new EntityDraft { Name = e.Key, Column = e.Value }));
        draft.Attributes.AddRange(t.Attributes);
        return draft;
    }

    /// <exception cref="InputException">Something required is not chosen, or two entities bear one name.</exception>
    public Mapping ToMapping()
    {
        var entities = new Dictionary<string, string>();
        foreach (var entity in Entities)
        {
            if (!entities.TryAdd(entity.Name.Trim(), entity.Column)) throw new InputException(
                "two entities bear the same name", value: entity.Name, expected: "a name of its own for each");
        }

        return new Mapping
        {
            Transactions = new TransactionMapping
            {
                Id = Required(Id, "the transaction's id"),
                Account = Required(Account, "the account"),
                Time = Required(Time, "the time"),
                Amount = Optional(Amount),
                Currency = Optional(Currency),
                Rates = Optional(Currency) is null ? new Dictionary<string, double>() : Rates,
                SignedUp = Optional(SignedUp),
                Entities = entities,
                Attributes = [.. Attributes],
                Decision = Optional(Decision) is { } d
                ? new DecisionMapping { Column = d, Approved = Words(Approved), Challenged = Words(Challenged), Declined = Words(Declined) } : null,
                Outcome = Optional(Outcome) is { } o
                ? new OutcomeMapping { Column = o, Fraud = Words(Fraud), Legitimate = Words(Legitimate), KnownAt = Optional(KnownAt) } : null,
            },
            Events = Events?.ToMapping(),
            Missing = Missing,
        };
    }

    /// <summary>Which part each transaction column plays, for the preview; absent when it plays none.</summary>
    public IReadOnlyDictionary<string, string> Parts()
    {
        var parts = new Dictionary<string, string>();
        foreach (var (column, part) in (IEnumerable<(string?, string)>)[(Id, "id"), (Account, "account"), (Time, "time"), (Amount, "amount"),
            (Currency, "currency"), (SignedUp, "signed up"), (Decision, "decision"), (Outcome, "outcome"), (KnownAt, "known at")])
        {
            if (!string.IsNullOrEmpty(column)) parts.TryAdd(column, part);
        }

        foreach (var entity in Entities) parts.TryAdd(entity.Column, entity.Name);
        foreach (var attribute in Attributes) parts.TryAdd(attribute, "attribute");
        return parts;
    }

    internal static string Required(string? column, string what) =>
        Optional(column) ?? throw new InputException($"no column is chosen for {what}", expected: "a column of the file");

    internal static string? Optional(string? column) => string.IsNullOrEmpty(column) ? null : column;

    private static string Join(IReadOnlyList<string>? words) => words is null ? "" : string.Join(", ", words);

    private static string[] Words(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>One entity: a name of the person's choice over a column.</summary>
public sealed class EntityDraft
{
    public required string Name { get; set; }

    public required string Column { get; init; }
}

/// <summary>The events' part of a draft.</summary>
public sealed class EventDraft
{
    public string? Account { get; set; }

    public string? Time { get; set; }

    public string? Type { get; set; }

    public string? Transaction { get; set; }

    public string? Session { get; set; }

    public string? DwellMs { get; set; }

    public static EventDraft From(EventMapping? mapping) => mapping is null
        ? new EventDraft()
        : new EventDraft
        {
            Account = mapping.Account,
            Time = mapping.Time,
            Type = mapping.Type,
            Transaction = mapping.Transaction,
            Session = mapping.Session,
            DwellMs = mapping.DwellMs,
        };

    public EventMapping ToMapping() => new()
    {
        Account = MappingDraft.Required(Account, "the events' account"),
        Time = MappingDraft.Required(Time, "the events' time"),
        Type = MappingDraft.Required(Type, "the events' type"),
        Transaction = MappingDraft.Optional(Transaction),
        Session = MappingDraft.Optional(Session),
        DwellMs = MappingDraft.Optional(DwellMs),
    };
}

using Investigator.Engine.Ingest;

namespace Investigator.Web.Pages.Reading;

/// <summary>What one column of the transactions can be, apart from entities and attributes.</summary>
public enum TransactionPart
{
    Id,
    Account,
    Time,
    Month,
    Day,
    TimeOfDay,
    Amount,
    Currency,
    SignedUp,
    Decision,
    Outcome,
    KnownAt,
}

/// <summary>Which column is what among the transactions' columns.</summary>
internal static class TransactionPartEdits
{
    public static string Word(this TransactionPart part) => part switch
    {
        TransactionPart.TimeOfDay => "time of day",
        TransactionPart.SignedUp => "signed up",
        TransactionPart.KnownAt => "known at",
        _ => part.ToString().ToLowerInvariant(),
    };

    /// <returns>Null where no column is it.</returns>
    public static string? ColumnOf(this TransactionMapping mapping, TransactionPart part) => part switch
    {
        TransactionPart.Id => mapping.Id,
        TransactionPart.Account => mapping.Account,
        TransactionPart.Time => Chosen(mapping.Time),
        TransactionPart.Month => mapping.MonthAndDay is [var month, _] ? Chosen(month) : null,
        TransactionPart.Day => mapping.MonthAndDay is [_, var day] ? Chosen(day) : null,
        TransactionPart.TimeOfDay => mapping.TimeOfDay,
        TransactionPart.Amount => mapping.Amount,
        TransactionPart.Currency => mapping.Currency,
        TransactionPart.SignedUp => mapping.SignedUp,
        TransactionPart.Decision => mapping.Decision?.Column,
        TransactionPart.Outcome => mapping.Outcome?.Column,
        _ => mapping.Outcome?.KnownAt,
    };

    /// <summary>
    /// Makes a column that part, or none where it is null. The column is then no entity or attribute any more: an outcome that also is an attribute would
    /// be learned from itself.
    /// </summary>
    public static TransactionMapping With(this TransactionMapping mapping, TransactionPart part, string? column)
    {
        if (mapping.ColumnOf(part) == column) return mapping;
        var free = column is null ? mapping : mapping.Without(column, keepEntities: part == TransactionPart.Account);
        return part switch
        {
            TransactionPart.Id => free with { Id = column },
            TransactionPart.Account => free with { Account = column },
            // The month and the day were those of the former column's year.
            TransactionPart.Time => free with { Time = column ?? "", MonthAndDay = null },
            TransactionPart.Month => free with { MonthAndDay = BesideYear(column, free.ColumnOf(TransactionPart.Day)) },
            TransactionPart.Day => free with { MonthAndDay = BesideYear(free.ColumnOf(TransactionPart.Month), column) },
            TransactionPart.TimeOfDay => free with { TimeOfDay = column },
            TransactionPart.Amount => free with { Amount = column },
            TransactionPart.Currency => free with { Currency = column, Rates = new Dictionary<string, double>() },
            TransactionPart.SignedUp => free with { SignedUp = column },
            TransactionPart.Decision => free with { Decision = column is null ? null : new DecisionMapping { Column = column } },
            TransactionPart.Outcome => free with
            {
                Outcome = column is null ? null : new OutcomeMapping { Column = column, KnownAt = mapping.Outcome?.KnownAt },
            },
            _ => free with { Outcome = free.Outcome is null ? null : free.Outcome with { KnownAt = column } },
        };
    }

    /// <summary>Leaves a column out of the entities and attributes.</summary>
    public static TransactionMapping Without(this TransactionMapping mapping, string column, bool keepEntities = false) => mapping with
    {
        Attributes = [.. mapping.Attributes.Where(a => a != column)],
        Entities = keepEntities ? mapping.Entities : mapping.Entities.Where(e => e.Value != column).ToDictionary(),
    };

    /// <summary>What each column is, in a word; absent where it is nothing.</summary>
    public static IReadOnlyDictionary<string, string> Parts(this TransactionMapping mapping)
    {
        var parts = new Dictionary<string, string>();
        foreach (var part in Enum.GetValues<TransactionPart>())
        {
            if (mapping.ColumnOf(part) is { } column) parts.TryAdd(column, part.Word());
        }

        foreach (var (name, column) in mapping.Entities) parts.TryAdd(column, name);
        foreach (var attribute in mapping.Attributes) parts.TryAdd(attribute, "attribute");
        if (mapping.Rows is { } rows) parts.TryAdd(rows.Column, "which rows");
        if (mapping.Refunds?.Column is { } refunds) parts.TryAdd(refunds, "refunds");
        return parts;
    }

    /// <summary>A name for an entity by its column, free among those there are: device_id -> device. It stands in sentences; letters, digits and _ may be
    /// in it.</summary>
    public static string EntityName(this TransactionMapping mapping, string column)
    {
        var name = string.Concat(column.ToLowerInvariant().Select(static c => char.IsLetterOrDigit(c) ? c : '_')).Trim('_');
        if (name.EndsWith("_id", StringComparison.Ordinal)) name = name[..^3];
        if (name.Length == 0) name = "entity";
        var free = name;
        for (var i = 2; mapping.Entities.ContainsKey(free); i++) free = FormattableString.Invariant($"{name}_{i}");
        return free;
    }

    /// <summary>One that is not chosen yet is empty.</summary>
    private static string[]? BesideYear(string? month, string? day) => month is null && day is null ? null : [month ?? "", day ?? ""];

    private static string? Chosen(string column) => column.Length == 0 ? null : column;
}

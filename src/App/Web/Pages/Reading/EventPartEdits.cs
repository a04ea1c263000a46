using Investigator.Engine.Ingest;

namespace Investigator.Web.Pages.Reading;

/// <summary>What one column of the events can be.</summary>
public enum EventPart
{
    Account,
    Time,
    TimeOfDay,
    Page,
    Transaction,
    Session,
    DwellMs,
}

/// <summary>Which column is what among the events' columns.</summary>
internal static class EventPartEdits
{
    public static string Word(this EventPart part) => part switch
    {
        EventPart.TimeOfDay => "time of day",
        EventPart.DwellMs => "dwell",
        _ => part.ToString().ToLowerInvariant(),
    };

    /// <returns>Null where no column is it.</returns>
    public static string? ColumnOf(this EventMapping mapping, EventPart part) => part switch
    {
        EventPart.Account => Chosen(mapping.Account),
        EventPart.Time => Chosen(mapping.Time),
        EventPart.TimeOfDay => mapping.TimeOfDay,
        EventPart.Page => Chosen(mapping.Type),
        EventPart.Transaction => mapping.Transaction,
        EventPart.Session => mapping.Session,
        _ => mapping.DwellMs,
    };

    public static EventMapping With(this EventMapping mapping, EventPart part, string? column) => part switch
    {
        EventPart.Account => mapping with { Account = column ?? "" },
        EventPart.Time => mapping with { Time = column ?? "" },
        EventPart.TimeOfDay => mapping with { TimeOfDay = column },
        EventPart.Page => mapping with { Type = column ?? "", TypeParts = WithoutPart(mapping.TypeParts, column) },
        EventPart.Transaction => mapping with { Transaction = column },
        EventPart.Session => mapping with { Session = column },
        _ => mapping with { DwellMs = column },
    };

    /// <summary>What each column is, in a word; absent where it is nothing.</summary>
    public static IReadOnlyDictionary<string, string> Parts(this EventMapping mapping)
    {
        var parts = new Dictionary<string, string>();
        foreach (var part in Enum.GetValues<EventPart>())
        {
            if (mapping.ColumnOf(part) is { } column) parts.TryAdd(column, part.Word());
        }

        foreach (var more in mapping.TypeParts ?? []) parts.TryAdd(more, "page, too");
        if (mapping.Rows is { } rows) parts.TryAdd(rows.Column, "which rows");
        return parts;
    }

    /// <summary>The events' part of a mapping for a log that holds views and payments: the account and time are those of the transactions.</summary>
    public static EventMapping InTransactionsOf(TransactionMapping transactions) => new()
    {
        InTransactions = true,
        Account = transactions.Account ?? "",
        Time = transactions.Time,
        TimeOfDay = transactions.TimeOfDay,
        Type = "",
    };

    public static IReadOnlyList<string>? WithoutPart(IReadOnlyList<string>? parts, string? column) =>
        parts?.Where(p => p != column).ToArray() is { Length: > 0 } left ? left : null;

    private static string? Chosen(string column) => column.Length == 0 ? null : column;
}

using System.Globalization;

namespace Investigator.Engine.Ingest;

/// <summary>A mapping in plain words: what each column is used as, and what becomes of the rows.</summary>
public static class MappingWords
{
    /// <summary>Of the transactions, each part under its name; optional parts only where they are used.</summary>
    public static IReadOnlyList<(string What, string Words)> Of(TransactionMapping t) => Said(
    [
        ("Payment's id", t.Id ?? "none: the number of its row stands for it"),
        ("Account", t.Account ?? "none: each payment stands alone"),
        ("Time", Time(t.MonthAndDay is { } parts ? $"{t.Time}, {string.Join(", ", parts)}" : t.Time, t.TimeOfDay)),
        ("Amount", t.Amount),
        ("Currency", t.Currency is null ? null : t.Currency + Rates(t.Rates)),
        ("Signed up", t.SignedUp),
        ("Entities", List(t.Entities.Select(static e => e.Key == e.Value ? e.Key : $"{e.Key} from {e.Value}"))),
        ("Attributes", List(t.Attributes)),
        ("Decision", t.Decision is { } d ? d.Column
            + Words([("approved", d.Approved), ("challenged", d.Challenged), ("declined", d.Declined), ("nothing", d.Ignored ?? [])]) : null),
        ("Outcome", t.Outcome is { } o ? o.Column + Words([("fraud", o.Fraud), ("legitimate", o.Legitimate), ("nothing", o.Ignored ?? [])]) : null),
        ("Outcome known at", t.Outcome?.KnownAt),
        ("Rows", Rows(t.Rows)),
        ("Refunds", t.Refunds is { } r ? Refunds(r) : null),
        ("Rows delivered twice", Copies(t.Copies)),
    ]);

    /// <summary>Of the events.</summary>
    public static IReadOnlyList<(string What, string Words)> Of(EventMapping e) => Said(
    [
        ("Files", e.InTransactions ? "those of the transactions" : null),
        ("Account", e.Account),
        ("Time", Time(e.Time, e.TimeOfDay)),
        ("Page or action", string.Join(" / ", (e.TypeParts ?? []).Prepend(e.Type))),
        ("Payment's id", e.Transaction),
        ("Session", e.Session),
        ("Time on the page", e.DwellMs),
        ("Rows", Rows(e.Rows)),
        ("Rows delivered twice", Copies(e.Copies)),
    ]);

    /// <summary>What holds for both tables.</summary>
    public static IReadOnlyList<(string What, string Words)> OfBoth(Mapping mapping) => Said(
    [
        ("Words for nothing", mapping.Missing is null ? null : List(mapping.Missing) ?? "none"),
        ("Upper and lower case", mapping.IgnoreCase ? "not told apart in accounts, sessions and entities" : null),
        ("Composed characters", mapping.NormalizeUnicode ? "as one with the same characters written in parts" : null),
    ]);

    private static IReadOnlyList<(string What, string Words)> Said(IEnumerable<(string What, string? Words)> all) =>
        [.. all.Where(static a => a.Words is not null).Select(static a => (a.What, a.Words!))];

    private static string Time(string column, string? timeOfDay) => timeOfDay is null ? column : $"{column}, with the time of day in {timeOfDay}";

    private static string? List(IEnumerable<string> items) => string.Join(", ", items) is { Length: > 0 } list ? list : null;

    private static string Rates(IReadOnlyDictionary<string, double> rates) => rates.Count == 0 ? ""
        : "; one unit is worth " + string.Join(", ", rates.Select(static r => string.Create(CultureInfo.InvariantCulture, $"{r.Key} {r.Value}")));

    private static string Words(IEnumerable<(string Meaning, IReadOnlyList<string> Words)> meanings)
    {
        var told = meanings.Where(static m => m.Words.Count > 0).Select(static m => $"{Quoted(m.Words)} → {m.Meaning}");
        return ": " + string.Join("; ", told);
    }

    private static string? Rows(RowFilter? rows) => rows is null ? null
        : rows.Except ? $"all but those with {Quoted(rows.Words)} in {rows.Column}" : $"those with {Quoted(rows.Words)} in {rows.Column}";

    private static string Refunds(RefundMapping refunds)
    {
        var use = refunds.Use switch
        {
            RefundUse.Keep => "kept as payments without an amount",
            RefundUse.Link => "noted at the payment they were given back for",
            _ => "set aside",
        };
        if (refunds.PaymentsBelowZero) use += "; payments have amounts below 0";
        return refunds.Column is { } column ? $"{use}; also rows with {Quoted(refunds.Words)} in {column}" : use;
    }

    private static string? Copies(CopyRule? copies) => copies switch
    {
        CopyRule.Once => "kept once",
        CopyRule.All => "all kept",
        _ => null,
    };

    private static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Select(static w => $"'{w}'"));
}

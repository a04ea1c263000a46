using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks;

/// <summary>One reason for which a row is refused.</summary>
/// <param name="Column">Source column, as the person named it.</param>
/// <param name="Value">SQL of the source text.</param>
/// <param name="Fails">SQL that is true for a bad row and never NULL.</param>
/// <param name="Reason">Shown to people; faults are counted by it.</param>
internal sealed record RowCheck(string? Column, string Value, string Fails, string Reason)
{
    public static RowCheck Missing(string column, string value, string what) => new(column, value, $"{value} IS NULL", what + " is missing");

    /// <summary>A text that gave no value.</summary>
    public static RowCheck Unreadable(string? column, string text, string parsed, string reason) =>
        new(column, text, $"({text} IS NOT NULL AND {parsed} IS NULL)", reason);

    /// <summary>An optional amount or duration: a finite number.</summary>
    public static IEnumerable<RowCheck> Finite(string? column, string text, string parsed, string what) =>
    [
        Unreadable(column, text, parsed, what + " is not a number"),
        new(column, text, $"coalesce(NOT isfinite({parsed}), false)", what + " is not finite"),
        new(column, text, $"coalesce(isfinite({parsed}) AND abs({parsed}) > {Sql.Number(NumberFormat.MostMoney)}, false)", what + " is beyond 1e15"),
    ];

    /// <summary>The same, and not negative.</summary>
    public static IEnumerable<RowCheck> NonNegative(string? column, string text, string parsed, string what) =>
        [.. Finite(column, text, parsed, what), new(column, text, $"coalesce(isfinite({parsed}) AND {parsed} < 0, false)", what + " is negative")];

    /// <summary>SQL of a row's faults, a list of their column, value and reason; NULL where it has none.</summary>
    public static string Faults(IReadOnlyList<RowCheck> checks)
    {
        var faults = string.Join(", ", checks
            .Select(static c => $"CASE WHEN {c.Fails} THEN {{'column': {Sql.Text(c.Column ?? "")}, 'value': left(coalesce({c.Value}, ''), 200), 'reason': "
                + $"{Sql.Text(c.Reason)}}} END"));
        return $"CASE WHEN {string.Join(" OR ", checks.Select(static c => c.Fails))} THEN list_filter([{faults}], lambda x: x IS NOT NULL) END";
    }

    /// <summary>Writes one reject per fault of each row of a relation with <c>file_no</c>, <c>row_no</c> and <c>faults</c>.</summary>
    public static void Record(LoadSession session, RawTable raw, string from) =>
        session.Run($"INSERT INTO rejects SELECT {Sql.Text(raw.Source)}, file_no, row_no, f.\"column\", f.value, f.reason "
            + $"FROM (SELECT file_no, row_no, unnest(faults) AS f FROM {from} WHERE faults IS NOT NULL)");
}

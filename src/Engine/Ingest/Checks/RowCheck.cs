using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;
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
    /// <param name="column">Of the source.</param>
    /// <param name="cell">As which it is read.</param>
    /// <param name="given">SQL of what stands there.</param>
    /// <param name="parsed">SQL of the number.</param>
    /// <param name="what">For the reason.</param>
    public static IEnumerable<RowCheck> Finite(string? column, SourceCell cell, string given, string parsed, string what)
    {
        var text = cell.Text(given);
        if (cell.Native is null) yield return Unreadable(column, text, parsed, what + " is not a number");
        if (cell.Native != NativeType.Whole) yield return new(column, text, $"coalesce(NOT isfinite({parsed}), false)", what + " is not finite");
        yield return new(column, text, $"coalesce(isfinite({parsed}) AND abs({parsed}) > {Sql.Number(NumberFormat.MostMoney)}, false)",
            what + " is beyond 1e15");
    }

    /// <summary>The same, and not negative.</summary>
    public static IEnumerable<RowCheck> NonNegative(string? column, SourceCell cell, string given, string parsed, string what) =>
        [.. Finite(column, cell, given, parsed, what),
            new(column, cell.Text(given), $"coalesce(isfinite({parsed}) AND {parsed} < 0, false)", what + " is negative")];

    /// <summary>SQL of a row's faults (<see cref="RowMarks"/>), NULL where it has none.</summary>
    public static string Faults(IReadOnlyList<RowCheck> checks) =>
        RowMarks.Of([.. checks.Select(static c => (c.Fails, $"left(coalesce({c.Value}, ''), 200)"))]);

    /// <summary>Writes one reject per fault of each row of a relation with <c>file_no</c>, <c>row_no</c> and <c>faults</c>.</summary>
    public static void Record(LoadSession session, RawTable raw, IReadOnlyList<RowCheck> checks, string from) =>
        session.Run($"INSERT INTO rejects SELECT {Sql.Text(raw.Source)}, file_no, row_no, {RowMarks.Named(checks.Select(static c => c.Column ?? ""))}, text, "
            + $"{RowMarks.Named(checks.Select(static c => c.Reason))} FROM {RowMarks.Each("faults", from)}");
}

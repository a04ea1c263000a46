using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;
using Investigator.Web.Pages.Reading;

namespace Investigator.Web.Pages.AddData;

/// <summary>What the workbench says of the tables' formats and parts.</summary>
public sealed partial class LoadWorkbench
{
    private const int PartsInLine = 12;

    /// <summary>The tables that have files of their own, each with a heading where there are two.</summary>
    private IEnumerable<(string Table, string? Label)> FormatTables =>
        Events is null ? [(TableNames.Transactions, null)] : [(TableNames.Transactions, "Transactions"), (TableNames.Events, "Events")];

    private string FormatLine => string.Join(" · ", FormatParts().Distinct());

    private static string PartsLine(IReadOnlyDictionary<string, string> parts)
    {
        var named = parts.Where(static p => p.Value != "attribute").Select(static p => $"{p.Value} is {HiddenCharacters.Show(p.Key)}").ToList();
        var attributes = parts.Count(static p => p.Value == "attribute");
        var line = string.Join(", ", named.Take(PartsInLine)) + (named.Count > PartsInLine ? "…" : "");
        return line + (attributes == 0 ? "." : $", {Controls.Format.Count(attributes, "attribute")}.");
    }

    private SourcePreview? PreviewOf(string table) => table == TableNames.Events ? _source?.EventsPreview : _source?.TransactionsPreview;

    private SourceFile? FileOf(string table) => PreviewOf(table)?.Files[0];

    private bool IsFolder(string table) => (table == TableNames.Events ? _source?.Events : _source?.Transactions)?.Files is not null;

    private ColumnWords? WordsOf(string table) => table == TableNames.Events ? _events : _transactions;

    /// <summary>Columns of times and numbers that are in use.</summary>
    private IEnumerable<(string Column, string Part, bool IsTime)> Used(string table)
    {
        (string? Column, string Part, bool IsTime)[] used = table == TableNames.Events && Mapping.Events is { } e
            ? [(e.Time, "time", true), (e.DwellMs, "dwell", false)]
            : [(Mapping.Transactions.Time, "time", true), (Mapping.Transactions.Amount, "amount", false),
                (Mapping.Transactions.Outcome?.KnownAt, "known at", true), (Mapping.Transactions.SignedUp, "signed up", true)];
        return used.Where(static u => !string.IsNullOrEmpty(u.Column)).Select(static u => (u.Column!, u.Part, u.IsTime));
    }

    private IEnumerable<string> FormatParts()
    {
        foreach (var (table, _) in FormatTables)
        {
            if (FileOf(table) is not { } file) continue;
            var format = Mapping.FormatOf(table) ?? new SourceFormat();
            if (file.Kind == SourceKind.Parquet)
            {
                yield return "Parquet";
            }
            else if ((format.Sheet ?? file.Layout.Sheet) is { } sheet)
            {
                yield return $"sheet {sheet}";
            }
            else
            {
                yield return FormatWords.Encoding(format.Encoding ?? file.Layout.Encoding ?? "utf-8");
                yield return FormatWords.Delimiter(format.Delimiter ?? file.Layout.Delimiter ?? ",");
            }
            if ((format.Header ?? file.Layout.Header) is false) yield return "no header";
            if ((format.SkipLines ?? file.Layout.SkipLines) is > 0 and var lines) yield return Controls.Format.Count(lines, "line") + " above the header";
            foreach (var word in ValueWords(format)) yield return word;
        }
    }

    private static IEnumerable<string> ValueWords(SourceFormat format)
    {
        var columns = format.Columns?.Values ?? [];
        var numbers = columns.Select(static c => FormatWords.Numbers(c.Decimal, c.Thousands)).Prepend(FormatWords.Numbers(format.Decimal, format.Thousands));
        foreach (var number in numbers.OfType<string>().Distinct().Take(2)) yield return "numbers " + number;
        var times = columns.Select(static c => FormatWords.Times(c.Time)).Prepend(FormatWords.Times(format.Time));
        foreach (var time in times.OfType<string>().Distinct().Take(2)) yield return "times " + time;
        foreach (var zone in columns.Select(static c => c.TimeZone).Prepend(format.TimeZone).OfType<string>().Distinct().Take(2)) yield return zone;
    }
}

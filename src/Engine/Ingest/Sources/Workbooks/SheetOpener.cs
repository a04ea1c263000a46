using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;

namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>A sheet that is the table, and where in it.</summary>
/// <param name="Place">The sheet and its rows.</param>
/// <param name="Header">Whether the first one is a header.</param>
/// <param name="Columns">Their names.</param>
/// <param name="IsTyped">Of each, whether the file itself says that its values are numbers, times or truth values.</param>
/// <param name="Advice">What is not certain.</param>
internal sealed record FoundSheet(SheetPlace Place, bool Header, IReadOnlyList<string> Columns, IReadOnlyList<bool> IsTyped, IReadOnlyList<Advice> Advice);

/// <summary>Finds the table in a workbook: the sheet, the rows above it, and its header.</summary>
internal static class SheetOpener
{
    /// <summary>Rows of a sheet that are looked at.</summary>
    private const int Rows = 300;

    /// <summary>Cells likewise, but for the first few rows.</summary>
    private const int Cells = 200_000;

    private const int FewRows = 20;

    private const int MostSheets = 20;

    /// <param name="readFrom">The workbook.</param>
    /// <param name="path">For messages.</param>
    /// <param name="options">What is known.</param>
    /// <exception cref="InputException">It is damaged, has no such sheet, or holds no table.</exception>
    public static FoundSheet Find(string readFrom, string path, SourceOptions options)
    {
        var workbook = Workbook.Open(readFrom, path);
        var given = options.Format;
        if (given?.Sheet is { } name)
        {
            var named = workbook.Sheets.FirstOrDefault(s => s.Name == name) ?? throw new InputException("the workbook has no such sheet", path, value: name,
                expected: string.Join(", ", workbook.Sheets.Select(static s => s.Name).Take(MostSheets)));
            return Of(named, Look(workbook, named, options), []) ?? throw Empty(path, name);
        }

        // A sheet of notes is no table: it has no two rows with several values.
        var shown = workbook.Sheets.Where(static s => !s.IsHidden).Take(MostSheets).Select(s => (Sheet: s, Rows: LookAtAny(workbook, s, options))).ToList();
        var tables = shown.Where(static t => t.Rows.Count(static r => r.Cells.Count(static c => c.Text.Length > 0) > 1) > 1).ToList();
        if (tables.Count == 0)
        {
            var first = workbook.Sheets.Count == 0 ? throw Empty(path) : shown.Find(static t => t.Rows.Count > 0).Sheet ?? workbook.Sheets[0];
            return Of(first, Look(workbook, first, options), []) ?? throw Empty(path, first.Name);
        }

        return Of(tables[0].Sheet, tables[0].Rows, tables.Count == 1 ? [] : [Choose(options.Table, [.. tables.Select(static t => t.Sheet.Name)])])!;

        FoundSheet? Of(WorkbookSheet sheet, List<SheetRow> rows, IEnumerable<Advice> advice) => Table(sheet, rows, options, advice);
    }

    private static FoundSheet? Table(WorkbookSheet sheet, List<SheetRow> rows, SourceOptions options, IEnumerable<Advice> advice)
    {
        var given = options.Format;
        rows.RemoveAll(r => r.Number <= (given?.SkipLines ?? 0));
        if (rows.Count == 0) return null;
        var width = rows.Max(static r => r.Cells.Count);
        var records = rows.Select(r => new SourceRecord(r.Number - 1, [.. Enumerable.Range(0, width).Select(r.Text)])).ToList();
        var header = HeaderJudge.Find(records, given);
        var table = records.Where(r => r.Line >= header.Skip).Select(static r => r.Fields).ToList();
        var above = string.Join(" ", Enumerable.Range(0, width).Select(rows[0].Text).Where(static c => c.Length > 0));
        var body = rows.Where(r => r.Number > header.Skip + (header.Header ? 1 : 0)).ToList();
        var place = new SheetPlace(sheet.Name, header.Skip, width)
        {
            Scratch = Scratch(options),
            MostColumns = rows[0].StatedWidth > width + SheetPlace.Beyond ? width + SheetPlace.Beyond : null,
        };
        return new FoundSheet(place, header.Header, header.Columns, [.. header.Columns.Select((_, i) => IsTyped(body, i))],
            [.. advice, .. LayoutAdvice.Header(options.Table, given, header, table, header.Skip, above, "row")]);
    }

    /// <summary>Texts that say nothing, such as #N/A, do not speak against it.</summary>
    private static bool IsTyped(List<SheetRow> rows, int column)
    {
        var cells = rows.Where(r => column < r.Cells.Count).Select(r => r.Cells[column]).Where(static c => !MissingWords.IsNothing(c.Text)).ToList();
        return cells.Count > 0 && cells.TrueForAll(static c => c.IsTyped);
    }

    /// <summary>Of a sheet that says that it has thousands of columns fewer rows are looked at: each holds all of them, be they empty.</summary>
    private static List<SheetRow> Look(Workbook workbook, WorkbookSheet sheet, SourceOptions options)
    {
        var (rows, cells) = (new List<SheetRow>(), 0L);
        foreach (var row in workbook.Rows(sheet.Name, Scratch(options), _ => options.Cancel.ThrowIfCancellationRequested()))
        {
            rows.Add(row);
            cells += row.StatedWidth;
            if (rows.Count == Rows + (options.Format?.SkipLines ?? 0) || (rows.Count >= FewRows && cells > Cells)) break;
        }

        return rows;
    }

    /// <summary>The same of a sheet that nobody named: a chart has no rows.</summary>
    private static List<SheetRow> LookAtAny(Workbook workbook, WorkbookSheet sheet, SourceOptions options)
    {
        try
        {
            return Look(workbook, sheet, options);
        }
        catch (UnreadSheetException)
        {
            return [];
        }
    }

    private static string Scratch(SourceOptions options) => options.Scratch ?? Path.GetTempPath();

    private static Advice Choose(string table, IReadOnlyList<string> sheets) =>
        new(AdviceLevel.Decide, table, null, $"The workbook has tables on {Wording.Counted(sheets.Count, "sheet")}: {Wording.Listed(sheets)}")
        {
            Remedies = [.. sheets.Select(s => Remedy.OfFormat(table, $"Sheet {s}", $"sheet = \"{s}\"", f => f with { Sheet = s }))],
        };

    private static InputException Empty(string path, string? sheet = null) =>
        new(sheet is null ? "the workbook has no sheet with data" : $"the sheet {sheet} is empty", path, expected: "a header and rows");
}

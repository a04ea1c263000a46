using System.Xml;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>A sheet that is the table, and where in it.</summary>
internal sealed record FoundSheet(SheetPlace Place, bool Header, IReadOnlyList<string> Columns, IReadOnlyList<Advice> Advice);

/// <summary>Finds the table in a workbook: the sheet, the rows above it, and its header.</summary>
internal static class SheetOpener
{
    /// <summary>Rows of a sheet that are looked at.</summary>
    private const int Rows = 300;

    private const int MostSheets = 20;

    /// <param name="readFrom">The workbook.</param>
    /// <param name="path">For messages.</param>
    /// <param name="options">What is known.</param>
    /// <exception cref="InputException">It is damaged, has no such sheet, or holds no table.</exception>
    public static FoundSheet Find(string readFrom, string path, SourceOptions options)
    {
        using var workbook = Workbook.Open(readFrom, path);
        try
        {
            return Find(workbook, path, options);
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            throw Workbook.Damaged(path);
        }
    }

    private static FoundSheet Find(Workbook workbook, string path, SourceOptions options)
    {
        var given = options.Format;
        if (given?.Sheet is { } name)
        {
            var named = workbook.Sheets.FirstOrDefault(s => s.Name == name) ?? throw new InputException("the workbook has no such sheet", path, value: name,
                expected: string.Join(", ", workbook.Sheets.Select(static s => s.Name).Take(MostSheets)));
            return Of(named, Look(workbook, named, options), []) ?? throw Empty(path, name);
        }

        // A sheet of notes is no table: it has no two rows with several values.
        var tables = workbook.Sheets.Where(static s => !s.IsHidden).Take(MostSheets).Select(s => (Sheet: s, Rows: Look(workbook, s, options)))
            .Where(static t => t.Rows.Count(static r => r.Cells.Count(static c => c.Length > 0) > 1) > 1).ToList();
        if (tables.Count == 0)
        {
            var first = workbook.Sheets.Count == 0 ? throw Empty(path) : workbook.Sheets[0];
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
        var records = rows.Select(r => new SourceRecord(r.Number - 1, [.. r.Cells, .. Enumerable.Repeat("", width - r.Cells.Count)])).ToList();
        var header = HeaderJudge.Find(records, given);
        var table = records.Where(r => r.Line >= header.Skip).Select(static r => r.Fields).ToList();
        var above = string.Join(" ", rows[0].Cells.Where(static c => c.Length > 0));
        return new FoundSheet(new SheetPlace(sheet.Name, header.Skip, width), header.Header, header.Columns,
            [.. advice, .. LayoutAdvice.Header(options.Table, given, header, table, header.Skip, above, "row")]);
    }

    private static List<SheetRow> Look(Workbook workbook, WorkbookSheet sheet, SourceOptions options) =>
        [.. workbook.Rows(sheet, options.Cancel).Take(Rows + (options.Format?.SkipLines ?? 0))];

    private static Advice Choose(string table, IReadOnlyList<string> sheets) =>
        new(AdviceLevel.Decide, table, null, $"The workbook has tables on {Wording.Counted(sheets.Count, "sheet")}: {Wording.Listed(sheets)}")
        {
            Remedies = [.. sheets.Select(s => Remedy.OfFormat(table, $"Sheet {s}", $"sheet = \"{s}\"", f => f with { Sheet = s }))],
        };

    private static InputException Empty(string path, string? sheet = null) =>
        new(sheet is null ? "the workbook has no sheet with data" : $"the sheet {sheet} is empty", path, expected: "a header and rows");
}

using System.Text;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>Which rows of a workbook are a table.</summary>
/// <param name="Sheet">The sheet's name.</param>
/// <param name="SkipRows">Rows above the header, blank ones counted.</param>
/// <param name="Width">Fields of a row.</param>
internal sealed record SheetPlace(string Sheet, int SkipRows, int Width)
{
    /// <summary>Columns beside the table that are read all the same: a row that reaches there is refused.</summary>
    public const int Beyond = 64;

    /// <summary>Where texts lie while the sheet is read that memory does not hold.</summary>
    public string Scratch { get; init; } = Path.GetTempPath();

    /// <summary>Columns that are read, where the sheet says that it has many more than the table; null: all.</summary>
    public int? MostColumns { get; init; }
}

/// <summary>A sheet's rows as CSV in UTF-8, made while it is read.</summary>
internal static class SheetStream
{
    /// <param name="readFrom">The workbook.</param>
    /// <param name="place">Where in it.</param>
    /// <param name="passed">Told of the bytes of the workbook that are read; ends the reading by throwing.</param>
    /// <exception cref="InputException">The workbook is damaged, or has no such sheet.</exception>
    public static Stream Open(string readFrom, SheetPlace place, Action<int>? passed)
    {
        var workbook = Workbook.Open(readFrom, readFrom);
        if (workbook.Sheets.Any(s => s.Name == place.Sheet)) return new LineStream(Lines(workbook, place, passed ?? (static _ => { })).GetEnumerator());
        throw new InputException("the workbook has no such sheet any more", readFrom, value: place.Sheet);
    }

    private static IEnumerable<string> Lines(Workbook workbook, SheetPlace place, Action<int> passed) =>
        workbook.Rows(place.Sheet, place.Scratch, passed, place.MostColumns).Where(r => r.Number > place.SkipRows).Select(r => Line(r, place.Width));

    /// <summary>A row as CSV. One with more cells than the table has columns keeps them: it will be refused, not cut.</summary>
    private static string Line(SheetRow row, int width)
    {
        var line = new StringBuilder();
        for (var i = 0; i < Math.Max(width, row.Cells.Count); i++)
        {
            if (i > 0) line.Append(',');
            var cell = row.Text(i);
            if (cell.AsSpan().IndexOfAny(",\"\r\n") < 0 && !cell.StartsWith(' ')) line.Append(cell);
            else line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        return line.Append('\n').ToString();
    }

    private sealed class LineStream(IEnumerator<string> lines) : ForwardStream
    {
        private byte[] _line = [];
        private int _at;

        public override int Read(Span<byte> buffer)
        {
            if (_at == _line.Length && !Next()) return 0;
            var length = Math.Min(buffer.Length, _line.Length - _at);
            _line.AsSpan(_at, length).CopyTo(buffer);
            _at += length;
            return length;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) lines.Dispose();
            base.Dispose(disposing);
        }

        private bool Next()
        {
            if (!lines.MoveNext()) return false;
            (_line, _at) = (Encoding.UTF8.GetBytes(lines.Current), 0);
            return true;
        }
    }
}

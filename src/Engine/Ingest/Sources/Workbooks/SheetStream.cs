using System.Text;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>Which rows of a workbook are a table.</summary>
/// <param name="Sheet">The sheet's name.</param>
/// <param name="SkipRows">Rows above the header, blank ones counted.</param>
/// <param name="Width">Fields of a row.</param>
internal sealed record SheetPlace(string Sheet, int SkipRows, int Width);

/// <summary>A sheet's rows as CSV in UTF-8, made while it is read.</summary>
internal static class SheetStream
{
    /// <exception cref="InputException">The workbook is damaged, or has no such sheet.</exception>
    public static Stream Open(string readFrom, SheetPlace place, Action<int>? passed)
    {
        var workbook = Workbook.Open(readFrom, readFrom);
        var sheet = workbook.Sheets.FirstOrDefault(s => s.Name == place.Sheet);
        if (sheet is not null) return new LineStream(Lines(workbook, sheet, place).GetEnumerator(), workbook, readFrom, passed);
        workbook.Dispose();
        throw new InputException("the workbook has no such sheet any more", readFrom, value: place.Sheet);
    }

    private static IEnumerable<string> Lines(Workbook workbook, WorkbookSheet sheet, SheetPlace place) =>
        workbook.Rows(sheet, CancellationToken.None).Where(r => r.Number > place.SkipRows).Select(r => Line(r.Cells, place.Width));

    /// <summary>A row as CSV. One with more cells than the table has columns keeps them: it will be refused, not cut.</summary>
    private static string Line(List<string> cells, int width)
    {
        var line = new StringBuilder();
        for (var i = 0; i < Math.Max(width, cells.Count); i++)
        {
            if (i > 0) line.Append(',');
            var cell = i < cells.Count ? cells[i] : "";
            if (cell.AsSpan().IndexOfAny(",\"\r\n") < 0 && !cell.StartsWith(' ')) line.Append(cell);
            else line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        return line.Append('\n').ToString();
    }

    private sealed class LineStream(IEnumerator<string> lines, Workbook workbook, string path, Action<int>? passed) : Stream
    {
        private byte[] _line = [];
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            // How far the file itself is read is not known; whoever waits learns that there is progress, and may end it.
            passed?.Invoke(0);
            if (_at == _line.Length && !Next()) return 0;
            var length = Math.Min(buffer.Length, _line.Length - _at);
            _line.AsSpan(_at, length).CopyTo(buffer);
            _at += length;
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                lines.Dispose();
                workbook.Dispose();
            }

            base.Dispose(disposing);
        }

        private bool Next()
        {
            try
            {
                if (!lines.MoveNext()) return false;
            }
            catch (Exception e) when (e is System.Xml.XmlException or InvalidDataException)
            {
                throw Workbook.Damaged(path);
            }

            (_line, _at) = (Encoding.UTF8.GetBytes(lines.Current), 0);
            return true;
        }
    }
}

using System.Text;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>A row of a sample.</summary>
/// <param name="Number">1-based data row of its file; null where it is not known.</param>
/// <param name="Fields">Its values as they stand, long ones cut.</param>
/// <param name="IsWellFormed">Whether it has as many values as the header, and its quotes pair.</param>
/// <param name="Raw">The record itself, where it was asked for.</param>
internal sealed record TextRow(long? Number, IReadOnlyList<string> Fields, bool IsWellFormed, string? Raw);

/// <summary>Reads rows of a text here and there: a small text whole, a large one at its start, middle and end, a packed one for a while.</summary>
/// <param name="file">A text.</param>
/// <param name="budget">What it may cost.</param>
/// <param name="keep">Characters of a value that are kept.</param>
/// <param name="raw">Whether the records themselves are kept too.</param>
/// <param name="cancel">Ends it.</param>
internal sealed class TextRowReader(SourceFile file, PreviewBudget budget, int keep, bool raw, CancellationToken cancel)
{
    /// <summary>Of the middle and of the end of a large text, bytes that are read for rows.</summary>
    private const int PartBytes = 8 << 20;

    /// <summary>Line ends that are tried for the start of a record: one within quotes is none.</summary>
    private const int MostTries = 100;

    private const int RowsInARow = 5;

    /// <summary>Whether all rows were taken.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The header's record, where there is one and records are kept.</summary>
    public string? Header { get; private set; }

    /// <param name="most">Rows to take.</param>
    /// <param name="first">Of those, the first ones of the file.</param>
    /// <exception cref="InputException">Lines have no end.</exception>
    public List<TextRow> Take(int most, int first)
    {
        var isLarge = file.Content.CanSeek && file.Bytes > budget.SequentialBytes;
        var rows = new List<TextRow>();
        var spread = new List<TextRow>();
        var position = 0L;
        using (var text = file.Content.OpenText(Pass))
        {
            var inflated = 0L;
            using var counted = new ReadStream(text, passed: read =>
            {
                cancel.ThrowIfCancellationRequested();
                inflated += read;
                if (inflated > budget.InflatedBytes && rows.Count < first) throw new InputException(
                    $"the file inflates to more than {Wording.Bytes(budget.InflatedBytes)} within its first {Wording.Counted(first, "row")}", file.Path,
                    expected: "a table whose lines are shorter than 2,000,000 bytes");
            });
            using var decoded = Decoded(counted);
            var reader = Reader(decoded);
            reader.Skip(file.Text!.SkipLines);
            var ended = file.Text.Header && !reader.Read();
            if (file.Text.Header && !ended && raw) Header = reader.Raw.ToString();
            var (number, step) = (0L, 1L);
            while (!ended && (ended = !reader.Read()) == false)
            {
                number++;
                if (rows.Count < first) rows.Add(Row(reader, number));
                else if (isLarge || inflated > budget.SequentialBytes) break;
                else if (number % step == 0) spread.Add(Row(reader, number));

                // Rows are taken at ever larger steps, so that those kept lie evenly over all that was read.
                if (rows.Count + spread.Count <= most) continue;
                spread.RemoveAll(r => r.Number % (2 * step) != 0);
                step *= 2;
            }

            IsWhole = ended && step == 1;
            rows.AddRange(spread);
            if (ended || !isLarge) return rows;
        }

        var part = (most - first) / 2;
        if (part > 0)
        {
            rows.AddRange(From(Math.Max(position, file.Bytes / 2), part));
            rows.AddRange(From(Math.Max(position, file.Bytes - EndBytes(rows, part)), int.MaxValue).TakeLast(part));
        }

        return rows;

        void Pass(int read)
        {
            cancel.ThrowIfCancellationRequested();
            position += read;
        }
    }

    /// <summary>Reads all rows.</summary>
    public void ForEach(Action<TextRow> each)
    {
        using var text = file.Content.OpenText(_ => cancel.ThrowIfCancellationRequested());
        using var decoded = Decoded(text);
        var reader = Reader(decoded);
        reader.Skip(file.Text!.SkipLines);
        if (file.Text.Header) reader.Read();
        for (var number = 1L; reader.Read(); number++) each(Row(reader, number));
    }

    private static long EndBytes(List<TextRow> rows, int part)
    {
        var length = rows.Average(static r => r.Fields.Sum(static f => f.Length + 1.0));
        return (long)Math.Clamp(1.5 * length * part, 1 << 16, PartBytes);
    }

    /// <summary>Rows behind a place in the file.</summary>
    private IEnumerable<TextRow> From(long position, int most)
    {
        using var stream = file.Content.OpenRaw();
        // Characters of UTF-16 begin at even places (its mark takes two bytes).
        stream.Position = position / 2 * 2;
        var bytes = new byte[Math.Min(PartBytes, stream.Length - stream.Position)];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        cancel.ThrowIfCancellationRequested();
        var isEnd = stream.Position == stream.Length;
        var text = TextEncoding.Of(file.Text!.Encoding).GetString(bytes, 0, length);
        var start = Start(text);
        if (start < 0) yield break;
        using var rest = new StringReader(text[start..]);
        var reader = Reader(rest);
        for (var i = 0; i < most && reader.Read() && (reader.IsEnded || isEnd); i++) yield return Row(reader, null);
    }

    /// <summary>Where the first record begins: behind a line end from which on records have as many fields as they should.</summary>
    private int Start(string text)
    {
        for (var (at, tries) = (0, 0); tries < MostTries; tries++)
        {
            var end = text.AsSpan(at).IndexOfAny('\n', '\r');
            if (end < 0) return -1;
            at += end + 1;
            if (at < text.Length && text[at - 1] == '\r' && text[at] == '\n') at++;
            using var rest = new StringReader(text[at..Math.Min(text.Length, at + (1 << 20))]);
            var reader = Reader(rest);
            var good = 0;
            while (good < RowsInARow && reader.Read() && reader.IsWellFormed && reader.Fields.Count == file.Width) good++;
            if (good == RowsInARow || (good > 0 && !reader.IsEnded)) return at;
        }

        return -1;
    }

    /// <summary>The text of a stream that begins where the file does.</summary>
    private StreamReader Decoded(Stream stream)
    {
        var head = new byte[3];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var mark = TextEncoding.MarkBytes(file.Text!.Encoding, head.AsSpan(0, length));
        return new StreamReader(new ReadStream(stream, before: head.AsMemory(mark, length - mark)), TextEncoding.Of(file.Text.Encoding),
            detectEncodingFromByteOrderMarks: false, 1 << 16);
    }

    private RecordReader Reader(TextReader text) => new(text, file.Text!.Dialect, keep, raw);

    private TextRow Row(RecordReader reader, long? number) =>
        new(number, reader.Fields, reader.IsWellFormed && reader.Fields.Count == file.Width, raw ? reader.Raw.ToString() : null);
}

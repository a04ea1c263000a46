using System.Text;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>A text file's layout and columns as found.</summary>
internal sealed record FoundLayout(TextLayout Layout, IReadOnlyList<string> Columns, IReadOnlyList<Advice> Advice);

/// <summary>Finds out how a text file is laid out, from its first lines and blocks from further on. What is given wins.</summary>
internal static class TextLayoutFinder
{
    /// <summary>Bytes from the start by which encoding and layout are judged.</summary>
    private const int HeadBytes = 1 << 18;

    /// <summary>The same where lines are so long that those are too few of them: room for the longest line, in any encoding.</summary>
    private const int LongHeadBytes = (4 * RecordReader.MaxRecord) + HeadBytes;

    private const int FewLines = 20;

    /// <summary>Lines with an open quote above a table.</summary>
    private const int MostTitles = 20;

    /// <param name="path">For messages.</param>
    /// <param name="text">The text's bytes from the start; not disposed.</param>
    /// <param name="others">Blocks from further on, for the encoding.</param>
    /// <param name="options">What is known, and what advice is about.</param>
    /// <exception cref="InputException">Empty, binary, or its first line is no line of names.</exception>
    public static FoundLayout Find(string path, Stream text, IReadOnlyList<byte[]> others, SourceOptions options)
    {
        var (head, whole) = ReadHead(text, options.Cancel);
        if (head.Length == 0) throw Empty(path);
        var given = options.Format;
        var coding = given?.Encoding is { } encoding ? new EncodingGuess(encoding, TextEncoding.MarkBytes(encoding, head))
            : TextEncoding.Guess(head, others, path);
        var decoded = TextEncoding.Of(coding.Name).GetString(head.AsSpan(coding.MarkBytes));
        // The last line is cut off, but where it is the only one.
        var end = whole ? decoded.Length : decoded.AsSpan().LastIndexOfAny('\r', '\n') + 1;
        RequireLines(path, decoded, end);
        var chars = decoded[..(end == 0 ? decoded.Length : end)];
        var skip = given?.SkipLines ?? 0;
        var (dialect, sure, records) = Records(chars, given, skip);
        if (records.Count == 0) throw dialect.SepLine || skip > 0 ? Empty(path, "below the lines that are left out ") : Empty(path);
        var header = HeaderJudge.Find(records, given, sure);
        RequireText(path, coding.Name, header.Columns);
        var layout = new TextLayout(coding.Name, dialect.Dialect, header.Skip, header.Header, OddLineEnds(chars));
        return new FoundLayout(layout, header.Columns, [.. LayoutAdvice.Of(options.Table, given, coding, dialect, header, records, chars)]);
    }

    private static (DialectGuess Dialect, int Sure, List<SourceRecord> Records) Records(string text, SourceFormat? given, int skip)
    {
        var found = Of(skip);
        // A title may hold a quote that would take the table with it: then the lines up to that one are left out.
        var later = found;
        for (var i = 0; i < MostTitles && given?.SkipLines is null && OpenQuote(later.Records) is { } open; i++) later = Of(open.Line + 1);
        return later != found && later.Records.Count > 1 && later.Records[1].Fields.Count > 1 ? later : found;

        (DialectGuess Dialect, int Sure, List<SourceRecord> Records) Of(int from)
        {
            var dialect = DialectJudge.Find(text, given, from);
            var sure = dialect.SepLine ? Math.Max(from, 1) : from;
            return (dialect, sure, DialectJudge.Records(text, dialect.Dialect, sure));
        }
    }

    /// <summary>A record whose quotes do not pair, with no row before it.</summary>
    private static SourceRecord? OpenQuote(List<SourceRecord> records)
    {
        var bad = records.FindIndex(static r => !r.IsWellFormed);
        return bad >= 0 && records.Take(bad).All(static r => r.Fields.Count == 1) ? records[bad] : null;
    }

    private static (byte[] Head, bool IsWhole) ReadHead(Stream text, CancellationToken cancel)
    {
        var head = new byte[HeadBytes];
        var length = Fill(head, 0);
        if (length < head.Length) return (head[..length], true);
        if (head.AsSpan().Count((byte)'\n') + head.AsSpan().Count((byte)'\r') >= FewLines) return (head, false);
        Array.Resize(ref head, LongHeadBytes);
        length = Fill(head, length);
        return (head[..length], length < head.Length);

        int Fill(byte[] buffer, int at)
        {
            while (at < buffer.Length && text.Read(buffer, at, Math.Min(1 << 16, buffer.Length - at)) is > 0 and var read)
            {
                cancel.ThrowIfCancellationRequested();
                at += read;
            }

            return at;
        }
    }

    private static void RequireLines(string path, string text, int end)
    {
        if (string.IsNullOrWhiteSpace(text)) throw Empty(path);
        var first = text.AsSpan(0, end == 0 ? text.Length : end).IndexOfAny('\r', '\n');
        if ((first < 0 ? text.Length : first) > RecordReader.MaxRecord)
        {
            throw new InputException("the first line is longer than 2,000,000 bytes", path, expected: "a line of column names");
        }
    }

    private static void RequireText(string path, string encoding, IReadOnlyList<string> columns)
    {
        if (columns.Any(static c => c.Any(static x => x is '\uFFFD' || (char.IsControl(x) && x is not ('\t' or '\n') && x is < '\u0080'))))
        {
            throw ForeignFile.Binary(path);
        }
        if (columns.Any(static c => c.Contains(TextEncoding.Undecodable, StringComparison.Ordinal)))
        {
            throw new InputException($"the first line is not {TextEncoding.Shown(encoding)}", path, expected: "the encoding that the file was written in");
        }
    }

    private static bool OddLineEnds(string text)
    {
        var pairs = text.AsSpan().Count("\r\n");
        var (feeds, returns) = (text.AsSpan().Count('\n') - pairs, text.AsSpan().Count('\r') - pairs);
        return returns > 0 || (pairs > 0 && feeds > 0);
    }

    private static InputException Empty(string path, string where = "") =>
        new($"the file is empty {where}".TrimEnd(), path, expected: "a header line and rows");
}

using System.Text;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>
/// Writes a text as one that DuckDB reads: UTF-8, lines that end with \n, nothing above the header, not packed. Rows stay rows, faults stay faults: bytes that
/// are no character become bytes that are no UTF-8. Blank lines are left out.
/// </summary>
/// <remarks>Everything else stays as it is written, delimiter and quotes too. A text of any size passes through a small buffer.</remarks>
internal sealed class TextConversion
{
    private const int BufferChars = 1 << 16;

    private readonly TextDialect _dialect;
    private readonly bool _keepBlank;
    private readonly char[] _out = new char[(2 * BufferChars) + 2];
    private Place _place = Place.Record;
    private bool _afterReturn;
    private int _length;

    private TextConversion(TextDialect dialect, int width) => (_dialect, _keepBlank) = (dialect, width == 1);

    private enum Place
    {
        /// <summary>Before the first character of a record.</summary>
        Record,

        /// <summary>Before the first character of a field, spaces not counted.</summary>
        Field,

        /// <summary>Within a field without quotes, or behind the closing quote.</summary>
        Plain,
        Quoted,

        /// <summary>Behind a quote within quotes: the closing one, or the first of two.</summary>
        QuoteInQuotes,

        /// <summary>Behind a sign that makes the next character an ordinary one.</summary>
        Escaped,
    }

    /// <param name="file">A text.</param>
    /// <param name="target">The file to write; deleted where the conversion fails.</param>
    /// <param name="meter">Told of the bytes of the source that are read; ends the conversion.</param>
    /// <exception cref="InputException">What the text is packed with is damaged, or the disk has no room for it.</exception>
    public static void Run(SourceFile file, string target, ProgressMeter meter)
    {
        try
        {
            using var text = file.Content.OpenText(read => meter.Add(read));
            using var output = new DiskWriter(target, file.Path);
            Run(text, file.Text!, file.Width, output);
        }
        catch (Exception e)
        {
            File.Delete(target);
            if (PackedFault.Is(e)) throw PackedFault.Of(file.Path);
            throw;
        }
    }

    private static void Run(Stream text, TextLayout layout, int width, DiskWriter output)
    {
        var encoding = TextEncoding.Of(layout.Encoding);
        var decoder = encoding.GetDecoder();
        var conversion = new TextConversion(layout.Dialect, width);
        var bytes = new byte[BufferChars];
        var chars = new char[encoding.GetMaxCharCount(bytes.Length)];
        var encoded = new byte[Encoding.UTF8.GetMaxByteCount(conversion._out.Length)];
        var utf8 = Encoding.UTF8.GetEncoder();
        var skip = new LineSkip(layout.SkipLines);
        var isStart = true;
        for (var ended = false; !ended;)
        {
            var read = text.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            ended = read < bytes.Length;
            var mark = isStart ? TextEncoding.MarkBytes(layout.Encoding, bytes.AsSpan(0, read)) : 0;
            isStart = false;
            var count = decoder.GetChars(bytes.AsSpan(mark, read - mark), chars, flush: ended);
            for (var rest = skip.Pass(chars.AsSpan(0, count)); !rest.IsEmpty;)
            {
                var part = rest[..Math.Min(rest.Length, BufferChars)];
                rest = rest[part.Length..];
                conversion.Convert(part);
                var length = utf8.GetBytes(conversion._out.AsSpan(0, conversion._length), encoded, flush: ended && rest.IsEmpty);
                TextEncoding.MarkUndecodable(encoded.AsSpan(0, length));
                output.Write(encoded.AsSpan(0, length));
            }
        }
    }

    private void Convert(ReadOnlySpan<char> text)
    {
        _length = 0;
        while (!text.IsEmpty)
        {
            // What cannot change the place is copied at once.
            var same = _place switch
            {
                Place.Plain => text.IndexOfAny(_dialect.Delimiter, '\r', '\n'),
                Place.Quoted => text.IndexOfAny(_dialect.Quote, _dialect.Escape),
                _ => 0,
            };
            if (same < 0) same = text.Length;
            text[..same].CopyTo(_out.AsSpan(_length));
            _length += same;
            if (same > 0) _afterReturn = false;
            text = text[same..];
            if (text.IsEmpty) return;
            Step(text[0]);
            text = text[1..];
        }
    }

    private void Step(char c)
    {
        var afterReturn = _afterReturn;
        _afterReturn = false;
        if (_place == Place.Escaped)
        {
            _place = Place.Quoted;
        }
        else if (_place == Place.Quoted)
        {
            _place = c != _dialect.Escape && c != _dialect.Quote ? Place.Quoted
                : _dialect.Escape != _dialect.Quote && c == _dialect.Escape ? Place.Escaped : Place.QuoteInQuotes;
        }
        else if (_place == Place.QuoteInQuotes && c == _dialect.Quote && _dialect.Escape == _dialect.Quote)
        {
            _place = Place.Quoted;
        }
        else if (c is '\r' or '\n')
        {
            EndRecord(c, afterReturn);
            return;
        }
        else if (c == _dialect.Delimiter)
        {
            _place = Place.Field;
        }
        else if (_place is Place.Record or Place.Field)
        {
            _place = c == _dialect.Quote ? Place.Quoted : c == ' ' ? Place.Field : Place.Plain;
        }
        else
        {
            _place = Place.Plain;
        }

        _out[_length++] = c;
    }

    private void EndRecord(char c, bool afterReturn)
    {
        var blank = _place == Place.Record;
        _place = Place.Record;
        _afterReturn = c == '\r';
        if (c == '\n' && afterReturn) return;
        if (!blank || _keepBlank) _out[_length++] = '\n';
    }

    /// <summary>Passes over the first lines of a text.</summary>
    private struct LineSkip(int lines)
    {
        private int _left = lines;
        private bool _afterReturn;

        public ReadOnlySpan<char> Pass(ReadOnlySpan<char> text)
        {
            while (!text.IsEmpty && (_left > 0 || _afterReturn))
            {
                if (_afterReturn && text[0] == '\n') text = text[1..];
                _afterReturn = false;
                if (_left == 0) break;
                var end = text.IndexOfAny('\r', '\n');
                if (end < 0) return [];
                _left--;
                _afterReturn = text[end] == '\r';
                text = text[(end + 1)..];
            }

            return text;
        }
    }
}

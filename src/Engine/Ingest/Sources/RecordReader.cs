using System.Text;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>How the lines of a text are made of fields.</summary>
/// <param name="Delimiter">Between two fields.</param>
/// <param name="Quote">Around a field that holds delimiters, line ends or quotes.</param>
/// <param name="Escape">Before a quote inside quotes: the quote again, or \.</param>
internal sealed record TextDialect(char Delimiter, char Quote = '"', char Escape = '"');

/// <summary>Reads a delimited text record by record, as DuckDB would, whatever the line ends. Blank lines are passed over.</summary>
/// <param name="text">The text; not disposed.</param>
/// <param name="dialect">How it is written.</param>
/// <param name="keep">Characters of a field that are kept.</param>
/// <param name="raw">Whether the record's own text is kept too, up to the longest line that is read.</param>
internal sealed class RecordReader(TextReader text, TextDialect dialect, int keep = int.MaxValue, bool raw = false)
{
    /// <summary>Characters of a record from which on it is no row but a mistake.</summary>
    public const int MaxRecord = 2_000_000;

    private readonly char[] _buffer = new char[1 << 14];
    private readonly StringBuilder _field = new();
    private readonly StringBuilder _raw = new();
    private int _at;
    private int _end;
    private long _length;

    /// <summary>Of the record read last; a new list for each.</summary>
    public List<string> Fields { get; private set; } = [];

    /// <summary>Whether its quotes pair, and it is not too long.</summary>
    public bool IsWellFormed { get; private set; }

    /// <summary>Whether it ended with a line end and not with the text.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Lines before the record.</summary>
    public long Line { get; private set; }

    /// <summary>Lines read so far.</summary>
    public long Lines { get; private set; }

    /// <summary>Characters read so far.</summary>
    public long Characters { get; private set; }

    /// <summary>The record as it stands, without its line end.</summary>
    public ReadOnlySpan<char> Raw => _raw.ToString();

    /// <summary>Passes over lines, whatever they hold.</summary>
    public void Skip(long lines)
    {
        while (Lines < lines && Next() is var c and >= 0) EndLine((char)c);
    }

    /// <returns>False at the end of the text.</returns>
    public bool Read()
    {
        int c;
        do
        {
            Line = Lines;
            c = Next();
            if (c < 0) return false;
        }
        while (EndLine((char)c));

        (Fields, IsWellFormed, IsEnded, _length) = ([], true, false, 0);
        _raw.Clear();
        while (true)
        {
            // At the start of a field; spaces before a quote are no part of it.
            _field.Clear();
            for (; c == ' ' && c != dialect.Delimiter; c = Next()) Both(' ');

            if (c == dialect.Quote)
            {
                _field.Clear();
                Keep((char)c);
                c = Quoted();
            }
            else
            {
                c = Plain(c);
            }

            Fields.Add(_field.ToString());
            if (c != dialect.Delimiter) break;
            Keep((char)c);
            c = Next();
        }

        IsEnded = c >= 0;
        if (_length > MaxRecord) IsWellFormed = false;
        return true;
    }

    private int Plain(int c)
    {
        while (c >= 0 && c != dialect.Delimiter && !EndLine((char)c))
        {
            Both((char)c);
            c = Next();
        }

        return c;
    }

    /// <returns>What follows the closing quote.</returns>
    private int Quoted()
    {
        while (true)
        {
            var c = Next();
            if (c < 0)
            {
                IsWellFormed = false;
                return c;
            }

            var isPair = c == '\r' && Peek() == '\n';
            if (EndLine((char)c))
            {
                Both((char)c);
                if (isPair) Both('\n');
                continue;
            }

            Keep((char)c);
            if (c == dialect.Escape && (dialect.Escape != dialect.Quote || Peek() == dialect.Quote))
            {
                if (Next() is var escaped and >= 0) Both((char)escaped);

                continue;
            }

            if (c != dialect.Quote)
            {
                Take((char)c);
                continue;
            }

            // Spaces may follow the quote; anything else makes the record unreadable.
            for (c = Next(); c == ' ' && c != dialect.Delimiter; c = Next()) Keep(' ');
            if (c < 0 || c == dialect.Delimiter || EndLine((char)c)) return c;
            IsWellFormed = false;
            return Plain(c);
        }
    }

    private void Both(char c)
    {
        Take(c);
        Keep(c);
    }

    private void Take(char c)
    {
        if (_field.Length < keep) _field.Append(c);
    }

    private void Keep(char c)
    {
        if (raw && _length <= MaxRecord) _raw.Append(c);
        _length++;
    }

    /// <summary>Whether a character that was just read ends a line; the second one of \r\n is read too.</summary>
    private bool EndLine(char c)
    {
        if (c is not ('\n' or '\r')) return false;
        if (c == '\r' && Peek() == '\n') Next();
        Lines++;
        return true;
    }

    private int Next()
    {
        if (_at == _end && !Fill()) return -1;
        Characters++;
        return _buffer[_at++];
    }

    private int Peek() => _at == _end && !Fill() ? -1 : _buffer[_at];

    private bool Fill()
    {
        (_at, _end) = (0, text.Read(_buffer, 0, _buffer.Length));
        return _end > 0;
    }
}

using System.Text;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>
/// The first line of a CSV file. Names and delimiter are read here and handed to DuckDB, so that no guess of its own (which looks at the data) can skip or
/// retype anything.
/// </summary>
/// <param name="Columns">Names in file order, trimmed; unnamed ones are called <c>column_N</c> (1-based).</param>
public sealed record CsvHeader(char Delimiter, IReadOnlyList<string> Columns)
{
    private const string Delimiters = ",;\t|";

    /// <summary>Of one line, in bytes; DuckDB's own default.</summary>
    private const int MaxLine = 2_000_000;

    private const string TooLong = "the first line is longer than 2,000,000 bytes";
    private const string FirstLineError = "CSV Error on Line: 1\n";

    /// <param name="connection">Reads the line, through whatever compression.</param>
    /// <param name="path">The file.</param>
    /// <param name="compression">none, gzip or zstd.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <param name="readFrom">What leads to the file; its path where null.</param>
    /// <exception cref="InputException">Empty, binary, too long, or not readable.</exception>
    public static CsvHeader Read(DuckDBConnection connection, string path, string compression, CancellationToken cancel = default,
        string? readFrom = null)
    {
        List<string?> lines;
        try
        {
            lines = ReadLine(connection, readFrom ?? path, compression, skipBadLines: false, cancel);
        }
        catch (DuckDBException e) when (e.Message.Contains(FirstLineError, StringComparison.Ordinal))
        {
            // A first line that is skipped would make the second one the header.
            throw new InputException(
                e.Message.Contains("Maximum line size", StringComparison.Ordinal) ? TooLong
                    : e.Message.Contains("unicode", StringComparison.OrdinalIgnoreCase) ? "the first line is not UTF-8"
                    : "the first line cannot be read: " + Wording.Cut(FirstLine(e), 200), path, expected: "a line of column names, as UTF-8 text");
        }
        catch (DuckDBException)
        {
            // A fault of a later line, which the load will count, or of the whole file.
            try
            {
                lines = ReadLine(connection, readFrom ?? path, compression, skipBadLines: true, cancel);
            }
            catch (DuckDBException e)
            {
                throw new InputException("the file cannot be read: " + FirstLine(e), path, expected: "CSV as UTF-8 text, plain, gzip or zstd");
            }
        }

        if (lines.Count == 0 || string.IsNullOrWhiteSpace(lines[0])) throw new InputException("the file is empty", path, expected: "a header line and rows");
        // A single line without an end is given whole, however long it is.
        if (lines[0]!.Length > MaxLine) throw new InputException(TooLong, path, expected: "a line of column names, as UTF-8 text");
        return Parse(lines[0]!, path);
    }

    private static List<string?> ReadLine(DuckDBConnection connection, string path, string compression, bool skipBadLines, CancellationToken cancel) =>
        // The unit separator never occurs in a CSV file, so that each line is one value. One thread: with more, a line longer than
        // DuckDB's buffer is passed over.
        connection.Query($"SELECT line FROM read_csv({Sql.Path(path)}, header = false, columns = {{'line': 'VARCHAR'}}, delim = '\x1f', quote = "
            + $"'', escape = '', auto_detect = false, strict_mode = false, ignore_errors = {(skipBadLines ? "true" : "false")}, "
            + $"parallel = false, compression = '{compression}') LIMIT 1", static r => r.IsDBNull(0) ? null : r.GetString(0), cancel);

    internal static CsvHeader Parse(string line, string path)
    {
        line = line.TrimStart('\uFEFF').TrimEnd('\r', '\n');
        if (line.Any(static c => c is '\0' or '\uFFFD' || (char.IsControl(c) && c is not '\t')))
        {
            throw new InputException("this is a binary file", path, expected: "CSV as UTF-8 text, or Parquet");
        }
        var delimiter = Delimiters.MaxBy(d => Split(line, d).Count);
        var names = Split(line, delimiter);
        return new CsvHeader(delimiter, [.. names.Select(static (n, i) => n.Trim() is { Length: > 0 } name ? name : $"column_{i + 1}")]);
    }

    internal static string FirstLine(Exception e) => e.Message.Split('\n')[0].Trim().TrimEnd('.');

    private static List<string> Split(string line, char delimiter)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var (quoted, blank) = (false, true);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append('"');
                blank = false;
                i++;
            }
            else if (c == '"' && (quoted || blank))
            {
                quoted = !quoted;
            }
            else if (c == delimiter && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
                blank = true;
            }
            else
            {
                field.Append(c);
                blank &= char.IsWhiteSpace(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}

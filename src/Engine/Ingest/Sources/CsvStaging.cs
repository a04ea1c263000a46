using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Copies a CSV file's columns to a Parquet file so that every line becomes a row or a reject.</summary>
/// <remarks>
/// <para>No one way of reading of DuckDB's does that. With several threads, a line longer than its buffer (16 times the longest line that it takes) falls
/// between two of them: where rejects are kept nobody misses it, and quoted text of that length is taken for rows. With one thread, a quote that is never
/// closed takes the rest of the file with it. So what could hold such a line is read in both ways.</para>
/// <para>Where rejects are not kept, DuckDB itself checks that its threads left nothing out, but for the last line: most files are read once.</para>
/// </remarks>
/// <param name="session">Runs it.</param>
/// <param name="file">The source.</param>
/// <param name="columns">What to copy, as SQL.</param>
/// <param name="staged">The Parquet file to write.</param>
/// <param name="meter">Told of the bytes read.</param>
internal sealed class CsvStaging(LoadSession session, SourceFile file, string columns, string staged, ProgressMeter meter)
{
    /// <summary>What one thread takes at a time: a plain file of no more lies in one buffer.</summary>
    private const int OneBuffer = 8_000_000;

    private const int MaxLine = 2_000_000;
    private const string TooLong = "error_type::VARCHAR = 'LINE SIZE OVER MAXIMUM'";

    private string? _converted;
    private bool _counted;

    private long Bytes => _converted is null ? file.Bytes : new FileInfo(_converted).Length;

    private bool IsPacked => _converted is null && file.Content.Compression != "none";

    /// <param name="errors">Name for the table of rejects.</param>
    /// <returns>The table of rejects, as <c>store_rejects</c> fills it; null where there are none.</returns>
    /// <exception cref="InputException">The file is not well-formed enough for its rows to be told apart.</exception>
    public string? Copy(string errors)
    {
        try
        {
            if (file.NeedsConversion) MakePlain();
            try
            {
                return Numbered(CopyAsItIs(errors));
            }
            catch (Exception e) when (_converted is null && e is DuckDBException or BadFormException)
            {
                // Lines that end in another way than those before, bytes behind a packed text: what DuckDB stumbles over may well be read.
                MakePlain();
                return Numbered(CopyAsItIs(errors + "_of_converted"));
            }
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read: " + ReadFault.FirstLine(e), file.Path, expected: "CSV as text");
        }
        finally
        {
            if (_converted is not null) File.Delete(_converted);
        }
    }

    private string? CopyAsItIs(string errors)
    {
        var small = !IsPacked && Bytes <= OneBuffer;
        if (!small && !IsPacked && LastLineIsShort() && CopiedWhole()) return null;
        Run(Rejects(errors));
        RefuseOpenQuote(errors);
        if (small) return errors;

        var check = errors + "_of_one_thread";
        var rows = session.Count($"SELECT count(*) FROM {Table(Rejects(check) + ", parallel = false")}");
        var (found, expected) = (LongLines(errors), LongLines(check));
        if (found == expected && rows == session.Count($"SELECT count(*) FROM {Sql.Parquet(staged)}")) return errors;
        if (expected == 0) throw NotWellFormed();
        var again = errors + "_again";
        Run(Rejects(again) + ", parallel = false");
        return again;
    }

    private string Table(string? options) => file.TableSql(options, converted: _converted);

    private void MakePlain()
    {
        var target = staged + ".csv";
        var reading = session.Context.StartBytes(StageNames.Ingest, file.Bytes, $"{file.Name}: converting");
        TextConversion.Run(file, target, reading);
        reading.Finish();
        _converted = target;
    }

    /// <summary>Counts lines so that the first row is the second one, as behind a header.</summary>
    private string? Numbered(string? errors)
    {
        if (errors is null || file.Text!.Header) return errors;
        session.Run($"CREATE VIEW {errors}_numbered AS SELECT * REPLACE (line + 1 AS line) FROM {errors}");
        return errors + "_numbered";
    }

    private static string Rejects(string errors) => $"store_rejects = true, rejects_table = '{errors}', rejects_scan = '{errors}_scans'";

    private long LongLines(string errors) => session.Count($"SELECT count(DISTINCT line) FROM {errors} WHERE {TooLong}");

    private bool CopiedWhole()
    {
        try
        {
            Write(options: null);
            return true;
        }
        catch (DuckDBException)
        {
            // A malformed line, or one that the threads missed: the file is read anew, and each is counted.
            return false;
        }
    }

    private void Run(string options)
    {
        try
        {
            Write(options);
        }
        catch (DuckDBException e) when (e.Message.Contains("state machine reached an invalid state", StringComparison.Ordinal))
        {
            throw NotWellFormed();
        }
    }

    /// <summary>What is read again is not counted again.</summary>
    private void Write(string? options)
    {
        var sql = $"COPY (SELECT {columns} FROM {Table(options)}) TO {Sql.Text(staged)} (FORMAT parquet)";
        if (_counted)
        {
            session.Run(sql);
            return;
        }

        _counted = true;
        session.Run(sql, meter, file.Bytes);
    }

    private BadFormException NotWellFormed() => new("the text is not well-formed CSV: quotes do not pair", file.Path,
        expected: "\" doubled inside quotes");

    private bool LastLineIsShort()
    {
        using var stream = RegularFile.Open(_converted ?? file.Content.ReadFrom);
        var end = new byte[MaxLine];
        stream.Seek(-Math.Min(end.Length, stream.Length), SeekOrigin.End);
        var length = stream.ReadAtLeast(end, end.Length, throwOnEndOfStream: false);
        return end.AsSpan(0, length).TrimEnd("\r\n"u8).IndexOfAny((byte)'\n', (byte)'\r') >= 0;
    }

    /// <summary>A quote that is never closed swallows everything after it: too much to count as one bad row.</summary>
    private void RefuseOpenQuote(string errors)
    {
        var open = session.Connection.Query($"SELECT line - 1, left(trim(csv_line, ' \r\n'), 100) FROM {errors} "
            + $"WHERE error_type::VARCHAR = 'UNQUOTED VALUE' AND contains(trim(csv_line, ' \r\n'), chr(10)) LIMIT 1",
                static r => (Row: Convert.ToInt64(r.GetValue(0), CultureInfo.InvariantCulture), Text: r.GetString(1)), session.Context.Cancel);
        if (open.Count > 0)
        {
            throw new InputException("a quote is opened and never closed", file.Path, open[0].Row, value: open[0].Text,
                expected: "\" around the whole field, doubled inside it");
        }
    }

    /// <summary>What DuckDB makes nothing of.</summary>
    private sealed class BadFormException(string problem, string file, string expected) : InputException(problem, file, expected: expected);
}

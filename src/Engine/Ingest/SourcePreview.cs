using System.Globalization;
using System.IO.Compression;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

public enum PreviewType
{
    /// <summary>No value in the rows looked at.</summary>
    Empty,
    Number,
    Time,
    Text,
}

/// <summary>One source column as its first rows show it.</summary>
/// <param name="Type">What all values looked at can be read as. A time in seconds since 1970 is a number.</param>
/// <param name="Distinct">Different values among the rows looked at.</param>
/// <param name="Missing">Rows without a value among those.</param>
/// <param name="Examples">The first different values, at most <see cref="SourcePreview.MaxExamples"/>.</param>
public sealed record PreviewColumn(string Name, PreviewType Type, int Distinct, int Missing, IReadOnlyList<string> Examples);

/// <summary>A source's columns and first rows, for a person to map.</summary>
public sealed record SourcePreview : IDisposable
{
    public const int MaxExamples = 20;

    private PreviewBudget Budget { get; init; } = new();

    public required IReadOnlyList<SourceFile> Files { get; init; }

    public required IReadOnlyList<PreviewColumn> Columns { get; init; }

    /// <summary>The first rows, each with one text a column; null where empty.</summary>
    public required IReadOnlyList<IReadOnlyList<string?>> Rows { get; init; }

    /// <summary>Exact for Parquet; estimated from the bytes per row for plain CSV; null for compressed files.</summary>
    public required long? RowEstimate { get; init; }

    /// <param name="path">A CSV or Parquet file or a folder of either.</param>
    /// <param name="rows">Rows to show; the budget's cells may allow fewer.</param>
    /// <param name="budget">What the reading may cost.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="held">Whether each file is opened once and read through that, at the path given and nowhere else (<see cref="HeldFile"/>).</param>
    /// <exception cref="InputException">The source cannot be opened, or not within the budget.</exception>
    public static SourcePreview Read(string path, int rows, PreviewBudget? budget = null, CancellationToken cancel = default, bool held = false)
    {
        var allowed = budget ?? new();
        return PreviewBudget.Within(allowed.Time, cancel, token => Look(path, rows, allowed, held, token), () => throw new InputException(
            $"the first rows could not be read within {Wording.Counted((long)allowed.Time.TotalSeconds, "second")}", path,
            expected: "a table whose lines are shorter than 2,000,000 bytes, on a disk that answers"));
    }

    /// <summary>Lets go of the files, where they are held: what was read stays.</summary>
    public void Dispose()
    {
        foreach (var file in Files) file.Dispose();
    }

    /// <summary>
    /// Different values of a column in all rows of all files, in ordinal order, at most <paramref name="most"/>: rare words (few payments are challenged or
    /// fraud) may not occur in the first rows.
    /// </summary>
    /// <exception cref="InputException">There is no such column, or a file cannot be read.</exception>
    /// <returns>Null where this takes longer than the preview's budget.</returns>
    public IReadOnlyList<string>? Values(string column, int most, CancellationToken cancel = default) =>
        PreviewBudget.Within<IReadOnlyList<string>?>(Budget.ValuesTime, cancel, token => ReadValues(column, most, token), static () => null);

    private static SourcePreview Look(string path, int rows, PreviewBudget budget, bool held, CancellationToken cancel)
    {
        using var connection = TableConnection.Open(threads: 1, memoryGigabytes: budget.MemoryGigabytes);
        if (RegularFile.Is(path))
        {
            using var first = held ? HeldFile.Open(path) : null;
            RequireSmall(path, first?.ReadFrom ?? path, Math.Max(rows, budget.Rows), budget, cancel);
        }

        var files = SourceFile.Open(connection, path, cancel, held);
        var most = Math.Min(Math.Max(rows, budget.Rows), Math.Max(1, budget.Cells / Math.Max(1, files[0].Columns.Count)));
        var looked = ReadRows(connection, files[0], most, budget, cancel);
        return new SourcePreview
        {
            Files = files,
            Columns = [.. files[0].Columns.Select((name, i) => Describe(name, [.. looked.Select(r => r[i])]))],
            Rows = [.. looked.Take(rows)],
            RowEstimate = Estimate(connection, files, looked, most, cancel),
            Budget = budget,
        };
    }

    /// <summary>A small gzip file can hold a line without end, on which DuckDB would spend all the time there is: its lines are counted first.</summary>
    private static void RequireSmall(string path, string readFrom, int rows, PreviewBudget budget, CancellationToken cancel)
    {
        using var file = RegularFile.Open(readFrom, share: FileShare.ReadWrite);
        if (file.ReadByte() != 0x1f || file.ReadByte() != 0x8b) return;
        file.Position = 0;
        var (bytes, lines) = (0L, 0);
        var buffer = new byte[1 << 16];
        try
        {
            using var inflated = new GZipStream(file, CompressionMode.Decompress);
            while (lines <= rows && inflated.Read(buffer) is > 0 and var read)
            {
                cancel.ThrowIfCancellationRequested();
                (bytes, lines) = (bytes + read, lines + buffer.AsSpan(0, read).Count((byte)'\n'));
                if (bytes > budget.InflatedBytes && lines <= rows) throw new InputException(
                    $"the file inflates to more than {Wording.Bytes(budget.InflatedBytes)} within its first {Wording.Counted(rows, "row")}", path,
                    expected: "a table whose lines are shorter than 2,000,000 bytes");
            }
        }
        catch (InvalidDataException)
        {
            // Broken somewhere: what DuckDB reads before that is shown, and it says what is wrong.
        }
    }

    private List<string> ReadValues(string column, int most, CancellationToken cancel)
    {
        using var connection = TableConnection.Open(memoryGigabytes: Budget.MemoryGigabytes);
        var parts = Files.Select(f =>
            $"SELECT {Cell(f.Kind == SourceKind.Csv ? $"c{f.IndexOf(column)}" : Sql.Name(f.Columns[f.IndexOf(column)]), Budget)} AS v "
                + $"FROM {f.TableSql(f.Kind == SourceKind.Csv ? "ignore_errors = true" : null)}");
        try
        {
            return connection.Query($"SELECT DISTINCT v FROM ({string.Join(" UNION ALL ", parts)}) WHERE v <> '' ORDER BY v "
                + $"LIMIT {most.ToString(CultureInfo.InvariantCulture)}", r => Shown(r.GetString(0), Budget)!, cancel);
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read: " + CsvHeader.FirstLine(e), Files[0].Path, column: column);
        }
    }

    /// <summary>A cell's trimmed text, and one character more of it than a preview shows. One expression: planning several for each of 2,000 columns takes a
    /// minute.</summary>
    private static string Cell(string column, PreviewBudget budget) =>
        string.Create(CultureInfo.InvariantCulture, $"left(trim(({column})::VARCHAR), {budget.CellLength + 1})");

    private static string? Shown(string text, PreviewBudget budget) =>
        text.Length == 0 ? null : Wording.Cut(text, budget.CellLength);

    private static List<string?[]> ReadRows(DuckDBConnection connection, SourceFile file, int rows, PreviewBudget budget, CancellationToken cancel)
    {
        var columns = string.Join(", ", file.Columns.Select((c, i) => Cell(file.Kind == SourceKind.Csv ? $"c{i}" : Sql.Name(c), budget)));
        try
        {
            return connection.Query($"SELECT {columns} FROM {file.TableSql(file.Kind == SourceKind.Csv ? "ignore_errors = true" : null)} "
                + $"LIMIT {rows.ToString(CultureInfo.InvariantCulture)}", r =>
            {
                var row = new string?[r.FieldCount];
                for (var i = 0; i < row.Length; i++) row[i] = r.IsDBNull(i) ? null : Shown(r.GetString(i), budget);
                return row;
            }, cancel);
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read: " + CsvHeader.FirstLine(e), file.Path, expected: "CSV as UTF-8 text, or Parquet");
        }
    }

    private static PreviewColumn Describe(string name, List<string?> values)
    {
        var given = values.OfType<string>().ToList();
        var type = given.Count == 0 ? PreviewType.Empty
            : given.TrueForAll(static v => double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) ? PreviewType.Number
            : given.TrueForAll(IsTime) ? PreviewType.Time : PreviewType.Text;
        var distinct = given.Distinct(StringComparer.Ordinal).ToList();
        return new PreviewColumn(name, type, distinct.Count, values.Count - given.Count, [.. distinct.Take(MaxExamples)]);
    }

    private static bool IsTime(string value) =>
        value.Length >= 8 && char.IsAsciiDigit(value[0]) && value.AsSpan().IndexOfAny('-', ':') > 0
        && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static long? Estimate(
        DuckDBConnection connection, IReadOnlyList<SourceFile> files, List<string?[]> looked, int asked, CancellationToken cancel)
    {
        if (files[0].Kind == SourceKind.Parquet)
        {
            return files.Sum(f => connection.Scalar<long>($"SELECT sum(num_rows)::BIGINT FROM parquet_file_metadata({Sql.Path(f.ReadFrom)})", cancel));
        }
        if (files.Any(static f => f.Compression != "none")) return null;
        if (looked.Count == 0) return 0;
        if (looked.Count < asked && files.Count == 1) return looked.Count;
        var bytes = looked.Average(static r => r.Sum(static v => System.Text.Encoding.UTF8.GetByteCount(v ?? "") + 1.0));
        return (long)(files.Sum(static f => (double)f.Bytes) / bytes);
    }
}

using System.Globalization;
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
public sealed record SourcePreview
{
    public const int MaxExamples = 20;

    /// <summary>Types and examples come from this many rows at least.</summary>
    private const int Looked = 2000;

    public required IReadOnlyList<SourceFile> Files { get; init; }

    public required IReadOnlyList<PreviewColumn> Columns { get; init; }

    /// <summary>The first rows, each with one text a column; null where empty.</summary>
    public required IReadOnlyList<IReadOnlyList<string?>> Rows { get; init; }

    /// <summary>Exact for Parquet; estimated from the bytes per row for plain CSV; null for compressed files.</summary>
    public required long? RowEstimate { get; init; }

    /// <param name="path">A CSV or Parquet file or a folder of either.</param>
    /// <param name="rows">Rows to show.</param>
    /// <exception cref="InputException">The source cannot be opened.</exception>
    public static SourcePreview Read(string path, int rows)
    {
        using var connection = TableConnection.Open(threads: 1);
        var files = SourceFile.Open(connection, path);
        var looked = ReadRows(connection, files[0], Math.Max(rows, Looked));
        return new SourcePreview
        {
            Files = files,
            Columns = [.. files[0].Columns.Select((name, i) => Describe(name, [.. looked.Select(r => r[i])]))],
            Rows = [.. looked.Take(rows)],
            RowEstimate = Estimate(connection, files, looked),
        };
    }

    /// <summary>
    /// Different values of a column in all rows of all files, in ordinal order, at most <paramref name="most"/>: rare words (few payments are challenged or
    /// fraud) may not occur in the first rows.
    /// </summary>
    /// <exception cref="InputException">There is no such column, or a file cannot be read.</exception>
    public IReadOnlyList<string> Values(string column, int most)
    {
        using var connection = TableConnection.Open();
        var parts = Files.Select(f =>
            $"SELECT nullif(trim(({(f.Kind == SourceKind.Csv ? $"c{f.IndexOf(column)}" : Sql.Name(f.Columns[f.IndexOf(column)]))})::VARCHAR), '') AS v "
                + $"FROM {f.TableSql(f.Kind == SourceKind.Csv ? "ignore_errors = true" : null)}");
        try
        {
            return connection.Query($"SELECT DISTINCT v FROM ({string.Join(" UNION ALL ", parts)}) WHERE v IS NOT NULL ORDER BY v "
                + $"LIMIT {most.ToString(CultureInfo.InvariantCulture)}", static r => r.GetString(0));
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read: " + CsvHeader.FirstLine(e), Files[0].Path, column: column);
        }
    }

    private static List<string?[]> ReadRows(DuckDBConnection connection, SourceFile file, int rows)
    {
        var columns = string.Join(", ", file.Columns
            .Select((c, i) => file.Kind == SourceKind.Csv ? $"nullif(trim(c{i}), '')" : $"nullif(trim({Sql.Name(c)}::VARCHAR), '')"));
        try
        {
            return connection.Query($"SELECT {columns} FROM {file.TableSql(file.Kind == SourceKind.Csv ? "ignore_errors = true" : null)} "
                + $"LIMIT {rows.ToString(CultureInfo.InvariantCulture)}", static r =>
            {
                var row = new string?[r.FieldCount];
                for (var i = 0; i < row.Length; i++) row[i] = r.IsDBNull(i) ? null : r.GetString(i);
                return row;
            });
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

    private static long? Estimate(DuckDBConnection connection, IReadOnlyList<SourceFile> files, List<string?[]> looked)
    {
        if (files[0].Kind == SourceKind.Parquet)
        {
            return files.Sum(f => connection.Scalar<long>($"SELECT sum(num_rows)::BIGINT FROM parquet_file_metadata({Sql.Text(f.Path)})"));
        }
        if (files.Any(static f => f.Compression != "none")) return null;
        if (looked.Count == 0) return 0;
        if (looked.Count < Looked && files.Count == 1) return looked.Count;
        var bytes = looked.Average(static r => r.Sum(static v => System.Text.Encoding.UTF8.GetByteCount(v ?? "") + 1.0));
        return (long)(files.Sum(static f => (double)new FileInfo(f.Path).Length) / bytes);
    }
}

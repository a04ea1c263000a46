using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>
/// A matrix of points from a file: <c>.npy</c>, CSV (plain, gzip, zstd; with a header or without) or Parquet (numeric columns, or one column of lists of equal
/// length).
/// </summary>
public static class MatrixFile
{
    /// <summary>Of a CSV or Parquet file, where each is an expression of a query, which takes a minute to be planned for so many. A .npy file has no such
    /// limit.</summary>
    private const int MaxColumns = 10_000;

    /// <returns>At least one row, all finite.</returns>
    /// <exception cref="InputException">No such file, no rows, or a cell that is no finite float32: names row (1-based), column and value.</exception>
    public static PointMatrix Read(string path, CancellationToken cancel = default)
    {
        if (!File.Exists(path)) throw new InputException("there is no such file", path, value: path, expected: "a .npy, CSV or Parquet file");
        if (IsNpy(path))
        {
            var points = NpyFile.ReadMatrix(path);
            if (points.Count == 0)
            {
                throw new InputException("the matrix is empty", path, value: $"{points.Count} × {points.Dimension}",
                    expected: "at least one row and one column");
            }
            return points.FirstNotFinite() is not var (at, i) ? points
                : throw new InputException("the value is not finite", path, at + 1L, (i + 1).ToString(CultureInfo.InvariantCulture),
                    points.Row(at)[i].ToString(CultureInfo.InvariantCulture), "a finite number");
        }

        using var connection = TableConnection.Open();
        var file = SourceFile.OpenOne(connection, path, MaxColumns, new SourceOptions { Cancel = cancel });
        return file.Kind == SourceKind.Csv ? ReadCsv(connection, file, cancel) : ReadParquet(connection, file, cancel);
    }

    private static bool IsNpy(string path)
    {
        using var file = RegularFile.Open(path);
        return file.ReadByte() == 0x93 || path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);
    }

    private static PointMatrix ReadCsv(DuckDBConnection connection, SourceFile file, CancellationToken cancel)
    {
        // A first line of numbers alone is a row, not a header.
        var header = !file.Columns.All(static c => float.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        var names = header ? file.Columns : [.. file.Columns.Select(static (_, i) => (i + 1).ToString(CultureInfo.InvariantCulture))];
        return ReadColumns(connection, file.TableSql(header: header), file.Path, names, [.. file.Columns.Select(static (_, i) => $"c{i}")], cancel);
    }

    private static PointMatrix ReadParquet(DuckDBConnection connection, SourceFile file, CancellationToken cancel)
    {
        var from = file.TableSql();
        var columns = connection.Query($"DESCRIBE SELECT * FROM {from}", static r => (Name: r.GetString(0), Type: r.GetString(1)), cancel);
        if (columns is not [var (list, type)] || !type.EndsWith(']'))
        {
            return ReadColumns(connection, from, file.Path, [.. columns.Select(static c => c.Name)], [.. columns.Select(static c => Sql.Name(c.Name))], cancel);
        }
        var lengths = connection.Query($"SELECT row, n FROM (SELECT row_number() OVER () AS row, coalesce(len({Sql.Name(list)}), 0) AS n FROM {from}) "
            + $"WHERE n <> (SELECT coalesce(len({Sql.Name(list)}), 0) FROM {from} LIMIT 1) OR row = 1 ORDER BY row LIMIT 2",
                static r => (Row: Long(r, 0), Length: Long(r, 1)), cancel);
        if (lengths.Count == 2)
        {
            throw new InputException("the list has another length than the first row's", file.Path, lengths[1].Row, list, $"{lengths[1].Length} values",
                $"{lengths[0].Length} values");
        }
        if (lengths.Count == 0 || lengths[0].Length == 0)
        {
            throw new InputException("the matrix is empty", file.Path, expected: "at least one row and one column");
        }
        var width = (int)lengths[0].Length;
        return ReadColumns(connection, from, file.Path, [.. Enumerable.Range(1, width).Select(i => $"{list}[{i}]")],
            [.. Enumerable.Range(1, width).Select(i => $"{Sql.Name(list)}[{i}]")], cancel);
    }

    /// <param name="names">As people know the columns, for messages.</param>
    /// <param name="cells">As SQL knows them, within <paramref name="from"/>.</param>
    private static PointMatrix ReadColumns(DuckDBConnection connection, string from, string path, IReadOnlyList<string> names, IReadOnlyList<string> cells,
        CancellationToken cancel)
    {
        var values = new List<float>();
        var width = names.Count;
        try
        {
            // NULL stands for every cell that is no finite float; which one and why is asked only if there is one.
            var row = new float[width];
            var rows = 0L;
            connection.Query($"SELECT {string.Join(", ", cells.Select(static c => $"coalesce(try_cast({c} AS FLOAT), 'nan'::FLOAT)"))} FROM {from}", r =>
            {
                if ((rows++ & 4095) == 0) cancel.ThrowIfCancellationRequested();
                for (var i = 0; i < width; i++) row[i] = r.GetFloat(i);
                if (values.Count > Array.MaxLength - width)
                {
                    throw new InputException("the matrix is too large to hold in one piece", path,
                        expected: $"at most {Array.MaxLength} values, or a .npy file");
                }
                values.AddRange(row);
                return 0;
            }, cancel);
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read as a matrix: " + ReadFault.FirstLine(e), path, expected: "rows of equally many numbers");
        }

        if (values.Count == 0) throw new InputException("the matrix is empty", path, expected: "at least one row and one column");
        var points = new PointMatrix([.. values], width);
        if (points.FirstNotFinite() is not var (badRow, badColumn)) return points;
        var text = connection.Query($"SELECT coalesce(({cells[badColumn]})::VARCHAR, '') FROM {from} LIMIT 1 OFFSET {badRow}", static r => r.GetString(0),
            cancel)[0];
        throw new InputException("the value is not a finite number", path, badRow + 1L, names[badColumn], text, "a finite number");
    }

    private static long Long(DuckDBDataReader reader, int column) => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);
}

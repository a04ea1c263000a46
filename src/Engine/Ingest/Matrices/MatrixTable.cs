using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Matrices;

/// <summary>A CSV or Parquet file as rows of doubles.</summary>
internal sealed record MatrixTable
{
    /// <summary>Each is an expression of a query, which takes a minute to be planned for so many. A .npy file has no such limit.</summary>
    private const int MaxColumns = 10_000;

    private readonly DuckDBConnection _connection;
    private readonly string _from;

    private MatrixTable(DuckDBConnection connection, string path, string from) => (_connection, Path, _from) = (connection, path, from);

    public string Path { get; }

    /// <summary>As people know the columns.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>As SQL knows them.</summary>
    public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>Whether the file names them; otherwise they are numbered from 1.</summary>
    public required bool HasNames { get; init; }

    /// <summary>What a person should know of the columns.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <exception cref="InputException">Not a CSV or Parquet file, no columns, or lists of different lengths.</exception>
    public static MatrixTable Open(DuckDBConnection connection, string path, CancellationToken cancel)
    {
        var file = SourceFile.OpenOne(connection, path, MaxColumns, new SourceOptions { Cancel = cancel });
        return (file.Kind == SourceKind.Csv ? OfTexts(connection, file) : OfParquet(connection, file, cancel)).WithoutIndex(cancel);
    }

    /// <summary>The columns of a matrix that is known, in its order, where both files name theirs.</summary>
    /// <exception cref="InputException">A column is missing, or there is one more.</exception>
    public MatrixTable Like(LoadedMatrix known)
    {
        if (known.Columns is not { } wanted || !HasNames || wanted.SequenceEqual(Names)) return this;
        foreach (var twice in Names.CountBy(static n => n).Where(static n => n.Value > 1))
        {
            throw new InputException("the column occurs more than once, so it cannot be matched by name", Path, column: twice.Key,
                expected: "each column once");
        }
        if (wanted.FirstOrDefault(name => !Names.Contains(name, StringComparer.Ordinal)) is { } missing)
        {
            var nearest = NearestName.Of(missing, Names);
            throw new InputException("a column of the rows clustered is missing" + (nearest is null ? "" : $"; is it '{nearest}' here?"), Path,
                column: missing, expected: $"the columns {string.Join(", ", wanted.Take(60))}, in any order");
        }
        if (Names.FirstOrDefault(name => !wanted.Contains(name, StringComparer.Ordinal)) is { } more)
        {
            throw new InputException("the rows clustered have no such column", Path, column: more,
                expected: $"only {string.Join(", ", wanted.Take(60))}");
        }
        var cells = Names.Zip(Cells).ToDictionary(static c => c.First, static c => c.Second, StringComparer.Ordinal);
        return this with { Names = wanted, Cells = [.. wanted.Select(name => cells[name])] };
    }

    /// <summary>Hands on each row; NaN stands for every cell that is no number.</summary>
    /// <exception cref="InputException">The file cannot be read to its end.</exception>
    public void Each(Action<ReadOnlySpan<double>> row, CancellationToken cancel)
    {
        var values = new double[Names.Count];
        var rows = 0L;
        try
        {
            _connection.Query($"SELECT {string.Join(", ", Cells.Select(static c => $"coalesce({Number(c)}, 'nan'::DOUBLE)"))} FROM {_from}", r =>
            {
                if ((rows++ & 4095) == 0) cancel.ThrowIfCancellationRequested();
                for (var i = 0; i < values.Length; i++) values[i] = r.GetDouble(i);
                row(values);
                return 0;
            }, cancel);
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read as a matrix: " + Wording.Cut(e.Message.Split('\n')[0].Trim().TrimEnd('.'), 200), Path,
                expected: "rows of equally many numbers");
        }
    }

    /// <summary>A cell as the file has it; empty where it has nothing.</summary>
    public string Text(long row, int column, CancellationToken cancel) =>
        _connection.Query($"SELECT coalesce(({Cells[column]})::VARCHAR, '') FROM {_from} LIMIT 1 OFFSET {row}", static r => r.GetString(0), cancel)[0];

    /// <summary>What is wrong with a cell that is no finite number: it alone, or its whole column.</summary>
    public InputException Fault(long row, int column, CancellationToken cancel)
    {
        var text = Text(row, column, cancel);
        var (filled, numbers) = _connection.Query($"SELECT count(nullif(trim(({Cells[column]})::VARCHAR), '')), count({Number(Cells[column])}) FROM {_from}",
            static r => (Long(r, 0), Long(r, 1)), cancel)[0];
        var (what, expected) = (filled, numbers, text) switch
        {
            (0, _, _) => ("the column is empty", "a number in every cell: leave the column out"),
            (_, 0, _) when IsCommaNumber(text) => ("the numbers are written with a decimal comma", "a decimal point"),
            (_, 0, _) => ("the column holds text, not numbers", "numbers: leave the column out, or write its values as numbers"),
            (_, _, "") => ("the cell is empty", "a finite number: fill the cell, or leave out the row or the column"),
            _ => ("the value is not a finite number", "a finite number"),
        };
        return new InputException(what, Path, row + 1, Names[column], text, expected);
    }

    private static bool IsCommaNumber(string text) => text.Count(static c => c == ',') == 1
        && double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Number(string cell) => $"try_cast({cell} AS DOUBLE)";

    private static MatrixTable OfTexts(DuckDBConnection connection, SourceFile file)
    {
        var hasNames = MatrixHeader.IsHeader(file.Columns);
        return new MatrixTable(connection, file.Path, file.TableSql(header: hasNames))
        {
            Names = hasNames ? file.Columns : MatrixFile.Numbered(file.Columns.Count),
            Cells = [.. file.Columns.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"c{i}"))],
            HasNames = hasNames,
            Notes = hasNames && MatrixHeader.Counts(file.Columns) ? ["the first line counts the columns and is taken for a header"] : [],
        };
    }

    private static MatrixTable OfParquet(DuckDBConnection connection, SourceFile file, CancellationToken cancel)
    {
        var from = file.TableSql();
        var columns = connection.Query($"DESCRIBE SELECT * FROM {from}", static r => (Name: r.GetString(0), Type: r.GetString(1)), cancel);
        if (columns is [var (list, type)] && type.EndsWith(']')) return OfLists(connection, file.Path, from, list, cancel);
        if (columns.Find(static c => c.Type.StartsWith("TIME", StringComparison.Ordinal) || c.Type is "DATE" or "INTERVAL" || c.Type.Contains('('))
            is { Name: { } odd } other && !other.Type.StartsWith("DECIMAL", StringComparison.Ordinal))
        {
            throw new InputException("the column holds no numbers", file.Path, column: odd, value: other.Type,
                expected: "numbers: leave the column out, or write its values as numbers");
        }
        return new MatrixTable(connection, file.Path, from)
        {
            Names = [.. columns.Select(static c => c.Name)],
            Cells = [.. columns.Select(static c => Sql.Name(c.Name))],
            HasNames = true,
        };
    }

    private static MatrixTable OfLists(DuckDBConnection connection, string path, string from, string list, CancellationToken cancel)
    {
        var lengths = connection.Query($"SELECT row, n FROM (SELECT row_number() OVER () AS row, coalesce(len({Sql.Name(list)}), 0) AS n FROM {from}) "
            + $"WHERE n <> (SELECT coalesce(len({Sql.Name(list)}), 0) FROM {from} LIMIT 1) OR row = 1 ORDER BY row LIMIT 2",
                static r => (Row: Long(r, 0), Length: Long(r, 1)), cancel);
        if (lengths.Count == 2)
        {
            throw new InputException("the list has another length than the first row's", path, lengths[1].Row, list, $"{lengths[1].Length} values",
                $"{lengths[0].Length} values");
        }
        if (lengths.Count == 0 || lengths[0].Length == 0) throw new InputException("the matrix is empty", path, expected: "at least one row and one column");
        var width = (int)lengths[0].Length;
        return new MatrixTable(connection, path, from)
        {
            Names = [.. Enumerable.Range(1, width).Select(i => $"{list}[{i}]")],
            Cells = [.. Enumerable.Range(1, width).Select(i => $"{Sql.Name(list)}[{i}]")],
            HasNames = false,
        };
    }

    /// <summary>Leaves out a column that only names the rows, as data frames write one: without a name of its own, and each value once.</summary>
    private MatrixTable WithoutIndex(CancellationToken cancel)
    {
        if (!HasNames || Names.Count < 2) return this;
        var index = Enumerable.Range(0, Names.Count).FirstOrDefault(i => MatrixHeader.IsIndexName(Names[i], i, Names.Count), -1);
        if (index < 0) return this;
        var (rows, different, whole, numbers) = _connection.Query(
            $"SELECT count(*), count(DISTINCT ({Cells[index]})::VARCHAR), count(*) FILTER (n = floor(n)), count(n) "
            + $"FROM (SELECT *, {Number(Cells[index])} AS n FROM {_from})", static r => (Long(r, 0), Long(r, 1), Long(r, 2), Long(r, 3)), cancel)[0];
        if (rows == 0 || different < rows || (whole < rows && numbers > 0)) return this;
        var say = index == 0 ? "the first column has no name and only numbers or names the rows" : $"column '{Names[index]}' only numbers or names the rows";
        return this with
        {
            Names = [.. Names.Where((_, i) => i != index)],
            Cells = [.. Cells.Where((_, i) => i != index)],
            Notes = [.. Notes, say + ": it is left out (give it a name to keep it)"],
        };
    }

    private static long Long(DuckDBDataReader reader, int column) => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);
}

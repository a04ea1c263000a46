using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Matrices;

/// <summary>A CSV or Parquet file as rows of doubles.</summary>
internal sealed record MatrixTable : IDisposable
{
    /// <summary>Each is an expression of a query, which takes a minute to be planned for so many. A .npy file has no such limit.</summary>
    private const int MaxColumns = 10_000;

    /// <summary>Values by which it is judged how numbers are written.</summary>
    private const int MostSampled = 1_000_000;

    private readonly DuckDBConnection _connection;
    private readonly string _from;
    private MatrixText? _text;

    private MatrixTable(DuckDBConnection connection, string path, string from) => (_connection, Path, _from) = (connection, path, from);

    public string Path { get; }

    /// <summary>As people know the columns.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>As SQL knows them.</summary>
    public required IReadOnlyList<MatrixCell> Cells { get; init; }

    /// <summary>Whether the file names them; otherwise they are numbered from 1.</summary>
    public required bool HasNames { get; init; }

    /// <summary>Whether all cells are texts.</summary>
    private bool IsText { get; init; }

    /// <summary>What a person should know of the columns.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <exception cref="InputException">No text, workbook or Parquet file, no columns, or lists of different lengths.</exception>
    public static MatrixTable Open(DuckDBConnection connection, string path, StageContext context)
    {
        var text = MatrixText.Open(connection, path, MaxColumns, context);
        try
        {
            var table = text.File.Kind == SourceKind.Csv ? OfTexts(connection, text) : OfParquet(connection, text.File, context.Cancel);
            return table.WithoutIndexes(context.Cancel).WithFormats(context.Cancel) with { _text = text };
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    public void Dispose() => _text?.Dispose();

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
            _connection.Query($"SELECT {string.Join(", ", Cells.Select(static c => $"coalesce({c.Number}, 'nan'::DOUBLE)"))} FROM {_from}", r =>
            {
                if ((rows++ & 4095) == 0) cancel.ThrowIfCancellationRequested();
                for (var i = 0; i < values.Length; i++) values[i] = r.GetDouble(i);
                row(values);
                return 0;
            }, cancel);
        }
        catch (DuckDBException e)
        {
            throw MatrixFault.Of(e, Path);
        }
    }

    /// <summary>A cell as the file has it; empty where it has nothing.</summary>
    public string Text(long row, int column, CancellationToken cancel) =>
        _connection.Query($"SELECT coalesce(({Cells[column].Sql})::VARCHAR, '') FROM {_from} LIMIT 1 OFFSET {row}", static r => r.GetString(0), cancel)[0];

    /// <summary>What is wrong with a cell that is no finite number: it alone, or its whole column.</summary>
    public InputException Fault(long row, int column, CancellationToken cancel)
    {
        var (filled, numbers) = _connection.Query($"SELECT count({Cells[column].Filled}), count({Cells[column].Number}) FROM {_from}",
            static r => (Long(r, 0), Long(r, 1)), cancel)[0];
        return MatrixFault.Of(Path, row, Names[column], Text(row, column, cancel), filled, numbers);
    }

    private static MatrixTable OfTexts(DuckDBConnection connection, MatrixText text)
    {
        var fields = text.File.Columns;
        var isHeader = MatrixHeader.IsHeader(fields);
        var isAbove = !isHeader && text.Comment.Count == fields.Count && MatrixHeader.IsHeader(text.Comment);
        return new MatrixTable(connection, text.File.Path, text.TableSql(isHeader))
        {
            Names = isHeader ? fields : isAbove ? text.Comment : MatrixFile.Numbered(fields.Count),
            Cells = [.. fields.Select(static (_, i) => new MatrixCell(string.Create(CultureInfo.InvariantCulture, $"c{i}")))],
            HasNames = isHeader || isAbove,
            IsText = true,
            Notes = isHeader && MatrixHeader.Counts(fields) ? ["the first line counts the columns and is taken for a header"] : [],
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
            Cells = [.. columns.Select(static c => new MatrixCell(Sql.Name(c.Name)))],
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
            Cells = [.. Enumerable.Range(1, width).Select(i => new MatrixCell($"{Sql.Name(list)}[{i}]"))],
            HasNames = false,
        };
    }

    /// <summary>
    /// Leaves out columns that only name the rows, as data frames write them (without a name of their own, and each value once), and the one behind a
    /// delimiter at the end of every line (without a name or a value).
    /// </summary>
    private MatrixTable WithoutIndexes(CancellationToken cancel)
    {
        var table = this;
        while (table.WithoutIndex(cancel) is { } less) table = less;
        return table.WithoutEmptyEnd(cancel);
    }

    private MatrixTable? WithoutIndex(CancellationToken cancel)
    {
        if (!HasNames || Names.Count < 2) return null;
        var index = Enumerable.Range(0, Names.Count).FirstOrDefault(i => MatrixHeader.IsIndexName(Names[i], i, Names.Count), -1);
        if (index < 0) return null;
        var (rows, different, whole, numbers) = _connection.Query(
            $"SELECT count(*), count(DISTINCT ({Cells[index].Sql})::VARCHAR), count(*) FILTER (n = floor(n)), count(n) "
            + $"FROM (SELECT *, {Cells[index].Number} AS n FROM {_from})", static r => (Long(r, 0), Long(r, 1), Long(r, 2), Long(r, 3)), cancel)[0];
        if (rows == 0 || different < rows || (whole < rows && numbers > 0)) return null;
        var say = index == 0 ? "the first column has no name and only numbers or names the rows" : $"column '{Names[index]}' only numbers or names the rows";
        return Without(index, say + ": it is left out (give it a name to keep it)");
    }

    private MatrixTable WithoutEmptyEnd(CancellationToken cancel)
    {
        var last = Names.Count - 1;
        if (!IsText || last < 1 || (HasNames && !MatrixHeader.IsUnnamed(Names[last], last))) return this;
        return _connection.Scalar<long>($"SELECT count({Cells[last].Filled}) FROM {_from}", cancel) > 0 ? this
            : Without(last, "the last column has no name and no values: it is left out");
    }

    private MatrixTable Without(int column, string note) => this with
    {
        Names = [.. Names.Where((_, i) => i != column)],
        Cells = [.. Cells.Where((_, i) => i != column)],
        Notes = [.. Notes, note],
    };

    /// <summary>Of texts, finds out how numbers are written where they are not written plainly.</summary>
    private MatrixTable WithFormats(CancellationToken cancel)
    {
        if (!IsText) return this;
        var rows = Math.Clamp(MostSampled / Names.Count, 100, 2_000);
        try
        {
            var sample = _connection.Query($"SELECT {string.Join(", ", Cells.Select(static c => c.Sql))} FROM {_from} LIMIT {rows}",
                r => Enumerable.Range(0, Names.Count).Select(c => r.IsDBNull(c) ? null : r.GetString(c).Trim()).ToArray(), cancel);
            var cells = MatrixCell.Judged(Cells, sample);
            return this with { Cells = cells, Notes = [.. Notes.Distinct(), .. cells.Select(static c => c.Note).OfType<string>().Take(1)] };
        }
        catch (DuckDBException e)
        {
            throw MatrixFault.Of(e, Path);
        }
    }

    private static long Long(DuckDBDataReader reader, int column) => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);
}

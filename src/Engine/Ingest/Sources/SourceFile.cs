using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Sources;

public enum SourceKind
{
    /// <summary>Rows of texts: CSV and its like, or a sheet of a workbook.</summary>
    Csv,
    Parquet,
}

/// <summary>A column of a source, as one of its files has it.</summary>
/// <param name="Name">Its name in the source.</param>
/// <param name="Sql">Its text, whatever its type, in the file's table.</param>
/// <param name="Field">Of rows of texts: which field it is; null where the file has no such column.</param>
/// <param name="Constant">What it holds in all rows of the file; null where the rows tell.</param>
internal sealed record SourceColumn(string Name, string Sql, int? Field = null, string? Constant = null)
{
    /// <summary>Whether the file itself says that its values are numbers or times.</summary>
    public bool IsTyped { get; init; }

    /// <summary>What its values are without a detour over texts; null where only the text tells.</summary>
    public NativeValue? Native { get; init; }

    /// <summary>Columns of a file of texts.</summary>
    public static IReadOnlyList<SourceColumn> OfFields(IEnumerable<string> names) =>
        [.. names.Select(static (name, i) => new SourceColumn(name, string.Create(CultureInfo.InvariantCulture, $"c{i}"), i))];
}

/// <summary>One file of a source, opened far enough to know its columns. The kind of file is recognised by its content, not by its name.</summary>
public sealed record SourceFile : IDisposable
{
    /// <summary>Columns of a source of transactions or events: more than anyone maps by hand, and the time that a query takes to be planned grows with their
    /// square (2,000 take a second).</summary>
    public const int MaxColumns = 2_000;

    /// <summary>The file; of an archive's entry, the archive.</summary>
    public required string Path { get; init; }

    public required SourceKind Kind { get; init; }

    /// <summary>How people know it.</summary>
    public string Name { get => field ?? System.IO.Path.GetFileName(Path); init; }

    public IReadOnlyList<string> Columns { get; private init; } = [];

    /// <summary>How a text file is laid out: encoding, delimiter, lines above the header, header; of a workbook its sheet, of an archive its entry.</summary>
    public SourceFormat Layout { get; init; } = new();

    /// <summary>What is not certain of that, with the choices.</summary>
    public IReadOnlyList<Advice> Advice { get; init; } = [];

    internal IReadOnlyList<SourceColumn> Cells
    {
        get;
        init => (field, Columns) = (value, [.. value.Select(static c => c.Name)]);
    } = [];

    /// <summary>Of rows of texts.</summary>
    internal TextLayout? Text { get; init; }

    /// <summary>Fields of a row of texts.</summary>
    internal int Width { get; init; }

    /// <summary>Where its bytes are.</summary>
    internal SourceContent Content { get; init; } = null!;

    /// <summary>Its size, as it is read.</summary>
    internal long Bytes => Content.Bytes;

    /// <summary>Whether DuckDB reads it only once it is converted (<see cref="TextConversion"/>).</summary>
    internal bool NeedsConversion => Text is { } text
        && (text.Encoding != TextEncoding.Utf8 || text.SkipLines > 0 || text.OddLineEnds || !Content.IsPlainFile || Content.IsPadded);

    /// <summary>Lets go of the file, where it is held.</summary>
    public void Dispose() => Content.Dispose();

    /// <summary>Opens a file, an archive's files, or a folder's in order of name (hidden ones and those beginning with _ are skipped).</summary>
    /// <exception cref="InputException">Nothing there, mixed kinds, empty, no regular file, of no kind that is read, or too many columns.</exception>
    /// <param name="connection">Reads the files' columns.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How.</param>
    public static IReadOnlyList<SourceFile> Open(DuckDBConnection connection, string path, SourceOptions options) =>
        new SourceOpener(connection, options).Open(path);

    /// <summary>The file as a table in SQL: the columns of texts are VARCHAR and called c0, c1, … in file order; Parquet's keep name and type.</summary>
    /// <param name="options">Further options of <c>read_csv</c> (texts) or <c>read_parquet</c>.</param>
    /// <param name="header">Whether a text's first line is a header; null: as was found.</param>
    /// <param name="converted">The file that it was converted to, where it needs that.</param>
    internal string TableSql(string? options = null, bool? header = null, string? converted = null)
    {
        var more = options is null ? "" : ", " + options;
        if (Text is null) return $"read_parquet({Sql.Path(Content.ReadFrom)}, hive_partitioning = false{more})";
        if (NeedsConversion && converted is null) throw new InvalidOperationException($"{Name} must be converted before it is read");
        var columns = string.Join(", ", Enumerable.Range(0, Width).Select(static i => $"'c{i}': 'VARCHAR'"));
        return $"read_csv({Sql.Path(converted ?? Content.ReadFrom)}, columns = {{{columns}}}, auto_detect = false, hive_partitioning = false, "
            + $"header = {((header ?? Text.Header) ? "true" : "false")}, delim = {Sql.Text(Text.Dialect.Delimiter.ToString())}, "
            + $"quote = {Sql.Text(Text.Dialect.Quote.ToString())}, escape = {Sql.Text(Text.Dialect.Escape.ToString())}, "
            + $"compression = '{(converted is null ? Content.Compression : "none")}', strict_mode = true{more})";
    }

    /// <summary>Position of a column, by its exact name.</summary>
    /// <exception cref="InputException">There is none, or there are two; the message names the existing columns and the nearest.</exception>
    public int IndexOf(string column)
    {
        var found = Columns.Index().Where(c => c.Item == column).Select(static c => c.Index).ToList();
        if (found.Count == 1) return found[0];
        if (found.Count > 1) throw new InputException("the column occurs more than once", Path, column: column, expected: "each column once");
        var nearest = NearestName.Of(column, Columns);
        throw new InputException("there is no such column" + (nearest is null ? "" : $"; did you mean '{nearest}'?"), Path, column: column,
            expected: $"one of {string.Join(", ", Columns.Take(60))}");
    }

    /// <summary>Where it holds only rows of another file: which row of that one (1-based) one of its own is; null where that is not known.</summary>
    internal Func<long, long?>? RowOf { get; init; }

    /// <summary>Whether it holds only rows of another file, from its start, middle and end.</summary>
    internal bool IsSample => RowOf is not null;

    /// <summary>Whether a Parquet file has a column of its own that is called as DuckDB calls the number of a row: none can be asked for.</summary>
    internal bool HasRowNumbers { get; init; }

    /// <summary>Rows of a Parquet file, as it says itself.</summary>
    internal long ParquetRows(DuckDBConnection connection, CancellationToken cancel) =>
        connection.Scalar<long>($"SELECT sum(num_rows)::BIGINT FROM parquet_file_metadata({Sql.Path(Content.ReadFrom)})", cancel);

    /// <summary>SQL of a column's text, of any type, in <see cref="TableSql"/>.</summary>
    /// <exception cref="InputException">There is no such column, or there are two.</exception>
    internal string ColumnSql(string column) => Cells[IndexOf(column)].Sql;

    /// <summary>A column's typed value in <see cref="TableSql"/>; null where only its text tells, or no one column is called so.</summary>
    internal NativeValue? NativeOf(string column) => Cells.Where(c => c.Name == column).ToList() is [var one] ? one.Native : null;

    /// <summary>A small file of the same columns with rows from this one's start, middle and end; this one where it is small itself.</summary>
    /// <param name="folder">Where it is written; it is deleted when it is disposed.</param>
    /// <param name="budget">What it may cost.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="InputException">The file cannot be read, or its lines have no end.</exception>
    internal SourceFile TakeSample(string folder, PreviewBudget budget, CancellationToken cancel) =>
        FileSample.Take(this, System.IO.Path.Combine(folder, $"sample-{Guid.NewGuid():N}"), budget, cancel);
}

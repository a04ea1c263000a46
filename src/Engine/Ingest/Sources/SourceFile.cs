using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>How a source is opened.</summary>
public sealed record SourceOptions
{
    /// <summary>What is known of the files' layout; the rest is found out.</summary>
    public SourceFormat? Format { get; init; }

    /// <summary>Whether each file is opened once and read through that, at the path given and nowhere else (<see cref="HeldFile"/>). Dispose them.</summary>
    public bool Held { get; init; }

    /// <summary>Where files that DuckDB cannot read as they are may be converted; null: nowhere, and they are refused.</summary>
    public string? Scratch { get; init; }

    /// <summary>transactions or events: what advice is about.</summary>
    public string Table { get; init; } = TableNames.Transactions;

    public CancellationToken Cancel { get; init; }
}

public enum SourceKind
{
    Csv,
    Parquet,
}

/// <summary>One file of a source, opened far enough to know its columns. The kind of file is recognised by its first bytes, not by its name.</summary>
/// <param name="Compression">none, gzip or zstd (CSV only).</param>
/// <param name="Delimiter">CSV only.</param>
public sealed record SourceFile(string Path, SourceKind Kind, string Compression, char Delimiter, IReadOnlyList<string> Columns) : IDisposable
{
    private static readonly string[] Endings = [".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz", ".csv.zst", ".tsv.zst", ".txt.zst", ".parquet", ".pq"];

    /// <summary>Columns of a source of transactions or events: more than anyone maps by hand, and the time that a query takes to be planned grows with their
    /// square (2,000 take a second).</summary>
    public const int MaxColumns = 2_000;

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>How a text file is laid out: encoding, delimiter, lines above the header, header; of a workbook its sheet, of an archive its entry.</summary>
    public SourceFormat Layout { get; init; } = new();

    /// <summary>What is not certain of that, with the choices.</summary>
    public IReadOnlyList<Advice> Advice { get; init; } = [];

    /// <summary>Where to read it: its path, or what leads to the file that is held.</summary>
    internal string ReadFrom => Held?.ReadFrom ?? Path;

    /// <summary>Its size.</summary>
    internal long Bytes => Held?.Bytes ?? new FileInfo(Path).Length;

    private HeldFile? Held { get; init; }

    /// <summary>Lets go of the file, where it is held.</summary>
    public void Dispose() => Held?.Dispose();

    /// <summary>Opens a file, or a folder's files in order of name (hidden ones and those beginning with _ are skipped).</summary>
    /// <exception cref="InputException">Nothing there, mixed kinds, empty, no regular file, neither CSV nor Parquet, or too many columns.</exception>
    /// <param name="connection">Reads the files' columns.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How.</param>
    public static IReadOnlyList<SourceFile> Open(DuckDBConnection connection, string path, SourceOptions options)
    {
        if (File.Exists(path)) return [OpenOne(connection, path, MaxColumns, options)];
        if (!Directory.Exists(path))
        {
            throw new InputException("there is no such file or folder", path, value: path, expected: "a CSV or Parquet file, or a folder of either");
        }
        string[] paths = [.. Directory.GetFiles(path).Where(static p => System.IO.Path.GetFileName(p)[0] is not ('.' or '_')).Order(StringComparer.Ordinal)];
        if (paths.Length == 0) throw new InputException("the folder holds no files", path, expected: "CSV or Parquet files");
        if (paths.FirstOrDefault(static p => !Endings.Any(e => p.EndsWith(e, StringComparison.OrdinalIgnoreCase))) is { } odd)
            throw new InputException("the folder holds a file of another kind", odd,
                expected: $"only {string.Join(", ", Endings.Where(static e => e.LastIndexOf('.') == 0))}, plain or .gz or .zst");
        var files = paths.Select(p => OpenOne(connection, p, MaxColumns, options)).ToList();
        if (files.Find(f => f.Kind != files[0].Kind) is { } other)
            throw new InputException($"the folder mixes kinds: {files[0].Name} is {files[0].Kind}, {other.Name} is {other.Kind}", path,
                expected: "files of one kind");
        return files;
    }

    /// <summary>The file as a table in SQL: CSV columns are VARCHAR and called c0, c1, … in file order; those of Parquet keep name and type.</summary>
    /// <param name="options">Further options of <c>read_csv</c> (CSV) or <c>read_parquet</c>.</param>
    /// <param name="header">Whether a CSV file's first line is one.</param>
    internal string TableSql(string? options = null, bool header = true)
    {
        var more = options is null ? "" : ", " + options;
        if (Kind == SourceKind.Parquet) return $"read_parquet({Sql.Path(ReadFrom)}{more})";
        var columns = string.Join(", ", Columns.Select(static (_, i) => $"'c{i}': 'VARCHAR'"));
        return $"read_csv({Sql.Path(ReadFrom)}, columns = {{{columns}}}, auto_detect = false, header = {(header ? "true" : "false")}, delim = "
            + $"{Sql.Text(Delimiter.ToString())}, quote = '\"', escape = '\"', compression = '{Compression}', strict_mode = true{more})";
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

    /// <summary>SQL of a column's text, of any type, in <see cref="TableSql"/>.</summary>
    /// <exception cref="InputException">There is no such column, or there are two.</exception>
    internal string ColumnSql(string column)
    {
        var index = IndexOf(column);
        return Kind == SourceKind.Csv ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"c{index}") : $"{Sql.Name(Columns[index])}::VARCHAR";
    }

    /// <summary>A small file of the same columns and layout with rows from this one's start, middle and end; this one where it is small itself.</summary>
    /// <param name="folder">Where it is written.</param>
    /// <param name="budget">What it may cost.</param>
    /// <param name="cancel">Ends it.</param>
    internal SampledFile TakeSample(string folder, PreviewBudget budget, CancellationToken cancel) => new(this, IsWhole: true, static row => row);

    /// <param name="connection">Reads the file's columns.</param>
    /// <param name="path">The file.</param>
    /// <param name="maxColumns">Columns it may have.</param>
    /// <param name="options">How.</param>
    internal static SourceFile OpenOne(DuckDBConnection connection, string path, int maxColumns, SourceOptions options)
    {
        var file = OpenHeld(connection, path, options.Held, options.Cancel);
        return file.Columns.Count <= maxColumns ? file : throw new InputException("the file has too many columns", path,
            value: Wording.Counted(file.Columns.Count, "column"), expected: $"at most {Wording.Count(maxColumns)}: leave out what is not needed");
    }

    private static SourceFile OpenHeld(DuckDBConnection connection, string path, bool held, CancellationToken cancel)
    {
        var file = held ? HeldFile.Open(path) : null;
        try
        {
            return OpenAny(connection, path, file?.ReadFrom ?? path, cancel) with { Held = file };
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    private static SourceFile OpenAny(DuckDBConnection connection, string path, string readFrom, CancellationToken cancel)
    {
        var start = new byte[8192];
        int length;
        try
        {
            using var file = RegularFile.Open(readFrom, share: FileShare.ReadWrite);
            length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the file cannot be opened: " + e.Message.TrimEnd('.'), path);
        }

        ReadOnlySpan<byte> head = start.AsSpan(0, length);
        if (length == 0) throw new InputException("the file is empty", path, expected: "a header line and rows, or Parquet");
        if (head.StartsWith("PAR1"u8)) return OpenParquet(connection, path, readFrom, cancel);
        var compression = head.StartsWith<byte>([0x1f, 0x8b]) ? "gzip" : head.StartsWith<byte>([0x28, 0xb5, 0x2f, 0xfd]) ? "zstd" : "none";
        if (head.StartsWith<byte>([0xff, 0xfe]) || head.StartsWith<byte>([0xfe, 0xff]))
        {
            throw new InputException("the text is UTF-16", path, expected: "UTF-8 (save the file again as UTF-8)");
        }
        if (compression == "none" && head.Contains((byte)0))
        {
            throw new InputException("this is a binary file", path, expected: "CSV as UTF-8 text (plain, gzip, zstd) or Parquet");
        }
        var header = CsvHeader.Read(connection, path, compression, cancel, readFrom);
        return new SourceFile(path, SourceKind.Csv, compression, header.Delimiter, header.Columns);
    }

    private static SourceFile OpenParquet(DuckDBConnection connection, string path, string readFrom, CancellationToken cancel)
    {
        try
        {
            var columns = connection.Query($"DESCRIBE SELECT * FROM read_parquet({Sql.Path(readFrom)})", static r => r.GetString(0), cancel);
            return new SourceFile(path, SourceKind.Parquet, "none", ',', columns);
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read as Parquet: " + CsvHeader.FirstLine(e), path, expected: "a whole Parquet file");
        }
    }
}

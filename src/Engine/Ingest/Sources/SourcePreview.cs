using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Sources;

public enum PreviewType
{
    /// <summary>No value in the rows looked at.</summary>
    Empty,
    Number,
    Time,
    Text,
}

/// <summary>One source column as its first rows show it.</summary>
/// <param name="Type">What nine of ten values looked at can be read as. A time in seconds since 1970 is a number.</param>
/// <param name="Distinct">Different values among the rows looked at.</param>
/// <param name="Missing">Rows without a value among those.</param>
/// <param name="Examples">The first different values, at most <see cref="SourcePreview.MaxExamples"/>.</param>
public sealed record PreviewColumn(string Name, PreviewType Type, int Distinct, int Missing, IReadOnlyList<string> Examples)
{
    /// <summary>What the judge of formats makes of it; null where the column was not judged.</summary>
    public ColumnLook? Look { get; init; }
}

/// <summary>A source's columns and first rows, for a person to map.</summary>
public sealed record SourcePreview : IDisposable
{
    public const int MaxExamples = 20;

    private PreviewBudget Budget { get; init; } = new();

    public required IReadOnlyList<SourceFile> Files { get; init; }

    public required IReadOnlyList<PreviewColumn> Columns { get; init; }

    /// <summary>The first rows, each with one text a column; null where empty.</summary>
    public required IReadOnlyList<IReadOnlyList<string?>> Rows { get; init; }

    /// <summary>The rows that all of this was seen in.</summary>
    internal SourceSample Sample { get; init; } = new([], 0, IsWhole: true);

    /// <summary>How its values are written, as far as that is known.</summary>
    public required SourceFormat Format { get; init; }

    /// <summary>What is not certain of that, with the choices.</summary>
    public required IReadOnlyList<Advice> Advice { get; init; }

    /// <summary>The same as the judge said it, column by column: asked again when it is known what each is used as.</summary>
    public FormatGuess? Judged { get; init; }

    /// <summary>Exact for Parquet; estimated from the bytes per row for plain CSV; null for compressed files.</summary>
    public required long? RowEstimate { get; init; }

    /// <param name="path">A CSV or Parquet file or a folder of either.</param>
    /// <param name="rows">Rows to show; the budget's cells may allow fewer.</param>
    /// <param name="budget">What the reading may cost.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="held">Whether each file is opened once and read through that, at the path given and nowhere else (<see cref="HeldFile"/>).</param>
    /// <param name="table">transactions or events.</param>
    /// <param name="format">What is known of the format already.</param>
    /// <exception cref="InputException">The source cannot be opened, or not within the budget.</exception>
    public static SourcePreview Read(string path, int rows, PreviewBudget? budget = null, CancellationToken cancel = default, bool held = false,
        string table = TableNames.Transactions, SourceFormat? format = null)
    {
        var allowed = budget ?? new();
        return PreviewBudget.Within(allowed.Time, cancel, token => Look(path, rows, allowed, held, table, format, token), () => throw new InputException(
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

    private static SourcePreview Look(string path, int rows, PreviewBudget budget, bool held, string table, SourceFormat? format, CancellationToken cancel)
    {
        using var connection = TableConnection.Open(threads: 1, memoryGigabytes: budget.MemoryGigabytes);
        var files = SourceFile.Open(connection, path,
            new SourceOptions { Held = held, Format = format, Table = table, MaxUnpacked = budget.InflatedBytes, Cancel = cancel });
        try
        {
            var sample = SourceSample.Read(connection, files, Math.Max(rows, budget.Rows), budget, cancel);
            var guess = FormatJudge.Judge(table, sample.Columns, format);
            return new SourcePreview
            {
                Files = files,
                Columns = [.. sample.Columns.Zip(guess.Columns, Describe)],
                Rows = [.. Enumerable.Range(0, Math.Min(rows, sample.Rows)).Select(r => sample.Columns.Select(c => c.Values[r]).ToArray())],
                RowEstimate = Estimate(connection, files, sample, cancel),
                Format = SourceLayout.Of(files, guess.Format),
                Advice = [.. SourceLayout.Advice(files), .. guess.Advice],
                Judged = guess,
                Budget = budget,
                Sample = sample,
            };
        }
        catch
        {
            foreach (var file in files) file.Dispose();
            throw;
        }
    }

    private List<string> ReadValues(string column, int most, CancellationToken cancel)
    {
        Files[0].IndexOf(column);
        if (Files.Any(static f => f.NeedsConversion)) return TextValues.Read(Files, column, most, Budget, cancel);
        using var connection = TableConnection.Open(memoryGigabytes: Budget.MemoryGigabytes);
        var parts = Files.Select(f => $"SELECT {Budget.Cell(f.ColumnSql(column))} AS v FROM {f.TableSql(f.Text is null ? null : "ignore_errors = true")}");
        try
        {
            return connection.Query($"SELECT DISTINCT v FROM ({string.Join(" UNION ALL ", parts)}) WHERE v <> '' ORDER BY v "
                + $"LIMIT {most.ToString(CultureInfo.InvariantCulture)}", r => Budget.Shown(r.GetString(0))!, cancel);
        }
        catch (DuckDBException) when (Files.All(static f => f.Text is not null))
        {
            return TextValues.Read(Files, column, most, Budget, cancel);
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read: " + ReadFault.FirstLine(e), Files[0].Path, column: column);
        }
    }

    private static PreviewColumn Describe(SampleColumn column, ColumnLook look)
    {
        var given = column.Values.OfType<string>().ToList();
        var distinct = given.Distinct(StringComparer.Ordinal).ToList();
        return new PreviewColumn(column.Name, look.Type, distinct.Count, column.Values.Count - given.Count, [.. distinct.Take(MaxExamples)]) { Look = look };
    }

    private static long? Estimate(DuckDBConnection connection, IReadOnlyList<SourceFile> files, SourceSample sample, CancellationToken cancel)
    {
        if (files[0].Kind == SourceKind.Parquet) return files.Sum(f => f.ParquetRows(connection, cancel));
        if (sample.IsWhole || sample.Rows == 0) return sample.Rows;
        if (files.Any(static f => !f.Content.CanSeek)) return null;
        var bytes = sample.Columns.Sum(static c => c.Values.Average(static v => System.Text.Encoding.UTF8.GetByteCount(v ?? "") + 1.0));
        return (long)(files.Sum(static f => (double)f.Bytes) / bytes);
    }
}

using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>One source column with what a sample's rows hold in it.</summary>
/// <param name="Name">As the source calls it.</param>
/// <param name="Values">One trimmed text a row, null where empty; long ones are cut.</param>
public sealed record SampleColumn(string Name, IReadOnlyList<string?> Values)
{
    /// <summary>Whether the source itself says that they are numbers or times, so that each is written in one way only.</summary>
    public bool IsTyped { get; init; }
}

/// <summary>Rows of a source from its start, middle and end: what formats, parts and warnings are judged by.</summary>
/// <param name="Columns">In file order.</param>
/// <param name="Rows">How many rows were looked at.</param>
/// <param name="IsWhole">Whether those are all.</param>
public sealed record SourceSample(IReadOnlyList<SampleColumn> Columns, int Rows, bool IsWhole)
{
    /// <summary>Files of a source that are looked into.</summary>
    private const int MostFiles = 16;

    /// <param name="connection">Reads them.</param>
    /// <param name="files">Of one source.</param>
    /// <param name="rows">To read; the budget's cells may allow fewer.</param>
    /// <param name="budget">What it may cost.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static SourceSample Read(DuckDBConnection connection, IReadOnlyList<SourceFile> files, int rows, PreviewBudget budget, CancellationToken cancel)
    {
        var columns = files[0].Columns;
        var most = Math.Min(rows, Math.Max(1, budget.Cells / Math.Max(1, columns.Count)));
        var some = Some(files);
        var (read, isWhole) = (new List<string?[]>(), some.Count == files.Count);
        foreach (var (i, file) in some.Index())
        {
            var share = i == 0 ? most - (most / 2 / some.Count * (some.Count - 1)) : most / 2 / some.Count;
            if (share == 0) continue;
            var (more, whole) = file.Text is null ? ReadParquet(connection, file, share, budget, cancel) : ReadText(file, share, budget, cancel);
            read.AddRange(more);
            isWhole &= whole;
        }

        var typed = files.Select(static f => f.Cells.Where(static c => c.IsTyped).Select(static c => c.Name).ToHashSet(StringComparer.Ordinal)).ToList();
        return new SourceSample([.. columns.Select((name, i) => new SampleColumn(name, [.. read.Select(r => r[i])])
        {
            IsTyped = typed.TrueForAll(t => t.Contains(name)),
        })], read.Count, isWhole);
    }

    /// <summary>The first file, the last, and some evenly between; all where they are few.</summary>
    internal static IReadOnlyList<SourceFile> Some(IReadOnlyList<SourceFile> files) => files.Count <= MostFiles ? files
        : [.. Enumerable.Range(0, MostFiles).Select(i => files[(int)((long)i * (files.Count - 1) / (MostFiles - 1))])];

    private static (IEnumerable<string?[]> Rows, bool IsWhole) ReadText(SourceFile file, int most, PreviewBudget budget, CancellationToken cancel)
    {
        var rows = new TextRowReader(file, budget, 4 * budget.CellLength, raw: false, cancel);
        try
        {
            var taken = rows.Take(most, (most + 1) / 2);
            return (taken.Where(static r => r.IsWellFormed).Select(r => file.Cells.Select(c => c.Field is { } at ? Shown(r.Fields[at]) : c.Constant).ToArray()),
                rows.IsWhole);
        }
        catch (Exception e) when (PackedFault.Is(e))
        {
            throw PackedFault.Of(file.Path);
        }

        string? Shown(string text) => budget.Shown(text.Trim());
    }

    private static (IEnumerable<string?[]> Rows, bool IsWhole) ReadParquet(DuckDBConnection connection, SourceFile file, int most, PreviewBudget budget,
        CancellationToken cancel)
    {
        var columns = string.Join(", ", file.Cells.Select(c => budget.Cell(c.Sql)));
        try
        {
            var all = file.ParquetRows(connection, cancel);
            var rows = ParquetParts.Of(file, all, most).SelectMany(part => connection.Query($"SELECT {columns} FROM {part.Sql}", r =>
            {
                var row = new string?[r.FieldCount];
                for (var i = 0; i < row.Length; i++) row[i] = r.IsDBNull(i) ? null : budget.Shown(r.GetString(i));
                return row;
            }, cancel)).ToList();
            return (rows, all <= most);
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read: " + ReadFault.FirstLine(e), file.Path, expected: "a whole Parquet file");
        }
    }
}

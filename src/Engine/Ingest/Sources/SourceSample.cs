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
    /// <param name="connection">Reads them.</param>
    /// <param name="files">Of one source.</param>
    /// <param name="rows">To read; the budget's cells may allow fewer.</param>
    /// <param name="budget">What it may cost.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static SourceSample Read(DuckDBConnection connection, IReadOnlyList<SourceFile> files, int rows, PreviewBudget budget, CancellationToken cancel)
    {
        var file = files[0];
        var most = Math.Min(rows, Math.Max(1, budget.Cells / Math.Max(1, file.Columns.Count)));
        var columns = string.Join(", ", file.Columns.Select((c, i) => budget.Cell(file.Kind == SourceKind.Csv ? $"c{i}" : Sql.Name(c))));
        try
        {
            var read = connection.Query($"SELECT {columns} FROM {file.TableSql(file.Kind == SourceKind.Csv ? "ignore_errors = true" : null)} "
                + $"LIMIT {most.ToString(CultureInfo.InvariantCulture)}", r =>
            {
                var row = new string?[r.FieldCount];
                for (var i = 0; i < row.Length; i++) row[i] = r.IsDBNull(i) ? null : budget.Shown(r.GetString(i));
                return row;
            }, cancel);
            return new SourceSample([.. file.Columns.Select((name, i) => new SampleColumn(name, [.. read.Select(r => r[i])]))], read.Count,
                files.Count == 1 && read.Count < most);
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read: " + CsvHeader.FirstLine(e), file.Path, expected: "CSV as UTF-8 text, or Parquet");
        }
    }
}

using System.Globalization;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Rows of a Parquet file that follow each other.</summary>
/// <param name="Sql">As a relation.</param>
/// <param name="From">Rows before them.</param>
/// <param name="Count">How many.</param>
internal sealed record RowPart(string Sql, long From, long Count);

/// <summary>Rows of a Parquet file from its start, middle and end, as relations.</summary>
internal static class ParquetParts
{
    public const string RowNumber = "file_row_number";

    /// <summary>Which row of the whole file (1-based) a row of its parts, one behind the other, is.</summary>
    public static long? RowOf(IReadOnlyList<RowPart> parts, long row)
    {
        foreach (var part in parts)
        {
            if (row <= part.Count) return part.From + row;
            row -= part.Count;
        }

        return null;
    }

    /// <param name="file">A Parquet file.</param>
    /// <param name="all">Its rows.</param>
    /// <param name="most">Rows to take.</param>
    public static IEnumerable<RowPart> Of(SourceFile file, long all, int most)
    {
        if (all <= most || file.HasRowNumbers)
        {
            yield return new RowPart($"(SELECT * FROM {file.TableSql()} LIMIT {Text(most)})", 0, most);
            yield break;
        }

        var part = most / 4;
        (long From, long Count)[] parts = [(0, most - (2 * part)), (Math.Max(most - (2 * part), all / 2), part), (all - part, part)];
        foreach (var (from, count) in parts.Where(static p => p.Count > 0))
        {
            yield return new RowPart($"(SELECT * EXCLUDE ({RowNumber}) FROM {file.TableSql(RowNumber + " = true")} WHERE {RowNumber} "
                + $"BETWEEN {Text(from)} AND {Text(from + count - 1)})", from, count);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Rows of a Parquet file from its start, middle and end, as relations.</summary>
internal static class ParquetParts
{
    public const string RowNumber = "file_row_number";

    /// <param name="file">A Parquet file.</param>
    /// <param name="all">Its rows.</param>
    /// <param name="most">Rows to take.</param>
    public static IEnumerable<string> Of(SourceFile file, long all, int most)
    {
        if (all <= most || file.HasRowNumbers)
        {
            yield return $"(SELECT * FROM {file.TableSql()} LIMIT {Text(most)})";
            yield break;
        }

        var part = most / 4;
        (long From, long Count)[] parts = [(0, most - (2 * part)), (Math.Max(most - (2 * part), all / 2), part), (all - part, part)];
        foreach (var (from, count) in parts.Where(static p => p.Count > 0))
        {
            yield return $"(SELECT * EXCLUDE ({RowNumber}) FROM {file.TableSql(RowNumber + " = true")} WHERE {RowNumber} BETWEEN {Text(from)} AND "
                + $"{Text(from + count - 1)})";
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>What each canonical column holds: missing values, distinct values, examples.</summary>
internal static class QualityReport
{
    /// <summary>Rows up to which the distinct values of every column are counted one by one, which takes memory; above, an estimate is within some
    /// percent.</summary>
    private const long CountedRows = 1_000_000;

    public static List<ColumnQuality> Of(LoadSession session, string table, string path)
    {
        var from = Sql.Parquet(path);
        var names = session.Connection.Query($"DESCRIBE SELECT * FROM {from}", static r => r.GetString(0), session.Context.Cancel);
        var columns = names.Where(static c => c != "row").ToList();
        var exact = session.Count($"SELECT count(*) FROM {from}") <= CountedRows;
        var counts = string.Join(", ", columns.Select(c => $"count(*) - count({Sql.Name(c)}), "
            + (exact ? $"count(DISTINCT {Sql.Name(c)})" : $"least(approx_count_distinct({Sql.Name(c)}), count({Sql.Name(c)}))")));
        var numbers = session.Connection.Query($"SELECT {counts} FROM {from}", r => Enumerable.Range(0, columns.Count * 2)
            .Select(i => Convert.ToInt64(r.GetValue(i), CultureInfo.InvariantCulture)).ToList(), session.Context.Cancel)[0];
        return [.. columns.Select((c, i) => new ColumnQuality(table, c, numbers[i * 2], numbers[(i * 2) + 1], Examples(session, from, c), exact))];
    }

    private static List<string> Examples(LoadSession session, string from, string column) =>
        [.. session.Connection.Query($"SELECT left({Sql.Name(column)}::VARCHAR, 80) FROM {from} WHERE {Sql.Name(column)} IS NOT NULL LIMIT 200",
            static r => r.GetString(0), session.Context.Cancel).Distinct(StringComparer.Ordinal).Take(3)];
}

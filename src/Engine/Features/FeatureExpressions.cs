using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features;

/// <summary>Features whose own SQL computes them.</summary>
internal static class FeatureExpressions
{
    /// <summary>Text of rare values; last among the levels where any row has it.</summary>
    public const string Other = "other";

    /// <exception cref="InputException">The SQL does not run.</exception>
    public static FeatureColumn Compute(DuckDBConnection tables, FeatureDefinition feature, int count, int topLevels, CancellationToken cancel)
    {
        try
        {
            return feature.Kind == FeatureKind.Category ? Category(tables, feature, count, topLevels, cancel) : new FeatureColumn
            {
                Definition = feature,
                Values = TransactionColumns.Read<float>(tables, $"SELECT CASE WHEN isfinite(v) THEN v ELSE 'nan'::FLOAT END FROM (SELECT t.row, TRY_CAST(({feature.Sql}) AS FLOAT) AS v FROM payments t) ORDER BY row", count, cancel),
            };
        }
        catch (DuckDBException e)
        {
            throw new InputException("the feature's SQL does not run: " + e.Message.Split('\n')[0].TrimEnd('.'), column: feature.Name, value: feature.Sql, expected: "a DuckDB expression over one transaction t");
        }
    }

    private static FeatureColumn Category(DuckDBConnection tables, FeatureDefinition feature, int count, int topLevels, CancellationToken cancel)
    {
        var values = $"(SELECT t.row, CAST(({feature.Sql}) AS VARCHAR) AS v FROM payments t)";
        var levels = tables.Query($"SELECT v FROM {values} WHERE v IS NOT NULL AND v <> {Sql.Text(Other)} GROUP BY v ORDER BY count(*) DESC, v LIMIT {topLevels}", r => r.GetString(0), cancel);
        // list_position counts from 1 and gives NULL for what is not in the list.
        var list = "[" + string.Join(", ", levels.Select(Sql.Text)) + "]::VARCHAR[]";
        var codes = TransactionColumns.Read<float>(tables, $"SELECT CAST(CASE WHEN v IS NULL THEN 'nan'::FLOAT ELSE coalesce(list_position({list}, v) - 1, {levels.Count}) END AS FLOAT) FROM {values} ORDER BY row", count, cancel);
        if (codes.Contains(levels.Count)) levels.Add(Other);
        return new FeatureColumn { Definition = feature, Values = codes, Levels = [.. levels] };
    }
}

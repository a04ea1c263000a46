using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features.Kinds;

/// <summary>A kind that its SQL computes, over the transaction alone.</summary>
internal abstract class SqlKind(string name) : FeatureKind(name)
{
    /// <summary>Whether a person wrote the SQL: neither a column as it is nor a kind's own.</summary>
    public static bool IsWritten(FeatureDefinition feature) =>
        (feature.Kind == Expression.Kind || feature.Kind == Category.Kind) && (feature.Column is not { } column || feature.Sql != ColumnSql(column));

    /// <exception cref="InputException">The SQL does not run.</exception>
    public FeatureColumn Compute(DuckDBConnection tables, FeatureDefinition feature, int count, int topLevels, CancellationToken cancel)
    {
        try
        {
            return Read(tables, feature, count, topLevels, cancel);
        }
        catch (DuckDBException e)
        {
            throw new InputException("the feature's SQL does not run: " + e.Message.Split('\n')[0].TrimEnd('.'), column: feature.Name, value: feature.Sql,
                expected: "a DuckDB expression over one transaction t");
        }
    }

    protected virtual FeatureColumn Read(DuckDBConnection tables, FeatureDefinition feature, int count, int topLevels, CancellationToken cancel) => new()
    {
        Definition = feature,
        Values = TransactionColumns.Read<float>(tables, "SELECT CASE WHEN isfinite(v) THEN v ELSE 'nan'::FLOAT END "
            + $"FROM (SELECT t.row, TRY_CAST({SqlExpression.Bracketed(feature.Sql)} AS FLOAT) AS v FROM payments t) ORDER BY row", count, cancel),
    };

    /// <summary>The SQL of the definition; where it has none, the column that it shows.</summary>
    protected static string Own(FeatureDefinition feature) => feature.Sql.Length == 0 && feature.Column is { } column ? ColumnSql(column) : feature.Sql;

    private static string ColumnSql(string column) => "t." + (column is "amount" or "currency" ? column : Tables.Sql.Name(column));
}

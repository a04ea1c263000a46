using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features.Kinds;

/// <summary>A text: the definition's own SQL over the transaction, or an attribute as it is. Frequent values keep their name.</summary>
internal sealed class Category() : SqlKind("category")
{
    /// <summary>Text of rare values; last among the levels where any row has it.</summary>
    public const string Other = "other";

    public static Category Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("category", Kind, "the value of sql, a text", Units.Text) { Sql = FieldUse.Required, Matches = static f => f.Column is null },
        new("attribute", Kind, "a column of the transaction as it is", Units.Text)
        {
            Column = FieldUse.Required, Role = ColumnRole.Attribute, OfTexts = true, Matches = static f => f.Column is not null,
        },
    ];

    internal override bool IsNumber => false;

    internal override string Sql(FeatureDefinition feature) => Own(feature);

    protected override FeatureColumn Read(DuckDBConnection tables, FeatureDefinition feature, int count, int topLevels, CancellationToken cancel)
    {
        var values = $"(SELECT t.row, CAST({SqlExpression.Bracketed(feature.Sql)} AS VARCHAR) AS v FROM payments t)";
        var levels = tables.Query($"SELECT v FROM {values} WHERE v IS NOT NULL AND v <> {Tables.Sql.Text(Other)} "
            + $"GROUP BY v ORDER BY count(*) DESC, v LIMIT {topLevels}", r => r.GetString(0), cancel);
        // list_position counts from 1 and gives NULL for what is not in the list.
        var list = "[" + string.Join(", ", levels.Select(Tables.Sql.Text)) + "]::VARCHAR[]";
        var codes = TransactionColumns.Read<float>(tables, "SELECT CAST(CASE WHEN v IS NULL THEN 'nan'::FLOAT "
            + $"ELSE coalesce(list_position({list}, v) - 1, {levels.Count}) END AS FLOAT) FROM {values} ORDER BY row", count, cancel);
        if (codes.Contains(levels.Count)) levels.Add(Other);
        return new FeatureColumn { Definition = feature, Values = codes, Levels = [.. levels] };
    }
}

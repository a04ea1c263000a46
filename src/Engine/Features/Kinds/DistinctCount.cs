using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Windows;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Different values of a column among the earlier transactions in the window; on both sides of the transaction where asked.</summary>
internal sealed class DistinctCount() : HistoryKind("distinct_count")
{
    public static DistinctCount Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("distinct", Kind, "different values of the column among the entity's earlier transactions within the window", Units.Count)
        {
            Entity = FieldUse.Required, Column = FieldUse.Required, Role = ColumnRole.Text, Window = FieldUse.Required, Centered = true,
        },
    ];

    internal override bool NeedsColumn => true;

    internal override string Sql(FeatureDefinition feature) => FeatureSql.OverHistory(feature, $"count(DISTINCT p.{Tables.Sql.Name(feature.Column!)})");

    public override void Prepare(FeatureDefinition feature, TransactionColumns transactions)
    {
        base.Prepare(feature, transactions);
        transactions.Prepare(feature.Column!);
    }

    protected override float[] Compute(FeatureDefinition feature, KeyGroups groups, long window, TransactionColumns transactions, CancellationToken cancel)
    {
        var codes = transactions.By(feature.Column!).Codes;
        return feature.Centered ? CenteredWindows.Distinct(groups, transactions.Times, window, codes, cancel)
            : TrailingWindows.Distinct(groups, transactions.Times, window, codes, cancel);
    }
}

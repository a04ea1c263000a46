using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Features.Windows;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Earlier transactions in the window; on both sides of the transaction where asked.</summary>
internal sealed class TransactionCount() : HistoryKind("transaction_count")
{
    public static TransactionCount Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("count", Kind, "earlier transactions of the entity within the window", Units.Count)
        {
            Entity = FieldUse.Required, Window = FieldUse.Required, Centered = true, Matches = static f => f.Key != ColumnNames.Pages,
        },
        new("sequence_repeat", Kind, "transactions with the same pages in the same order", Units.Count)
        {
            Key = ColumnNames.Pages, Window = FieldUse.Required, Centered = true, Matches = static f => f.Key == ColumnNames.Pages,
        },
    ];

    internal override string Sql(FeatureDefinition feature) => FeatureSql.OverHistory(feature, "count(*)");

    protected override float[] Compute(FeatureDefinition feature, KeyGroups groups, long window, TransactionColumns transactions, CancellationToken cancel) =>
        feature.Centered ? CenteredWindows.Counts(groups, transactions.Times, window, null, cancel)
            : TrailingWindows.Counts(groups, transactions.Times, window, null, cancel);
}

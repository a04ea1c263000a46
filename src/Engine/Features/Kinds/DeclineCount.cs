using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Windows;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Earlier transactions in the window that the real-time engine declined; on both sides of the transaction where asked.</summary>
internal sealed class DeclineCount() : HistoryKind("decline_count")
{
    public static DeclineCount Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("declines", Kind, "earlier transactions of the entity within the window that were declined", Units.Count)
        {
            Entity = FieldUse.Required, Window = FieldUse.Required, Centered = true, NeedsDecisions = true,
        },
    ];

    internal override string Sql(FeatureDefinition feature) =>
        FeatureSql.OverHistory(feature, $"count(*) FILTER (WHERE p.decision = '{Decision.Declined.Word()}')");

    protected override float[] Compute(FeatureDefinition feature, KeyGroups groups, long window, TransactionColumns transactions, CancellationToken cancel) =>
        feature.Centered ? CenteredWindows.Counts(groups, transactions.Times, window, transactions.Declined, cancel)
            : TrailingWindows.Counts(groups, transactions.Times, window, transactions.Declined, cancel);
}

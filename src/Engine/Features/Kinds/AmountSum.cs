using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Windows;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Sum of the amounts, or of another number, of the earlier transactions in the window.</summary>
internal sealed class AmountSum() : NumberHistoryKind("amount_sum")
{
    public static AmountSum Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("sum", Kind, "sum of the column over the entity's earlier transactions within the window", Units.Numbers)
        {
            Entity = FieldUse.Required, Column = FieldUse.Required, Role = ColumnRole.Number, Window = FieldUse.Required,
        },
    ];

    internal override string Sql(FeatureDefinition feature) => FeatureSql.OverHistory(feature, $"coalesce(sum(p.{Number(feature)}), 0)");

    protected override float[] Compute(KeyGroups groups, long[] times, long window, double[] numbers, CancellationToken cancel) =>
        TrailingWindows.Sums(groups, times, window, numbers, cancel);
}

using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Windows;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Amount, or another number, over the mean of the key's earlier ones; missing without any.</summary>
internal sealed class AmountRatio() : NumberHistoryKind("amount_ratio")
{
    public static AmountRatio Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("ratio", Kind, "the column relative to its mean over the entity's earlier transactions", Units.Ratio)
        {
            Entity = FieldUse.Required, Column = FieldUse.Required, Role = ColumnRole.Number, Window = FieldUse.Optional,
        },
    ];

    internal override string Sql(FeatureDefinition feature) => $"t.{Number(feature)} / nullif((SELECT avg(p.{Number(feature)}) FROM transactions p "
        + $"WHERE {FeatureSql.Before(feature)}), 0)";

    protected override float[] Compute(KeyGroups groups, long[] times, long window, double[] numbers, CancellationToken cancel) =>
        TrailingMoments.Ratios(groups, times, window, numbers, cancel);
}

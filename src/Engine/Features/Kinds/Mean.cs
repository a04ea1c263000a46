using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Windows;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Mean of the amounts, or of another number, of the earlier transactions in the window; missing without any.</summary>
internal sealed class Mean() : NumberHistoryKind("mean")
{
    public static Mean Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("mean", Kind, "mean of the column over the entity's earlier transactions within the window", Units.Numbers)
        {
            Entity = FieldUse.Required, Column = FieldUse.Required, Role = ColumnRole.Number, Window = FieldUse.Required,
        },
    ];

    internal override string Sql(FeatureDefinition feature) => FeatureSql.OverHistory(feature, $"avg(p.{Number(feature)})");

    protected override float[] Compute(KeyGroups groups, long[] times, long window, double[] numbers, CancellationToken cancel) =>
        TrailingMoments.Means(groups, times, window, numbers, cancel);
}

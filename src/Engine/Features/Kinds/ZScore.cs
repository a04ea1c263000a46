using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Windows;

namespace Investigator.Engine.Features.Kinds;

/// <summary>
/// Amount, or another number, less the mean of the key's earlier ones, in their standard deviations; missing with fewer than two or where they do not differ.
/// </summary>
internal sealed class ZScore() : NumberHistoryKind("z_score")
{
    public static ZScore Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("z_score", Kind, "the column less its mean over the entity's earlier transactions, in their standard deviations", Units.Number)
        {
            Entity = FieldUse.Required, Column = FieldUse.Required, Role = ColumnRole.Number, Window = FieldUse.Optional,
        },
    ];

    internal override string Sql(FeatureDefinition feature) => SqlOf(feature, Number(feature));

    protected override float[] Compute(KeyGroups groups, long[] times, long window, double[] numbers, CancellationToken cancel) =>
        TrailingMoments.ZScores(groups, times, window, numbers, cancel);

    private static string SqlOf(FeatureDefinition feature, string number) =>
        $"(SELECT (t.{number} - avg(p.{number})) / nullif(stddev_pop(p.{number}), 0) FROM transactions p WHERE {FeatureSql.Before(feature)})";
}

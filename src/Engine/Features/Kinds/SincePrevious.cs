using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Windows;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Seconds since the key was last seen; missing at first sight.</summary>
internal sealed class SincePrevious() : HistoryKind("since_previous")
{
    public static SincePrevious Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("since_last", Kind, "time since the entity was last seen", Units.Seconds) { Entity = FieldUse.Required },
    ];

    internal override string Sql(FeatureDefinition feature) => SqlOf(Tables.Sql.Name(feature.Key!));

    protected override float[] Compute(FeatureDefinition feature, KeyGroups groups, long window, TransactionColumns transactions, CancellationToken cancel) =>
        KeyHistory.SincePrevious(groups, transactions.Times);

    private static string SqlOf(string key) =>
        $"epoch(t.time) - (SELECT epoch(max(p.time)) FROM transactions p WHERE p.{key} = t.{key} AND p.row < t.row)";
}

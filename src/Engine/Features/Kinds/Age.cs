using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Windows;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Seconds since the key was first seen; 0 at first sight.</summary>
internal sealed class Age() : HistoryKind("age")
{
    public static Age Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("since_first", Kind, "time since the entity was first seen", Units.Seconds) { Entity = FieldUse.Required },
    ];

    internal override string Sql(FeatureDefinition feature) => SqlOf(Tables.Sql.Name(feature.Key!));

    protected override float[] Compute(FeatureDefinition feature, KeyGroups groups, long window, TransactionColumns transactions, CancellationToken cancel) =>
        KeyHistory.Age(groups, transactions.Times);

    private static string SqlOf(string key) =>
        $"epoch(t.time) - (SELECT epoch(min(p.time)) FROM transactions p WHERE p.{key} = t.{key} AND p.row <= t.row)";
}

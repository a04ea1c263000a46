using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Windows;

namespace Investigator.Engine.Features.Kinds;

/// <summary>1 when the account has this key for the first time, otherwise 0.</summary>
internal sealed class NewForAccount() : HistoryKind("new_for_account")
{
    public static NewForAccount Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("new_for_account", Kind, "whether the account has the entity for the first time", Units.YesNo) { Entity = FieldUse.Required },
    ];

    internal override string Sql(FeatureDefinition feature) => SqlOf(Tables.Sql.Name(feature.Key!));

    public override void Prepare(FeatureDefinition feature, TransactionColumns transactions)
    {
        base.Prepare(feature, transactions);
        transactions.Prepare("account");
    }

    protected override float[] Compute(FeatureDefinition feature, KeyGroups groups, long window, TransactionColumns transactions, CancellationToken cancel) =>
        KeyHistory.New(groups, transactions.By("account").Codes);

    private static string SqlOf(string key) => FeatureSql.IfKnown(key,
        $"CAST(NOT EXISTS (SELECT 1 FROM transactions p WHERE p.{key} = t.{key} AND p.account = t.account AND p.row < t.row) AS INTEGER)");
}

using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Windows;

namespace Investigator.Engine.Features.Kinds;

/// <summary>
/// Share of the earlier transactions in the window that have a given value of a column, or this transaction's own; missing where none has a value.
/// </summary>
internal sealed class Share() : HistoryKind("share")
{
    public static Share Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("share", Kind, "share of the entity's earlier transactions within the window that have the value, or this transaction's own", Units.Share)
        {
            Entity = FieldUse.Required, Column = FieldUse.Required, Role = ColumnRole.TextOrDecision, Window = FieldUse.Required, Value = FieldUse.Optional,
        },
    ];

    internal override bool NeedsColumn => true;

    internal override string Sql(FeatureDefinition feature) => SqlOf(feature, Tables.Sql.Name(feature.Column!));

    public override void Prepare(FeatureDefinition feature, TransactionColumns transactions)
    {
        base.Prepare(feature, transactions);
        transactions.Prepare(feature.Column!);
        if (feature.Value is { } value) transactions.PrepareCode(feature.Column!, value);
    }

    protected override float[] Compute(FeatureDefinition feature, KeyGroups groups, long window, TransactionColumns transactions, CancellationToken cancel)
    {
        var codes = transactions.By(feature.Column!).Codes;
        return feature.Value is { } value
            ? TrailingShares.OfValue(groups, transactions.Times, window, codes, transactions.Code(feature.Column!, value), cancel)
            : TrailingShares.OfOwn(groups, transactions.Times, window, codes, cancel);
    }

    private static string SqlOf(FeatureDefinition feature, string column) => feature.Value is { } value
        ? FeatureSql.OverHistory(feature, $"avg(CAST(p.{column} = {Tables.Sql.Text(value)} AS INTEGER))")
        : FeatureSql.IfKnown(column, FeatureSql.OverHistory(feature, $"avg(CAST(p.{column} = t.{column} AS INTEGER))"));
}

using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Windows;

namespace Investigator.Engine.Features.Kinds;

/// <summary>
/// What was known of the outcomes of the key's earlier transactions at this transaction's own time: frauds, or their share. The window is how long ago an
/// outcome became known at most, as outcomes come weeks late.
/// </summary>
/// <remarks>
/// A share of few is held back: frauds / (known + <see cref="Held"/>), so that 1 of 1 is 0.33 and 50 of 50 is 0.96; 0 where nothing is known. Its SQL reads
/// <c>known_outcomes</c>: row, outcome and outcome_known_at of <see cref="KnownOutcome"/>, which other features' SQL never sees.
/// </remarks>
internal sealed class KnownFraud : HistoryKind
{
    /// <summary>Innocent outcomes that a share counts besides the known ones.</summary>
    public const int Held = 2;

    private readonly string _aggregate;
    private readonly Func<int, int, float> _say;

    private KnownFraud(string name, string statistic, string unit, string aggregate, Func<int, int, float> say)
        : base(name)
    {
        (_aggregate, _say) = (aggregate, say);
        CatalogKinds =
        [
            new("known_fraud", this, "frauds among the entity's earlier transactions that were known by then and became known within the window, or their "
                + $"share of the known outcomes (frauds / (known + {Held}))", unit)
            {
                Entity = FieldUse.Required, Window = FieldUse.Required, Statistic = statistic,
            },
        ];
    }

    public static KnownFraud Count { get; } = new("known_fraud_count", "count", Units.Count, Frauds, static (frauds, _) => frauds);

    public static KnownFraud Share { get; } = new("known_fraud_share", "share", Units.Share, $"{Frauds} / (count(o.outcome) + {Held})",
        static (frauds, known) => (float)frauds / (known + Held));

    internal override IReadOnlyList<CatalogKind> CatalogKinds { get; }

    private static string Frauds => $"count(*) FILTER (WHERE o.outcome = '{Outcome.Fraud.Word()}')";

    internal override string Sql(FeatureDefinition feature)
    {
        var key = Tables.Sql.Name(feature.Key!);
        var since = feature.Window is { } window ? $" AND o.outcome_known_at >= t.time - {FeatureSql.Interval(window)}" : "";
        return FeatureSql.IfKnown(key, $"(SELECT {_aggregate} FROM transactions p JOIN known_outcomes o USING (row) WHERE p.{key} = t.{key} "
            + $"AND p.row < t.row AND o.outcome_known_at <= t.time{since})");
    }

    protected override float[] Compute(FeatureDefinition feature, KeyGroups groups, long window, TransactionColumns transactions, CancellationToken cancel) =>
        TrailingOutcomes.Of(groups, transactions.Times, window, transactions.Outcomes, transactions.OutcomesKnownAt, _say, cancel);
}

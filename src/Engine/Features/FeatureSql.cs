using System.Globalization;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features;

/// <summary>The SQL that says what a feature means, as experts read it and the real-time engine's people take it over.</summary>
/// <remarks>
/// Each is a scalar expression over one row <c>t</c> of <c>transactions</c>, which is in (time, id) order with <c>row</c> 0..n-1: earlier means a smaller row, so that of two transactions
/// at one instant exactly one sees the other. Beside it stand <c>transactions.page_sequence</c> (the types of its sequence joined by <c>&gt;</c>, NULL without events) and
/// <c>sequence_events(row, position, type, dwell, gap, to_payment)</c>, one line a step. NULL is missing.
/// </remarks>
public static class FeatureSql
{
    /// <summary>The expression of every kind that is not its own SQL.</summary>
    public static string Of(FeatureDefinition feature)
    {
        var key = Sql.Name(feature.Key ?? "account");
        return feature.Kind switch
        {
            FeatureKind.Expression or FeatureKind.Category => feature.Sql,
            FeatureKind.TransactionCount => Earlier(feature, "count(*)"),
            FeatureKind.AmountSum => Earlier(feature, "coalesce(sum(p.amount), 0)"),
            FeatureKind.DeclineCount => Earlier(feature, "count(*) FILTER (WHERE p.decision = 'declined')"),
            FeatureKind.DistinctCount => Earlier(feature, $"count(DISTINCT p.{Sql.Name(feature.Column!)})"),
            FeatureKind.Age => $"epoch(t.time) - (SELECT epoch(min(p.time)) FROM transactions p WHERE p.{key} = t.{key} AND p.row <= t.row)",
            FeatureKind.SincePrevious => $"epoch(t.time) - (SELECT epoch(max(p.time)) FROM transactions p WHERE p.{key} = t.{key} AND p.row < t.row)",
            FeatureKind.NewForAccount => IfKnown(key, $"CAST(NOT EXISTS (SELECT 1 FROM transactions p WHERE p.{key} = t.{key} AND p.account = t.account AND p.row < t.row) AS INTEGER)"),
            FeatureKind.AmountRatio => $"t.amount / nullif((SELECT avg(p.amount) FROM transactions p WHERE p.{key} = t.{key} AND p.row < t.row), 0)",
            FeatureKind.EventCount => Steps("count(*)"),
            FeatureKind.TimeToPayment => Steps("max(s.to_payment)"),
            FeatureKind.MeanDwell => Steps("avg(s.dwell)"),
            FeatureKind.MedianDwell => Steps("median(s.dwell)"),
            FeatureKind.DwellVariation => Steps("CASE WHEN count(*) > 1 THEN stddev_pop(s.dwell) / nullif(avg(s.dwell), 0) END"),
            FeatureKind.LastDwell => Steps("arg_max(s.dwell, s.position)"),
            FeatureKind.PageShare => Steps($"avg(CAST(s.type = {Sql.Text(feature.Column!)} AS INTEGER))"),
            _ => throw new ArgumentOutOfRangeException(nameof(feature), feature.Kind, "no SQL is known for this kind"),
        };
    }

    private static string Earlier(FeatureDefinition feature, string aggregate)
    {
        var key = Sql.Name(feature.Key!);
        if (feature.Around)
        {
            var around = Interval(feature.Window ?? throw new ArgumentException("a count to both sides has a window", nameof(feature)));
            return IfKnown(key, $"(SELECT {aggregate} FROM transactions p WHERE p.{key} = t.{key} AND p.time BETWEEN t.time - {around} AND t.time + {around})");
        }
        var window = feature.Window is { } span ? " AND p.time >= t.time - " + Interval(span) : "";
        return IfKnown(key, $"(SELECT {aggregate} FROM transactions p WHERE p.{key} = t.{key} AND p.row < t.row{window})");
    }

    private static string IfKnown(string key, string value) => $"CASE WHEN t.{key} IS NOT NULL THEN {value} END";

    private static string Steps(string aggregate) => $"(SELECT {aggregate} FROM sequence_events s WHERE s.row = t.row)";

    private static string Interval(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerHour == 0 ? string.Create(CultureInfo.InvariantCulture, $"INTERVAL {(long)span.TotalHours} HOURS")
        : string.Create(CultureInfo.InvariantCulture, $"INTERVAL {span.Ticks / TimeSpan.TicksPerMicrosecond} MICROSECONDS");
}

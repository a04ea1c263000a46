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
    private const string DayPart = "(epoch(t.time) % 86400) / 86400 * 2 * pi()";

    /// <summary>Time 0 was a Thursday: three days on from a Monday.</summary>
    private const string WeekPart = "((epoch(t.time) + 259200) % 604800) / 604800 * 2 * pi()";

    /// <summary>The expression of every kind that is not its own SQL.</summary>
    public static string Of(FeatureDefinition feature)
    {
        var key = Sql.Name(feature.Key ?? "account");
        var number = feature.Column is null or "amount" ? "amount" : Sql.Name(feature.Column);
        return feature.Kind switch
        {
            FeatureKind.Expression or FeatureKind.Category => feature.Sql,
            FeatureKind.TransactionCount => Earlier(feature, "count(*)"),
            FeatureKind.AmountSum => Earlier(feature, $"coalesce(sum(p.{number}), 0)"),
            FeatureKind.Mean => Earlier(feature, $"avg(p.{number})"),
            FeatureKind.Share when feature.Value is not null => Earlier(feature, $"avg(CAST(p.{Sql.Name(feature.Column!)} = {Sql.Text(feature.Value)} AS INTEGER))"),
            FeatureKind.Share => IfKnown(Sql.Name(feature.Column!), Earlier(feature, $"avg(CAST(p.{Sql.Name(feature.Column!)} = t.{Sql.Name(feature.Column!)} AS INTEGER))")),
            FeatureKind.DeclineCount => Earlier(feature, "count(*) FILTER (WHERE p.decision = 'declined')"),
            FeatureKind.DistinctCount => Earlier(feature, $"count(DISTINCT p.{Sql.Name(feature.Column!)})"),
            FeatureKind.Age => $"epoch(t.time) - (SELECT epoch(min(p.time)) FROM transactions p WHERE p.{key} = t.{key} AND p.row <= t.row)",
            FeatureKind.SincePrevious => $"epoch(t.time) - (SELECT epoch(max(p.time)) FROM transactions p WHERE p.{key} = t.{key} AND p.row < t.row)",
            FeatureKind.NewForAccount => IfKnown(key, $"CAST(NOT EXISTS (SELECT 1 FROM transactions p WHERE p.{key} = t.{key} AND p.account = t.account AND p.row < t.row) AS INTEGER)"),
            FeatureKind.AmountRatio => $"t.{number} / nullif((SELECT avg(p.{number}) FROM transactions p WHERE {Before(feature)}), 0)",
            FeatureKind.ZScore => $"(SELECT (t.{number} - avg(p.{number})) / nullif(stddev_pop(p.{number}), 0) FROM transactions p WHERE {Before(feature)})",
            FeatureKind.HourOfDay => "hour(t.time)",
            FeatureKind.DaySine => $"sin({DayPart})",
            FeatureKind.DayCosine => $"cos({DayPart})",
            FeatureKind.WeekSine => $"sin({WeekPart})",
            FeatureKind.WeekCosine => $"cos({WeekPart})",
            FeatureKind.EventCount => Steps("count(*)", feature.Column),
            FeatureKind.TimeToPayment => Steps("max(s.to_payment)"),
            FeatureKind.MeanDwell => Steps("avg(s.dwell)", feature.Column),
            FeatureKind.MedianDwell => Steps("median(s.dwell)", feature.Column),
            FeatureKind.DwellVariation => Steps("CASE WHEN count(s.dwell) > 1 THEN stddev_pop(s.dwell) / nullif(avg(s.dwell), 0) END", feature.Column),
            FeatureKind.LastDwell => Steps("arg_max(s.dwell, s.position)", feature.Column),
            FeatureKind.ShortestDwell => Steps("min(s.dwell)", feature.Column),
            FeatureKind.LongestDwell => Steps("max(s.dwell)", feature.Column),
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
        return IfKnown(key, $"(SELECT {aggregate} FROM transactions p WHERE {Before(feature)})");
    }

    /// <summary>Which transactions <c>p</c> come before <c>t</c>, have its key and lie in the window.</summary>
    private static string Before(FeatureDefinition feature)
    {
        var key = Sql.Name(feature.Key!);
        return $"p.{key} = t.{key} AND p.row < t.row" + (feature.Window is { } span ? " AND p.time >= t.time - " + Interval(span) : "");
    }

    private static string IfKnown(string key, string value) => $"CASE WHEN t.{key} IS NOT NULL THEN {value} END";

    private static string Steps(string aggregate, string? page = null) =>
        $"(SELECT {aggregate} FROM sequence_events s WHERE s.row = t.row{(page is null ? "" : $" AND s.type = {Sql.Text(page)}")})";

    private static string Interval(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerHour == 0 ? string.Create(CultureInfo.InvariantCulture, $"INTERVAL {(long)span.TotalHours} HOURS")
        : string.Create(CultureInfo.InvariantCulture, $"INTERVAL {span.Ticks / TimeSpan.TicksPerMicrosecond} MICROSECONDS");
}

using System.Globalization;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features.Kinds;

/// <summary>
/// The parts that the kinds' SQL is made of. The SQL says what a feature means: experts read it, and the real-time engine's team can reuse it.
/// </summary>
/// <remarks>
/// Each feature is a scalar expression over one row <c>t</c> of <c>transactions</c>, which is in (time, id) order with <c>row</c> 0..n-1: earlier means a
/// smaller row, so that of two transactions at the same instant exactly one sees the other. The expression may also use <c>transactions.page_sequence</c> (the
/// pages of its sequence joined by <c>&gt;</c>, NULL without events) and <c>sequence_events(row, position, type, dwell, gap, to_payment, page)</c>, one line
/// per step; <c>page</c> is the type, with a number where the type is <c>other</c>. NULL is missing.
/// </remarks>
internal static class FeatureSql
{
    /// <summary>An aggregate over the earlier transactions <c>p</c>, or over those on both sides, with the same key and within the window.</summary>
    public static string OverHistory(FeatureDefinition feature, string aggregate)
    {
        var key = Sql.Name(feature.Key!);
        if (!feature.Centered) return IfKnown(key, $"(SELECT {aggregate} FROM transactions p WHERE {Before(feature)})");
        var within = feature.Window is { } span ? $" AND p.time BETWEEN t.time - {Interval(span)} AND t.time + {Interval(span)}" : "";
        return IfKnown(key, $"(SELECT {aggregate} FROM transactions p WHERE p.{key} = t.{key}{within})");
    }

    /// <summary>Which transactions <c>p</c> come before <c>t</c>, have its key and lie in the window.</summary>
    public static string Before(FeatureDefinition feature)
    {
        var key = Sql.Name(feature.Key!);
        return $"p.{key} = t.{key} AND p.row < t.row" + (feature.Window is { } span ? " AND p.time >= t.time - " + Interval(span) : "");
    }

    public static string IfKnown(string key, string value) => $"CASE WHEN t.{key} IS NOT NULL THEN {value} END";

    /// <summary>An aggregate over the steps <c>s</c> of the sequence, or over those of one page.</summary>
    public static string OverSteps(string aggregate, string? page = null) =>
        $"(SELECT {aggregate} FROM sequence_events s WHERE s.row = t.row{(page is null ? "" : $" AND s.type = {Sql.Text(page)}")})";

    public static string Interval(TimeSpan span) => span.Ticks % TimeSpan.TicksPerHour == 0
        ? string.Create(CultureInfo.InvariantCulture, $"INTERVAL {(long)span.TotalHours} HOURS")
        : string.Create(CultureInfo.InvariantCulture, $"INTERVAL ({span.Ticks / TimeSpan.TicksPerMicrosecond}) MICROSECONDS");
}

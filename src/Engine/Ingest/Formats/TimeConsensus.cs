using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>What a table's columns together tell of its times: a program writes day and month in one order.</summary>
internal static class TimeConsensus
{
    /// <param name="table">transactions or events.</param>
    /// <param name="judged">Its columns; their patterns are narrowed where others tell the order.</param>
    /// <param name="given">What is known already; it wins.</param>
    /// <param name="advice">Gets what must be decided and what should be known.</param>
    /// <returns>What was given, and what was found.</returns>
    public static SourceFormat Of(string table, List<JudgedColumn> judged, SourceFormat given, List<Advice> advice)
    {
        var told = judged.Where(static c => c.Times is { Read: > 0, Tells: true }).Select(static c => c.Times.Orders[0]).Distinct().ToList();
        var format = given;
        for (var i = 0; i < judged.Count; i++)
        {
            var column = judged[i];
            if (column.Look.Type != PreviewType.Time || column.Times.Read == 0) continue;
            var times = column.Times;
            advice.AddRange(times.Abbreviations.Where(z => !IsGiven(given, z.Key)).Select(z => FormatAdvice.Zone(table, column.Name, z.Key, z.Value)));
            if (times.Zones.Without > 0 && (given.Columns?.GetValueOrDefault(column.Name)?.TimeZone ?? given.TimeZone) is null)
            {
                advice.Add(FormatAdvice.NoZone(table, column.Name, times.Zones));
            }

            var orders = times.Orders.Count > 1 && told.Count == 1 && times.Orders.Contains(told[0]) ? told : times.Orders;
            if (orders.Count > 1 && times.IsDotted)
            {
                advice.Add(FormatAdvice.Dots(table, column.Name, times));
                orders = [DateOrder.DayFirst];
            }

            if (orders.Count > 1)
            {
                advice.Add(FormatAdvice.Times(table, column.Name, times));
                continue;
            }

            var pattern = times.Patterns[orders[0]];
            judged[i] = column with { Look = column.Look with { TimePatterns = [JudgedColumn.Automatic(pattern)], IsTimeCertain = true } };
            if (pattern.Contains('|', StringComparison.Ordinal)) advice.Add(FormatAdvice.Mixed(table, column.Name, pattern));
            if (pattern != "iso") format = format.WithColumn(column.Name, c => c with { Time = pattern });
        }

        return format;
    }

    private static bool IsGiven(SourceFormat given, string zone) =>
        given.Zones?.Keys.Any(z => z.Trim().Equals(zone, StringComparison.OrdinalIgnoreCase)) ?? false;
}

namespace Investigator.Engine.Ingest.Formats;

/// <summary>How a column's times are written, as far as its values tell.</summary>
/// <param name="Read">Rows that are times.</param>
/// <param name="Orders">Of day, month and year that cannot be told apart, the likeliest first; one where it is certain.</param>
/// <param name="Patterns">For each order how its texts are written, the most frequent first.</param>
/// <param name="Example">A text that the orders read as different days; null where it is certain.</param>
/// <param name="IsTimeOfDay">Whether they are times of day without a date.</param>
internal sealed record TimeJudgement(int Read, IReadOnlyList<DateOrder> Orders, IReadOnlyDictionary<DateOrder, string> Patterns, string? Example,
    bool IsTimeOfDay)
{
    public static TimeJudgement None { get; } = new(0, [], new Dictionary<DateOrder, string>(), null, false);

    /// <summary>Whether the values themselves exclude all other orders.</summary>
    public bool Tells { get; init; }

    /// <summary>Rows whose time names a zone, and rows with a time of day that does not.</summary>
    public (int With, int Without) Zones { get; init; }

    /// <summary>Abbreviations behind times, with an example of each.</summary>
    public IReadOnlyDictionary<string, string> Abbreviations { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether dots between day, month and year speak for day first, which reads all of them.</summary>
    public bool IsDotted { get; init; }

    public string Pattern => Patterns[Orders[0]];
}

/// <summary>Judges the times of one column: an order of day, month and year is out as soon as a value speaks against it that few values contradict.</summary>
internal static class TimeJudge
{
    private const int Slip = 20;
    private const int MostPatterns = 6;

    /// <param name="values">In the order of the rows: most tables are sorted by time, which says which of two orders is likelier.</param>
    /// <param name="texts">Different values, with the rows of each.</param>
    public static TimeJudgement Judge(IReadOnlyList<string?> values, IReadOnlyDictionary<string, int> texts)
    {
        var readings = new Dictionary<string, IReadOnlyList<TimeReading>>();
        var abbreviations = new Dictionary<string, string>();
        var (with, without) = (0, 0);
        foreach (var (text, rows) in texts)
        {
            var found = TimeShape.Of(text, out var zone);
            if (found.Count == 0) continue;
            readings[text] = found;
            if (zone.Length > 0) with += rows;
            else if (text.Contains(':', StringComparison.Ordinal)) without += rows;
            if (zone.Length > 0 && !WrittenZones.IsCertain(zone)) abbreviations.TryAdd(zone.ToUpperInvariant(), text);
        }

        if (readings.Count == 0) return TimeJudgement.None;
        var read = readings.Keys.Sum(t => texts[t]);
        int Count(DateOrder order, DateOrder? without) => readings.Where(r => Has(r.Value, order) && (without is not { } o || !Has(r.Value, o)))
            .Sum(r => texts[r.Key]);
        DateOrder[] all = [.. readings.Values.SelectMany(static r => r).Select(static r => r.Order).Where(static o => o != DateOrder.Told).Distinct().Order()];
        var isClock = readings.Values.All(static r => r[0].Order == DateOrder.Told && r[0].Pattern != "iso" && !r[0].Pattern.Contains('y'));
        List<DateOrder> orders = [DateOrder.Told];
        var tells = false;
        if (all.Length > 0)
        {
            var best = all.MaxBy(o => Count(o, null));
            var rivals = all.Where(o => o != best && !IsOut(Count(best, o), Count(o, best))).ToList();
            tells = rivals.Count == 0;
            orders = [.. rivals.Prepend(best).OrderByDescending(o => Sorted(values, readings, o))];
        }

        var example = orders.Count == 1 ? null : readings.Where(r => Has(r.Value, orders[0]) && Has(r.Value, orders[1]))
            .Select(static r => r.Key).OrderBy(t => Same(readings[t], orders)).FirstOrDefault() ?? readings.Keys.First(t => Has(readings[t], orders[1]));
        var patterns = orders.ToDictionary(static o => o, o => Pattern(readings, texts, o));
        return new TimeJudgement(read, orders, patterns, example, isClock)
        {
            Tells = tells,
            IsDotted = orders.Count > 1 && IsDotted(readings, orders),
            Zones = (with, without),
            Abbreviations = abbreviations,
        };
    }

    private static bool IsOut(int mine, int others) => mine > 0 && others * Slip <= mine;

    private static bool Has(IReadOnlyList<TimeReading> readings, DateOrder order) => readings.Any(r => r.Order == order);

    /// <summary>Whether 3/3/2024 is the same day in both orders: such a text is no example.</summary>
    private static bool Same(IReadOnlyList<TimeReading> readings, List<DateOrder> orders) => orders
        .Select(o => readings.FirstOrDefault(r => r.Order == o)?.Pattern).OfType<string>().Distinct(StringComparer.Ordinal).Count() < 2;

    /// <summary>
    /// Nobody writes the month before the day with dots; who writes a year of two digits first has days that lie nearer together so than day first.
    /// </summary>
    private static bool IsDotted(Dictionary<string, IReadOnlyList<TimeReading>> readings, List<DateOrder> orders)
    {
        var first = readings.Values.Select(static r => r.FirstOrDefault(static o => o.Order == DateOrder.DayFirst)).ToList();
        if (!first.TrueForAll(static r => r is not null && r.Pattern.Contains("d.", StringComparison.Ordinal))) return false;
        return !orders.Contains(DateOrder.YearFirst) || Span(readings, DateOrder.DayFirst) <= Span(readings, DateOrder.YearFirst);
    }

    /// <summary>From the first to the last time in an order; endless where it does not read all.</summary>
    private static TimeSpan Span(Dictionary<string, IReadOnlyList<TimeReading>> readings, DateOrder order)
    {
        var times = readings.Select(r => r.Value.FirstOrDefault(t => t.Order == order) is { } reading
            ? PatternCache.Find(reading.Pattern)!.Read(r.Key, new WrittenZones(null, null)) : null).ToList();
        return times.TrueForAll(static t => t is not null) ? times.Max()!.Value - times.Min()!.Value : TimeSpan.MaxValue;
    }

    /// <summary>Share of neighbouring rows that do not go back in time.</summary>
    private static double Sorted(IReadOnlyList<string?> values, Dictionary<string, IReadOnlyList<TimeReading>> readings, DateOrder order)
    {
        var (forward, pairs) = (0, 0);
        DateTime? last = null;
        foreach (var text in values)
        {
            if (text is null || !readings.TryGetValue(text, out var known) || known.FirstOrDefault(r => r.Order == order) is not { } reading) continue;
            var time = PatternCache.Find(reading.Pattern)!.Read(text, new WrittenZones(null, null));
            if (last is { } before && time is { } now)
            {
                pairs++;
                if (now >= before) forward++;
            }

            last = time ?? last;
        }

        return pairs == 0 ? 0 : (double)Math.Max(forward, pairs - forward) / pairs;
    }

    private static string Pattern(Dictionary<string, IReadOnlyList<TimeReading>> readings, IReadOnlyDictionary<string, int> texts, DateOrder order)
    {
        var counts = new Dictionary<string, int>();
        foreach (var (text, known) in readings)
        {
            if ((known.FirstOrDefault(r => r.Order == order) ?? known.FirstOrDefault(static r => r.Order == DateOrder.Told)) is not { } reading) continue;
            counts[reading.Pattern] = counts.GetValueOrDefault(reading.Pattern) + texts[text];
        }

        // d and dd read the same: one of them is named.
        return string.Join('|', counts.GroupBy(static c => TimeShape.Loose(c.Key), StringComparer.Ordinal)
            .OrderByDescending(static g => g.Sum(static c => c.Value)).ThenBy(static g => g.Key, StringComparer.Ordinal)
            .Take(MostPatterns).Select(static g => g.Count() == 1 ? g.First().Key : g.Key));
    }
}

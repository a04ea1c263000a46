using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>How times are written, and in which zone those that name none are.</summary>
public sealed class TimeFormat
{
    private readonly IReadOnlyList<TimePattern> _patterns;
    private readonly WrittenZones _zones;

    private TimeFormat(string? pattern, IReadOnlyList<TimePattern> patterns, WrittenZones zones) => (Pattern, _patterns, _zones) = (pattern, patterns, zones);

    /// <summary>ISO 8601, or seconds, milliseconds, microseconds or nanoseconds since 1970 by their size.</summary>
    public static TimeFormat Automatic { get; } = new(null, [IsoPattern.OrCount], new WrittenZones(null, null));

    /// <summary>Null: <see cref="Automatic"/>.</summary>
    public string? Pattern { get; }

    /// <summary>Zone of the tz database; null: UTC.</summary>
    public string? Zone => _zones.Default;

    /// <summary>For messages: what is expected in place of a text that cannot be read.</summary>
    public string Expected => Pattern?.Replace("|", " or ", StringComparison.Ordinal) ?? ColumnSql.TimeExpected;

    /// <param name="pattern">
    /// <c>iso</c>; <c>unix_seconds</c>, <c>unix_milliseconds</c>, <c>unix_microseconds</c>, <c>unix_nanoseconds</c>; <c>excel_days</c>;
    /// a count from a start, <c>hours since 2018-04-01</c> or <c>10 minutes since 2018-04-01</c>; or a pattern of yyyy, yy, MM, M, MMM, dd, d, ddd, HH, H, hh,
    /// h, mm, ss, fff, tt and zzz with what stands between them, <c>dd.MM.yyyy HH:mm</c> (<see cref="FieldPattern"/>). Several are told apart by |: the first
    /// that reads a text does so. Null: ISO or a count since 1970, by its size.
    /// </param>
    /// <param name="zone">Of times that name none: of the tz database, or an offset.</param>
    /// <param name="zones">What abbreviations behind a time stand for.</param>
    /// <exception cref="InputException">No such pattern or zone.</exception>
    public static TimeFormat Parse(string? pattern, string? zone = null, IReadOnlyDictionary<string, string>? zones = null)
    {
        if (zone is not null) TimeZones.Require(zone, "format.time_zone");
        foreach (var meaning in zones?.Values ?? []) TimeZones.Require(meaning, "format.zones");
        if (pattern is null && zone is null && zones is null) return Automatic;
        var written = new WrittenZones(zone, zones);
        return pattern is null ? new TimeFormat(null, Automatic._patterns, written) : new TimeFormat(pattern, [.. pattern.Split('|').Select(Find)], written);
    }

    /// <summary>SQL of the UTC TIMESTAMP that a trimmed text is, NULL where it is none; never throws on data.</summary>
    /// <remarks>The connection has the macros of <see cref="ColumnSql"/> and the time zone UTC.</remarks>
    public string Sql(string text) => SaneSql(text, _zones);

    /// <summary>The same in code: what a sample shows.</summary>
    public DateTime? Read(string text) => _patterns.Select(p => p.Read(text, _zones)).FirstOrDefault(static t => t is { Year: >= 1900 and < 2200 });

    /// <summary>The format of a date and the time of day of another column, joined by a space.</summary>
    /// <param name="timeOfDay">Of the other column.</param>
    public TimeFormat At(TimeFormat timeOfDay)
    {
        var times = timeOfDay._patterns.OfType<FieldPattern>().Where(static p => p.IsTimeOfDay).ToList();
        if (times.Count == 0) times = DayTimes;
        List<TimePattern> joined = [.. _patterns.SelectMany(d => times.Select(t => new JoinedPattern(d, t)))];
        return new TimeFormat($"{Pattern ?? "iso"} {timeOfDay.Pattern ?? "HH:mm:ss"}", joined, _zones);
    }

    /// <summary>SQL that is true, and never NULL, for a local time that a change of the clock leaves out, and for one that it makes occur twice.</summary>
    /// <returns>Null where no clock changes in the zone.</returns>
    public (string Missing, string Twice)? ClockChanges(string text)
    {
        if (Zone is null || TimeZones.IsUniversal(Zone) || TimeZones.Offset(Zone) is not null) return null;
        string Read(string? zone) => SaneSql(text, _zones with { Default = zone });
        string Wall(string utc) => $"timezone({Tables.Sql.Text(Zone)}, timezone('UTC', {utc}))";
        // A time that names its own zone does not move with the zone that is given.
        var value = $"{{'utc': {Read(Zone)}, 'local': {Read(null)}, 'moved': {Read("+12:00")}}}";
        var earlier = new[] { 30, 60, 120 }.Select(m => $"{Wall($"both_.utc - to_minutes({m})")} = both_.local");
        string Test(string test) => $"coalesce({ColumnSql.With(value, "both_", $"both_.local <> both_.moved AND ({test})")}, false)";
        return (Test($"{Wall("both_.utc")} <> both_.local"), Test(string.Join(" OR ", earlier)));
    }

    private static List<FieldPattern> DayTimes { get; } =
        [.. new[] { "HH:mm:ss", "HH:mm", "HH:mm:ss.fff", "h:mm:ss tt", "h:mm tt", "HHmmss", "Hmmss", "HHmm", "Hmm" }.Select(static p => FieldPattern.Find(p)!)];

    private string SaneSql(string text, WrittenZones zones)
    {
        var times = _patterns.Select(p => p.Sql(text, zones)).ToList();
        return $"coalesce({string.Join(", ", times.Select(static t => $"sane_time({t})"))})";
    }

    private static TimePattern Find(string name) => TimePattern.Find(name) ?? throw new InputException("this is no way to write times", column: "format.time",
        value: name.Trim(), expected: "iso, unix_seconds, unix_milliseconds, excel_days, 'hours since 2018-04-01', or a pattern such as dd.MM.yyyy HH:mm");
}

namespace Investigator.Engine.Ingest.Formats;

/// <summary>How times are written, and in which zone those that name none are.</summary>
public sealed record TimeFormat
{
    /// <summary>ISO 8601, or seconds, milliseconds, microseconds or nanoseconds since 1970 by their size.</summary>
    public static TimeFormat Automatic { get; } = new();

    /// <summary>Null: <see cref="Automatic"/>.</summary>
    public string? Pattern { get; private init; }

    /// <summary>Zone of the tz database; null: UTC.</summary>
    public string? Zone { get; private init; }

    /// <summary>For messages: what is expected in place of a text that cannot be read.</summary>
    public string Expected => Pattern ?? ColumnSql.TimeExpected;

    /// <param name="pattern">
    /// <c>iso</c>; <c>unix_seconds</c>, <c>unix_milliseconds</c>, <c>unix_microseconds</c>, <c>unix_nanoseconds</c>; <c>excel_days</c>;
    /// a count from a start, <c>hours since 2018-04-01</c>; or a pattern of yyyy, yy, MM, M, MMM, dd, d, HH, H, hh, h, mm, ss, fff, tt and zzz with what
    /// stands between them, <c>dd.MM.yyyy HH:mm</c>. Null: ISO or a count since 1970, by its size.
    /// </param>
    /// <param name="zone">Of times that name none.</param>
    /// <exception cref="Core.InputException">No such pattern or zone.</exception>
    public static TimeFormat Parse(string? pattern, string? zone = null) => new() { Pattern = pattern, Zone = zone };

    /// <summary>SQL of the UTC TIMESTAMP that a trimmed text is, NULL where it is none; never throws on data.</summary>
    public string Sql(string text) => $"as_time({text})";
}

using System.Globalization;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>One way to write a time. What it reads in code and in SQL is the same.</summary>
internal abstract class TimePattern
{
    /// <summary>As a mapping names it.</summary>
    public abstract string Name { get; }

    /// <summary>SQL of the UTC TIMESTAMP that a trimmed text is, NULL where it is none; never throws on data.</summary>
    public abstract string Sql(string text, WrittenZones zones);

    /// <summary>The same in code.</summary>
    public abstract DateTime? Read(string text, WrittenZones zones);

    /// <summary>What stands behind a time of this pattern as its zone; empty where there is none, null where the text is no such time.</summary>
    public virtual string? ZoneOf(string text) => null;

    /// <summary>Null where the name is none of a pattern.</summary>
    public static TimePattern? Find(string name) => name.Trim() switch
    {
        "iso" => IsoPattern.Only,
        var other => (TimePattern?)CountPattern.Find(other) ?? FieldPattern.Find(other),
    };

    /// <summary>A day and a time of day as DuckDB reads them from text; null where there is no such day.</summary>
    /// <param name="parts">Year, month, day, hour, minute, second; hour 24 is the next day's first moment.</param>
    /// <param name="fraction">Digits of a second's fraction; those beyond microseconds are cut.</param>
    protected static DateTime? Of((int Year, int Month, int Day) parts, (int Hour, int Minute, int Second) time, string fraction)
    {
        var (year, month, day) = parts;
        var (hour, minute, second) = time;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return null;
        var micros = fraction.Length == 0 ? 0 : int.Parse(fraction.PadRight(6, '0').AsSpan(0, 6), CultureInfo.InvariantCulture);
        if (minute > 59 || second > 59 || hour > 24 || (hour == 24 && minute + second + micros > 0)) return null;
        return new DateTime(year, month, day).AddHours(hour).AddMinutes(minute).AddSeconds(second).AddMicroseconds(micros);
    }

    protected static int Int(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}

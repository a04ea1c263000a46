using System.Text.RegularExpressions;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>A date and a time of day from two columns, joined by a space; a time that stands in the date's own column (midnight, mostly) is left out.</summary>
internal sealed class JoinedPattern(TimePattern date, FieldPattern time) : TimePattern
{
    private static readonly WrittenZones Unmoved = new(null, null);

    private readonly Regex _split = new($"\\A(.*?) ({time.Shape})\\z", RegexOptions.CultureInvariant);

    public override string Name => $"{date.Name} {time.Name}";

    public override string Sql(string text, WrittenZones zones)
    {
        var local = $"date_trunc('day', {date.Sql("both_.day", Unmoved)}) + {time.SinceMidnight("both_.time")}";
        var both = $"regexp_extract({text}, {Tables.Sql.Text($"^(.*?) ({time.Shape})$")}, ['day', 'time'])";
        return TimeZones.ToUtc(ColumnSql.With(both, "both_", local), zones.Default);
    }

    public override DateTime? Read(string text, WrittenZones zones)
    {
        var parts = _split.Match(text);
        if (!parts.Success || date.Read(parts.Groups[1].Value, Unmoved) is not { } day) return null;
        if (time.Read(parts.Groups[2].Value, Unmoved) is not { } clock) return null;
        return TimeZones.ToUtc(day.Date + clock.TimeOfDay, zones.Default);
    }
}

namespace Investigator.Engine.Ingest.Formats;

/// <summary>How each column of a table is written: the one way from a source's text to a value, for guess, preview and load alike.</summary>
/// <param name="format">All that is known; what it leaves open is plain numbers and automatic times.</param>
public sealed class ValueFormats(SourceFormat format)
{
    public SourceFormat Format { get; } = format;

    public NumberFormat Number(string column)
    {
        var own = Format.Columns?.GetValueOrDefault(column);
        var (point, thousands) = (own?.Decimal ?? Format.Decimal ?? ".", own?.Thousands ?? Format.Thousands ?? "");
        return new NumberFormat(point[0], thousands.Length == 0 ? null : thousands[0]);
    }

    public TimeFormat Time(string column)
    {
        var own = Format.Columns?.GetValueOrDefault(column);
        return TimeFormat.Parse(own?.Time ?? Format.Time, own?.TimeZone ?? Format.TimeZone);
    }
}

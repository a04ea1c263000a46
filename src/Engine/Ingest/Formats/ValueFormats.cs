namespace Investigator.Engine.Ingest.Formats;

/// <summary>How each column of a table is written: the one way from a source's text to a value, for guess, preview and load alike.</summary>
/// <param name="format">All that is known; what it leaves open is plain numbers and automatic times.</param>
public sealed class ValueFormats(SourceFormat format)
{
    public SourceFormat Format { get; } = format;

    /// <exception cref="Core.InputException">The format is none.</exception>
    public NumberFormat Number(string column)
    {
        var own = Format.Columns?.GetValueOrDefault(column);
        return NumberFormat.Parse(own?.Decimal ?? Format.Decimal, own?.Thousands ?? Format.Thousands);
    }

    /// <exception cref="Core.InputException">The format is none.</exception>
    public TimeFormat Time(string column)
    {
        var own = Format.Columns?.GetValueOrDefault(column);
        return TimeFormat.Parse(own?.Time ?? Format.Time, own?.TimeZone ?? Format.TimeZone, Format.Zones);
    }

    /// <summary>Of a date's text and a time of day's, joined by a space.</summary>
    /// <param name="column">Holds the date.</param>
    /// <param name="timeOfDay">Holds the time of day; null: the date's column has both.</param>
    /// <exception cref="Core.InputException">The format is none.</exception>
    public TimeFormat Time(string column, string? timeOfDay) => timeOfDay is null ? Time(column)
        : Time(column).At(TimeFormat.Parse(Format.Columns?.GetValueOrDefault(timeOfDay)?.Time));
}

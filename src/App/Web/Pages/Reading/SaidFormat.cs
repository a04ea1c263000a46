using Investigator.Engine.Ingest;

namespace Investigator.Web.Pages.Reading;

/// <summary>
/// What a person said of a format, apart from what was found out: a file is read anew with the former, so that one correction does not freeze every
/// other guess that was made before it.
/// </summary>
internal static class SaidFormat
{
    /// <summary>Adds to what was said what a change said.</summary>
    /// <param name="said">So far.</param>
    /// <param name="before">The whole format before the change.</param>
    /// <param name="after">After it.</param>
    public static SourceFormat? Add(SourceFormat? said, SourceFormat? before, SourceFormat? after)
    {
        var (s, b, a) = (said ?? new(), before ?? new(), after ?? new());
        var sum = new SourceFormat
        {
            Encoding = Of(s.Encoding, b.Encoding, a.Encoding),
            Delimiter = Of(s.Delimiter, b.Delimiter, a.Delimiter),
            SkipLines = Of(s.SkipLines, b.SkipLines, a.SkipLines),
            Header = Of(s.Header, b.Header, a.Header),
            Decimal = Of(s.Decimal, b.Decimal, a.Decimal),
            Thousands = Of(s.Thousands, b.Thousands, a.Thousands),
            Time = Of(s.Time, b.Time, a.Time),
            TimeZone = Of(s.TimeZone, b.TimeZone, a.TimeZone),
            Zones = Of(s.Zones, b.Zones, a.Zones),
            Sheet = Of(s.Sheet, b.Sheet, a.Sheet),
            Entry = Of(s.Entry, b.Entry, a.Entry),
            Partitions = Of(s.Partitions, b.Partitions, a.Partitions),
            Columns = Of(s.Columns, b.Columns, a.Columns),
        };
        return sum == new SourceFormat() ? null : sum;
    }

    /// <summary>What is set, and for the rest what was found.</summary>
    public static SourceFormat Over(SourceFormat? set, SourceFormat? found)
    {
        var (s, f) = (set ?? new(), found ?? new());
        var columns = new Dictionary<string, ColumnFormat>(f.Columns ?? new Dictionary<string, ColumnFormat>());
        foreach (var (column, format) in s.Columns ?? new Dictionary<string, ColumnFormat>()) columns[column] = format;
        return new SourceFormat
        {
            Encoding = s.Encoding ?? f.Encoding,
            Delimiter = s.Delimiter ?? f.Delimiter,
            SkipLines = s.SkipLines ?? f.SkipLines,
            Header = s.Header ?? f.Header,
            Decimal = s.Decimal ?? f.Decimal,
            Thousands = s.Thousands ?? f.Thousands,
            Time = s.Time ?? f.Time,
            TimeZone = s.TimeZone ?? f.TimeZone,
            Zones = s.Zones ?? f.Zones,
            Sheet = s.Sheet ?? f.Sheet,
            Entry = s.Entry ?? f.Entry,
            Partitions = s.Partitions ?? f.Partitions,
            Columns = columns.Count == 0 ? null : columns,
        };
    }

    /// <summary>Whether the two lay files out differently, so that they have to be read anew.</summary>
    public static bool LayoutDiffers(SourceFormat? one, SourceFormat? other) => Layout(one) != Layout(other);

    private static SourceFormat Layout(SourceFormat? format) => format is null ? new() : new()
    {
        Encoding = format.Encoding,
        Delimiter = format.Delimiter,
        SkipLines = format.SkipLines,
        Header = format.Header,
        Sheet = format.Sheet,
        Entry = format.Entry,
        Partitions = format.Partitions,
    };

    private static T? Of<T>(T? said, T? before, T? after) => Equals(before, after) ? said : after;
}

using System.Globalization;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>A format in the words of whoever knows the file: what pages and commands say of how it was read.</summary>
public static class FormatWords
{
    /// <summary>What is known of a format, each under its name; nothing of what is null.</summary>
    public static IReadOnlyList<(string What, string Words)> Of(SourceFormat format)
    {
        (string What, string? Words)[] all =
        [
            ("Characters", format.Encoding is { } encoding ? Encoding(encoding) : null),
            ("Between columns", format.Delimiter is { } sign ? Delimiter(sign) : null),
            ("Lines above", format.SkipLines is > 0 and var lines ? $"{Wording.Counted(lines, "line")} left out" : null),
            ("Column names", format.Header switch { true => "in the first line", false => "none: column_1, column_2, …", null => null }),
            ("Numbers", Numbers(format.Decimal, format.Thousands)),
            ("Times", Times(format.Time)),
            ("Time zone", format.TimeZone),
            ("Zones behind times", format.Zones is { Count: > 0 } zones ? string.Join(", ", zones.Select(static z => $"{z.Key} is {z.Value}")) : null),
            ("Sheet", format.Sheet),
            ("File within", format.Entry),
            ("Folders below", format.Partitions switch { true => "read too", false => "not read", null => null }),
            .. (format.Columns ?? new Dictionary<string, ColumnFormat>()).Select(static c => ($"Column {c.Key}", Column(c.Value))),
        ];
        return [.. all.Where(static a => a.Words is not null).Select(static a => (a.What, a.Words!))];
    }

    /// <summary>windows-1252 as <c>Windows-1252</c>.</summary>
    public static string Encoding(string encoding) => encoding switch
    {
        "utf-8" => "UTF-8",
        "utf-16le" or "utf-16be" => "UTF-16",
        "windows-1252" => "Windows-1252 (Western European)",
        "iso-8859-1" => "Latin-1 (ISO-8859-1)",
        _ => encoding,
    };

    /// <summary>; as <c>semicolon (;)</c>.</summary>
    public static string Delimiter(string delimiter) => delimiter switch
    {
        "," => "comma (,)",
        ";" => "semicolon (;)",
        "|" => "bar (|)",
        ":" => "colon (:)",
        "tab" or "\t" => "tab",
        " " => "space",
        _ => delimiter,
    };

    /// <summary>By an example: <c>written like 1.234,50</c>.</summary>
    public static string? Numbers(string? decimals, string? thousands)
    {
        if (decimals is null && string.IsNullOrEmpty(thousands)) return null;
        return string.Create(CultureInfo.InvariantCulture, $"written like 1{thousands}234{decimals ?? "."}50");
    }

    /// <summary>A pattern as <see cref="TimeFormat.Parse"/> reads it, or several with | between them.</summary>
    public static string? Times(string? pattern) => pattern is null ? null : string.Join(" or ", pattern.Split('|').Select(static one => one switch
    {
        "iso" => "written like 2026-03-01 10:20:30",
        "unix_seconds" => "seconds since 1970",
        "unix_milliseconds" => "milliseconds since 1970",
        "unix_microseconds" => "microseconds since 1970",
        "unix_nanoseconds" => "nanoseconds since 1970",
        "excel_days" => "days as spreadsheets count them",
        _ when one.Contains(" since ", StringComparison.Ordinal) => one,
        _ => "written as " + one,
    }));

    private static string? Column(ColumnFormat format)
    {
        string?[] parts = [Numbers(format.Decimal, format.Thousands), Times(format.Time), format.TimeZone is { } zone ? "in " + zone : null];
        var said = string.Join(", ", parts.OfType<string>());
        return said.Length > 0 ? said : null;
    }
}

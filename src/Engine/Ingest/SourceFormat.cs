using System.Text.Json.Serialization;
using Investigator.Engine.Ingest.Formats;

namespace Investigator.Engine.Ingest;

/// <summary>
/// How the files of one table are laid out and how their values are written. What is null is found out from the files
/// (<see cref="Formats.FormatJudge"/>); what is given wins.
/// </summary>
public sealed record SourceFormat
{
    /// <summary>Of text files: utf-8, utf-16le, utf-16be, windows-1252 or iso-8859-1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Encoding { get; init; }

    /// <summary>Between two fields of a text file: one character, or the word tab.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Delimiter { get; init; }

    /// <summary>Lines (of a sheet: rows) above the header, or above the first row where there is none; they are left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SkipLines { get; init; }

    /// <summary>Whether the first line names the columns; where it does not, they are called column_1, column_2, …</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Header { get; init; }

    /// <summary>The decimal sign of numbers: <c>.</c> or <c>,</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Decimal { get; init; }

    /// <summary>The sign between thousands: one character; empty: there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Thousands { get; init; }

    /// <summary>How times are written, as <see cref="Formats.TimeFormat.Parse"/> reads it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Time { get; init; }

    /// <summary>The time zone (of the tz database, such as Europe/Berlin) of times that name none themselves; UTC where it is not given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeZone { get; init; }

    /// <summary>What abbreviations behind a time stand for, because most stand for several: BST is Europe/London, or Asia/Dhaka.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Zones { get; init; }

    /// <summary>The sheet of a workbook; the first where it is not given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sheet { get; init; }

    /// <summary>The file to read within an archive that holds several; without it all are read where they have the same columns.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Entry { get; init; }

    /// <summary>Whether folders below the source are read too, and those named <c>key=value</c> add a column. Never unless asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Partitions { get; init; }

    /// <summary>Columns that are written otherwise than the table's other ones.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, ColumnFormat>? Columns { get; init; }
}

/// <summary>How the values of one column are written. What is null is as in the rest of the table.</summary>
public sealed record ColumnFormat
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Decimal { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Thousands { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Time { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeZone { get; init; }
}

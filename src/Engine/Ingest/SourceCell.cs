using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest;

/// <summary>What stands in a source for a time or a number: a text that a format reads, or a typed value that needs no reading.</summary>
/// <param name="Given">SQL over the raw view, NULL where nothing is given.</param>
/// <param name="Native">Its type; null: a text.</param>
internal sealed record SourceCell(string Given, NativeType? Native)
{
    private readonly Func<string, string> _value = static given => given;

    /// <summary>SQL of the value, NULL where what is given is none.</summary>
    /// <param name="given">SQL of what <see cref="Given"/> gave.</param>
    public string Value(string given) => _value(given);

    /// <summary>SQL of the text that a reader is shown of it.</summary>
    /// <param name="given">Likewise.</param>
    public string Text(string given) => Native switch
    {
        null => given,
        NativeType.Number => ParquetColumns.NumberText(given),
        NativeType.Instant => given + "::TIMESTAMPTZ::VARCHAR",
        _ => given + "::VARCHAR",
    };

    /// <summary>Of a part that is not mapped.</summary>
    /// <param name="type">Of the value.</param>
    public static SourceCell Absent(string type) => new("NULL::VARCHAR", null, _ => "NULL::" + type);

    /// <param name="given">SQL of the text.</param>
    /// <param name="value">SQL of the value, over SQL of the text.</param>
    public static SourceCell OfText(string given, Func<string, string> value) => new(given, null, value);

    /// <param name="given">SQL of the TIMESTAMP or DATE.</param>
    /// <param name="type">Which, and whether it is UTC.</param>
    /// <param name="zone">Of local times; null: UTC.</param>
    public static SourceCell OfTime(string given, NativeType type, string? zone) =>
        new(given, type, type == NativeType.Instant || zone is null ? static time => $"CASE WHEN {ColumnSql.IsSane(time)} THEN {time}::TIMESTAMP END"
            : time => $"sane_time({TimeZones.ToUtc(time + "::TIMESTAMP", zone)})");

    /// <param name="given">SQL of the BIGINT or DOUBLE.</param>
    /// <param name="type">Which of the two.</param>
    public static SourceCell OfNumber(string given, NativeType type) => new(given, type, static number => number + "::DOUBLE");

    private SourceCell(string given, NativeType? native, Func<string, string> value)
        : this(given, native) => _value = value;
}

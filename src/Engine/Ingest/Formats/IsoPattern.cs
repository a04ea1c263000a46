using System.Text.RegularExpressions;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>
/// ISO 8601 as programs write it: a date with - or /, T or a space before the time of day, a fraction of any length, and behind it a zone or none.
/// </summary>
/// <param name="orCount">Whether seconds, milliseconds, microseconds or nanoseconds since 1970 are read too, told apart by their size.</param>
internal sealed class IsoPattern(bool orCount) : TimePattern
{
    private const string Date = "[0-9]{4}(?:-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2})";
    private const string Time = "[Tt ] *[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,12})?)?";
    private static readonly string Expression = $"({Date})|({Date}{Time})(?: ?({WrittenZones.Expression}))?";

    private static readonly Regex Known = new($"\\A(?:{Expression})\\z", RegexOptions.CultureInvariant);

    private static readonly Regex Parts = new("^([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})"
        + "(?:[Tt ] *([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?)?$", RegexOptions.CultureInvariant);

    public static IsoPattern Only { get; } = new(orCount: false);

    public static IsoPattern OrCount { get; } = new(orCount: true);

    public override string Name => "iso";

    public override string Sql(string text, WrittenZones zones)
    {
        string At(int place) => $"{text}[{place}]";
        string Is(string type) => $"try_cast({text} AS {type})";
        var plain = TimeZones.ToUtc(Is("TIMESTAMP"), zones.Default);
        var read = "try_cast(upper(replace(replace(parts_.day || parts_.time, ',', '.'), '/', '-')) AS TIMESTAMP)";
        var any = ColumnSql.With($"regexp_extract({text}, {Tables.Sql.Text($"^(?:{Expression})$")}, ['day', 'time', 'zone'])", "parts_",
            zones.Sql(read, "parts_.zone"));

        // The usual forms cost a third of the others. A TIMESTAMP cast overlooks an offset, and one to TIMESTAMPTZ would take a zone's name for the rows that
        // follow too: so neither gets to see any.
        var iso = $"CASE WHEN {At(5)} = '-' AND {At(8)} = '-' AND {At(17)} = ':' AND {At(19)} BETWEEN '0' AND '9' THEN CASE "
            + $"WHEN length({text}) = 19 THEN {plain} "
            + $"WHEN right({text}, 1) = 'Z' AND (length({text}) = 20 OR ({At(20)} = '.' AND {At(21)} <> 'Z')) THEN {Is("TIMESTAMP")} "
            + $"WHEN {At(20)} IN ('+', '-') AND length({text}) IN (22, 25) AND substr({text}, 21, 2) <= '14' THEN {Is("TIMESTAMPTZ")}::TIMESTAMP "
            + $"WHEN {At(20)} = '.' AND length({text}) <= 29 AND try_cast(substr({text}, 21) AS UINTEGER) IS NOT NULL THEN {plain} ELSE {any} END "
            + $"WHEN length({text}) = 10 AND {At(5)} = '-' AND {At(8)} = '-' AND {At(10)} BETWEEN '0' AND '9' THEN {plain} ELSE {any} END";
        return orCount ? $"CASE WHEN {At(5)} IN ('-', '/') THEN {iso} ELSE epoch_time(try_cast({text} AS DOUBLE)) END" : iso;
    }

    public override DateTime? Read(string text, WrittenZones zones)
    {
        var match = Known.Match(text);
        if (!match.Success) return orCount && NumberFormat.ReadBare(text) is { } count ? CountPattern.SinceEpoch(count) : null;
        var parts = Parts.Match(match.Groups[1].Value + match.Groups[2].Value).Groups;
        int Part(int i) => parts[i].Success ? Int(parts[i].Value) : 0;
        return Of((Part(1), Part(2), Part(3)), (Part(4), Part(5), Part(6)), parts[7].Value) is { } local
            ? zones.Read(local, match.Groups[3].Value) : null;
    }

    public override string? ZoneOf(string text) => Known.Match(text) is { Success: true } match ? match.Groups[3].Value : null;
}

namespace Investigator.Engine.Ingest.Formats;

/// <summary>How a local time becomes UTC by what stands behind it.</summary>
/// <param name="Default">Zone of times that name none; null: UTC.</param>
/// <param name="Abbreviations">What abbreviations stand for.</param>
internal sealed record WrittenZones(string? Default, IReadOnlyDictionary<string, string>? Abbreviations)
{
    /// <summary>A zone behind a time, for RE2 and .NET alike: Z, an offset, a name with a continent, an abbreviation.</summary>
    public const string Expression = "(?:[Zz]|[-+](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?|[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}|[A-Za-z]{2,5})";

    /// <summary>SQL of the UTC TIMESTAMP; NULL where the zone is not known or not certain.</summary>
    /// <param name="local">SQL of a TIMESTAMP.</param>
    /// <param name="zone">SQL of the text behind it; empty where there is none.</param>
    public string Sql(string local, string zone)
    {
        if (zone == "''") return TimeZones.ToUtc(local, Default);
        var given = (Abbreviations ?? new Dictionary<string, string>())
            .Select(z => $"WHEN upper(at_.zone) = {Tables.Sql.Text(z.Key.Trim().ToUpperInvariant())} THEN {TimeZones.ToUtc("at_.local", z.Value)} ");
        return ColumnSql.With($"{{'local': {local}, 'zone': {zone}}}", "at_", $"CASE WHEN at_.zone = '' THEN {TimeZones.ToUtc("at_.local", Default)} "
            + $"{string.Concat(given)}WHEN upper(at_.zone) IN ('Z', 'UTC', 'GMT', 'UT', 'ETC/UTC', 'ETC/GMT') THEN at_.local "
            + "WHEN at_.zone[1] = '+' THEN at_.local - zone_offset(at_.zone) WHEN at_.zone[1] = '-' THEN at_.local + zone_offset(at_.zone) "
            + "ELSE named_zone(at_.zone, at_.local) END");
    }

    public DateTime? Read(DateTime local, string zone)
    {
        if (zone.Length == 0) return TimeZones.ToUtc(local, Default);
        foreach (var (abbreviation, meaning) in Abbreviations ?? new Dictionary<string, string>())
        {
            if (abbreviation.Trim().Equals(zone, StringComparison.OrdinalIgnoreCase)) return TimeZones.ToUtc(local, meaning);
        }

        return IsCertain(zone) ? TimeZones.ToUtc(local, zone) : null;
    }

    /// <summary>Whether a zone behind a time needs nobody to say what it stands for.</summary>
    public static bool IsCertain(string zone) => TimeZones.IsUniversal(zone) || TimeZones.Offset(zone) is not null || TimeZones.Named.Contains(zone);

    /// <summary>
    /// The macros that <see cref="Sql"/> uses. A zone that DuckDB does not know would throw: only those that are known are asked for. They stand in one text,
    /// as the time that a query takes to be planned grows with its literals, and no name has a space in it.
    /// </summary>
    public static IReadOnlyList<string> Macros { get; } =
    [
        "CREATE OR REPLACE MACRO zone_offset(z) AS to_minutes(60 * try_cast(substr(z, 2, 2) AS INTEGER) "
            + "+ coalesce(try_cast(nullif(replace(substr(z, 4), ':', ''), '') AS INTEGER), 0))",
        "CREATE OR REPLACE MACRO named_zone(z, t) AS CASE "
            + $"WHEN contains({Tables.Sql.Text($" {string.Join(' ', TimeZones.Named)} ")}, ' ' || z || ' ') "
            + "THEN timezone(z, t)::TIMESTAMP END",
    ];
}

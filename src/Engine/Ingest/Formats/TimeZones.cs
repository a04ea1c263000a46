using Investigator.Engine.Core;
using NodaTime;
using NodaTime.TimeZones;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>Time zones: those of the tz database, offsets, and what abbreviations may stand for.</summary>
/// <remarks>
/// UTC, GMT, Z, an offset and a name such as Europe/Berlin are certain. An abbreviation is not: BST is London's summer or Dhaka, CST is Chicago or Shanghai.
/// A local time that a clock change leaves out is read as if the clock had not yet been changed; one that occurs twice is the later one.
/// </remarks>
public static class TimeZones
{
    private static readonly HashSet<string> Universal = ["UTC", "GMT", "Z", "UT", "ETC/UTC", "ETC/GMT"];

    /// <summary>Each with the zones that it may stand for, the likeliest first.</summary>
    private static readonly Dictionary<string, string[]> Abbreviated = (
        "ACST Australia/Darwin Australia/Adelaide, ACDT Australia/Adelaide, ADT America/Halifax"
        + ", AEST Australia/Sydney Australia/Brisbane, AEDT Australia/Sydney, AKST America/Anchorage, AKDT America/Anchorage"
        + ", ART America/Argentina/Buenos_Aires, AST America/Halifax America/Puerto_Rico Asia/Riyadh, AWST Australia/Perth"
        + ", BRT America/Sao_Paulo, BST Europe/London Asia/Dhaka, CAT Africa/Maputo, CDT America/Chicago America/Havana"
        + ", CEST Europe/Berlin Europe/Paris, CET Europe/Berlin Europe/Paris, CLT America/Santiago, COT America/Bogota"
        + ", CST America/Chicago Asia/Shanghai America/Havana, EAT Africa/Nairobi, EDT America/New_York"
        + ", EEST Europe/Athens Europe/Helsinki, EET Europe/Athens Europe/Helsinki Africa/Cairo, EST America/New_York America/Panama"
        + ", GST Asia/Dubai Atlantic/South_Georgia, HKT Asia/Hong_Kong, HST Pacific/Honolulu, ICT Asia/Bangkok"
        + ", IST Asia/Kolkata Asia/Jerusalem Europe/Dublin, IDT Asia/Jerusalem, JST Asia/Tokyo, KST Asia/Seoul, MDT America/Denver"
        + ", MESZ Europe/Berlin, MEZ Europe/Berlin, MSK Europe/Moscow, MST America/Denver America/Phoenix Asia/Kuala_Lumpur"
        + ", NDT America/St_Johns, NST America/St_Johns, NZDT Pacific/Auckland, NZST Pacific/Auckland, PDT America/Los_Angeles"
        + ", PET America/Lima, PHT Asia/Manila, PKT Asia/Karachi, PST America/Los_Angeles Asia/Manila, SAST Africa/Johannesburg"
        + ", SGT Asia/Singapore, SST Pacific/Pago_Pago Asia/Singapore, TRT Europe/Istanbul, WAT Africa/Lagos, WEST Europe/Lisbon"
        + ", WET Europe/Lisbon, WIB Asia/Jakarta").Split(", ").Select(static z => z.Split(' ')).ToDictionary(static z => z[0], static z => z[1..]);

    /// <summary>What a person chooses from: UTC, then the zones by name.</summary>
    public static IReadOnlyList<string> Listed { get; } = ["UTC", .. TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(static l => l.ZoneId)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Names that are certain when they stand behind a time: those with a continent.</summary>
    internal static IReadOnlyList<string> Named { get; } = [.. DateTimeZoneProviders.Tzdb.Ids.Where(static id => id.Contains('/', StringComparison.Ordinal))];

    /// <summary>Whether a setting may name it: a zone of the tz database, UTC, or an offset such as +02:00.</summary>
    public static bool Exists(string zone) => Find(zone) is not null;

    /// <summary>Zones that an abbreviation may stand for, the likeliest first; none where it is not known.</summary>
    public static IReadOnlyList<string> Candidates(string abbreviation) => Abbreviated.GetValueOrDefault(abbreviation.ToUpperInvariant(), []);

    /// <exception cref="InputException">No such zone: names the nearest.</exception>
    public static void Require(string zone, string setting)
    {
        if (Exists(zone)) return;
        var nearest = NearestName.Of(zone, Listed);
        throw new InputException("there is no such time zone" + (nearest is null ? "" : $"; did you mean '{nearest}'?"), column: setting, value: zone,
            expected: "a zone of the tz database, such as Europe/Berlin, or an offset, such as +02:00");
    }

    internal static bool IsUniversal(string zone) => Universal.Contains(zone.ToUpperInvariant());

    /// <summary>Minutes east of Greenwich of <c>+02</c>, <c>+0200</c> or <c>+02:00</c>; null where the text is none of these.</summary>
    internal static int? Offset(string text)
    {
        if (text.Length is not (3 or 5 or 6) || text[0] is not ('+' or '-') || (text.Length == 6 && text[3] != ':')) return null;
        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        if (!digits.All(char.IsAsciiDigit)) return null;
        var (hours, minutes) = ((digits[0] - '0') * 10 + digits[1] - '0', digits.Length == 2 ? 0 : (digits[2] - '0') * 10 + digits[3] - '0');
        if (hours > 14 || minutes > 59) return null;
        return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
    }

    /// <summary>SQL of the UTC TIMESTAMP of a local one in a zone that <see cref="Exists"/>; null: UTC.</summary>
    internal static string ToUtc(string local, string? zone)
    {
        if (zone is null || IsUniversal(zone)) return local;
        return Offset(zone) is { } minutes ? $"({local} - to_minutes({minutes}))" : $"timezone({Tables.Sql.Text(zone)}, {local})::TIMESTAMP";
    }

    /// <summary>The same in code; null where the zone is not known.</summary>
    internal static DateTime? ToUtc(DateTime local, string? zone)
    {
        if (zone is null || IsUniversal(zone)) return local;
        if (Offset(zone) is { } minutes) return local.AddMinutes(-minutes);
        return Find(zone) is { } known ? known.ResolveLocal(LocalDateTime.FromDateTime(local), Late).ToDateTimeUtc() : null;
    }

    private static readonly ZoneLocalMappingResolver Late = Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnForwardShifted);

    private static DateTimeZone? Find(string zone) => IsUniversal(zone) ? DateTimeZone.Utc
        : Offset(zone) is { } minutes ? DateTimeZone.ForOffset(NodaTime.Offset.FromHoursAndMinutes(minutes / 60, minutes % 60))
        : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone);
}

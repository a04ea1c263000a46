using System.Globalization;
using System.Text.RegularExpressions;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>
/// A time as a count from a start: <c>unix_seconds</c>, <c>excel_days</c>, <c>hours since 2018-04-01</c>, <c>10 minutes since 2018-04-01</c>.
/// </summary>
internal sealed class CountPattern : TimePattern
{
    /// <summary>Days as spreadsheets count them.</summary>
    public const string Spreadsheet = "excel_days";

    /// <summary>Where a count begins whose start the file does not name: a Wednesday like any other, as only differences matter.</summary>
    public const string UnnamedStart = "2020-01-01";

    private static readonly DateTime Epoch = DateTime.UnixEpoch;

    /// <summary>Nanoseconds of each unit.</summary>
    private static readonly Dictionary<string, double> Units = new()
    {
        ["nanosecond"] = 1,
        ["microsecond"] = 1e3,
        ["millisecond"] = 1e6,
        ["second"] = 1e9,
        ["minute"] = 60e9,
        ["hour"] = 3600e9,
        ["day"] = 86400e9,
        ["week"] = 7 * 86400e9,
    };

    private static readonly Regex Since = new("^(?:([1-9][0-9]{0,6}) )?([a-z]+?)s? since (.+)$", RegexOptions.CultureInvariant);

    private readonly DateTime _start;
    private readonly double _micros;
    private readonly bool _absolute;
    private readonly double _rounding;

    /// <summary>
    /// Texts of a spreadsheet's days that say no more than the second: the seventh decimal is worth 9 ms, so that 10:00:00 written with six of them would be
    /// 10:00:00.029.
    /// </summary>
    private const string FewDecimals = "^[^.,]*([.,][0-9]{0,7})?$";

    /// <param name="name">As a mapping names it.</param>
    /// <param name="start">Of the count.</param>
    /// <param name="micros">Microseconds of one.</param>
    /// <param name="absolute">Whether it counts in UTC whatever the zone.</param>
    /// <param name="rounding">Microseconds to round to: days with decimals are exact to some ten microseconds only.</param>
    private CountPattern(string name, DateTime start, double micros, bool absolute, double rounding = 1) =>
        (Name, _start, _micros, _absolute, _rounding) = (name, start, micros, absolute, rounding);

    public override string Name { get; }

    public static new CountPattern? Find(string name)
    {
        if (name.StartsWith("unix_", StringComparison.Ordinal))
        {
            return Units.TryGetValue(name["unix_".Length..].TrimEnd('s'), out var unit) && name.EndsWith('s') && unit <= 1e9
                ? new CountPattern(name, Epoch, unit / 1e3, absolute: true) : null;
        }

        // Spreadsheets count from the last day of 1899, and take 1900 for a leap year: from March of that year on, this is what they mean.
        if (name == Spreadsheet) return new CountPattern(name, new DateTime(1899, 12, 30), 86400e6, absolute: false, rounding: 1000);
        var match = Since.Match(name);
        if (!match.Success || !Units.TryGetValue(match.Groups[2].Value, out var nanos)) return null;
        var start = IsoPattern.Only.Read(match.Groups[3].Value, new WrittenZones(null, null));
        if (start is null) return null;
        var many = match.Groups[1].Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
        var micros = nanos * many / 1e3;
        return new CountPattern(name, start.Value, micros, IsoPattern.Only.ZoneOf(match.Groups[3].Value) is { Length: > 0 }, micros > 1e9 ? 1000 : 1);
    }

    /// <summary>The time of a count since 1970, whose unit its size tells; null where it is too small to be one.</summary>
    public static DateTime? SinceEpoch(double count) => count switch
    {
        < 1e8 or double.NaN => null,
        < 1e11 => At(Epoch, count * 1e6),
        < 1e14 => At(Epoch, count * 1e3),
        < 1e17 => At(Epoch, count),
        < 1e19 => At(Epoch, count / 1e3),
        _ => null,
    };

    public override string Sql(string text, WrittenZones zones)
    {
        static string Number(double value) => Tables.Sql.Number(value);
        var number = $"try_cast(replace({text}, ',', '.') AS DOUBLE)";
        var micros = _rounding == 1 ? $"{number} * {Number(_micros)}" : $"round({number} * {Number(_micros / _rounding)}) * {Number(_rounding)}";
        if (IsSpreadsheet)
        {
            var seconds = $"round({number} * {Number(_micros / Second)}) * {Number(Second)}";
            micros = $"CASE WHEN regexp_matches({text}, '{FewDecimals}') THEN {seconds} ELSE {micros} END";
        }
        // make_timestamp takes no more than a whole number holds; what lies beyond the years that are taken for a time is cut off before.
        var time = $"CASE WHEN abs({number}) * {Number(_micros)} < 1e16 THEN {Tables.Sql.Time(_start)} + to_microseconds(({micros})::BIGINT) END";
        return _absolute ? time : TimeZones.ToUtc($"({time})", zones.Default);
    }

    public override DateTime? Read(string text, WrittenZones zones)
    {
        if (NumberFormat.ReadBare(text.Replace(',', '.')) is not { } count || !(Math.Abs(count) * _micros < 1e16)) return null;
        var rounding = IsSpreadsheet && Regex.IsMatch(text, FewDecimals, RegexOptions.CultureInvariant) ? Second : _rounding;
        var micros = rounding == 1 ? count * _micros : Math.Round(count * (_micros / rounding), MidpointRounding.AwayFromZero) * rounding;
        return At(_start, micros) is not { } time ? null : _absolute ? time : TimeZones.ToUtc(time, zones.Default);
    }

    private const double Second = 1e6;

    private bool IsSpreadsheet => Name == Spreadsheet;

    private static DateTime? At(DateTime start, double micros)
    {
        var ticks = Math.Round(micros) * 10 + start.Ticks;
        return ticks > 0 && ticks < DateTime.MaxValue.Ticks ? start.AddTicks((long)Math.Round(micros) * 10) : null;
    }
}

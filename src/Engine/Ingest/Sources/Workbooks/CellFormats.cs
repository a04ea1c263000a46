using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>Which parts of a time a cell's format shows.</summary>
[Flags]
internal enum TimeParts
{
    None = 0,
    Day = 1,
    Clock = 2,
}

/// <summary>How a workbook's cells show their numbers: a time is a number of days, and only its format says that it is one.</summary>
/// <param name="OfStyle">What the cells of each style show.</param>
internal sealed partial record CellFormats(IReadOnlyList<TimeParts> OfStyle)
{
    /// <summary>The last day that Excel knows, the end of 9999.</summary>
    private const double LastDay = 2_958_466;

    /// <summary>Excel takes 1900 for a leap year, as Lotus did: days before its 29 February lie one day later than counted back from now.</summary>
    private const double FalseLeapDay = 60;

    private const int MillisecondsADay = 86_400_000;

    public static CellFormats None { get; } = new([]);

    /// <summary>Whether days are counted from 1904, as on old Macintoshes.</summary>
    public bool From1904 { get; init; }

    public static CellFormats Read(XmlReader styles)
    {
        var codes = new Dictionary<int, string>();
        var found = new List<TimeParts>();
        var inCells = false;
        while (styles.Read())
        {
            if (styles.LocalName == "cellXfs") inCells = styles.NodeType == XmlNodeType.Element;
            if (styles.NodeType != XmlNodeType.Element) continue;
            // A style that names no format has the general one: it counts among the styles all the same.
            _ = int.TryParse(styles.GetAttribute("numFmtId"), CultureInfo.InvariantCulture, out var id);
            if (styles.LocalName == "numFmt") codes[id] = styles.GetAttribute("formatCode") ?? "";
            else if (styles.LocalName == "xf" && inCells) found.Add(codes.TryGetValue(id, out var code) ? OfCode(code) : BuiltIn(id));
        }

        return new CellFormats(found);
    }

    /// <summary>A number cell's text: invariant, a time as ISO 8601.</summary>
    /// <param name="value">As the file has it.</param>
    /// <param name="style">Of the cell.</param>
    public string Text(string value, int style)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return value;
        var parts = style >= 0 && style < OfStyle.Count ? OfStyle[style] : TimeParts.None;
        return parts != TimeParts.None && number >= 0 && number < LastDay ? Time(number, parts) : Number(number);
    }

    /// <summary>
    /// The shortest text: spreadsheets keep 15 digits, and 19.99 may be stored as 19.989999999999998. Whole numbers have no exponent.
    /// </summary>
    internal static string Number(double number)
    {
        if (number == Math.Floor(number) && Math.Abs(number) < 9e18) return ((long)number).ToString(CultureInfo.InvariantCulture);
        var rounded = number.ToString("G15", CultureInfo.InvariantCulture);
        var near = double.Parse(rounded, CultureInfo.InvariantCulture);
        return Math.Abs(near - number) <= 2 * (Math.BitIncrement(Math.Abs(number)) - Math.Abs(number)) ? rounded
            : number.ToString("R", CultureInfo.InvariantCulture);
    }

    private string Time(double days, TimeParts parts)
    {
        var milliseconds = Math.Round(days * MillisecondsADay);
        if (parts == TimeParts.Clock)
        {
            // A duration may be longer than a day.
            var span = TimeSpan.FromMilliseconds(milliseconds);
            return string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours:00}:{span.Minutes:00}:{span.Seconds:00}{Fraction(span.Milliseconds)}");
        }

        var start = From1904 ? new DateTime(1904, 1, 1) : new DateTime(1899, 12, 30);
        var time = start.AddMilliseconds(milliseconds);
        if (!From1904 && days < FalseLeapDay) time = time.AddDays(1);
        return !parts.HasFlag(TimeParts.Clock) && time.TimeOfDay == TimeSpan.Zero ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + Fraction(time.Millisecond);
    }

    private static string Fraction(int milliseconds) => milliseconds == 0 ? "" : milliseconds.ToString("'.'000", CultureInfo.InvariantCulture);

    private static TimeParts BuiltIn(int id) => id switch
    {
        14 or 15 or 16 or 17 or (>= 27 and <= 31) or 36 or (>= 50 and <= 58) => TimeParts.Day,
        (>= 18 and <= 21) or 32 or 33 or 34 or 35 or (>= 45 and <= 47) => TimeParts.Clock,
        22 => TimeParts.Day | TimeParts.Clock,
        _ => TimeParts.None,
    };

    internal static TimeParts OfCode(string code)
    {
        // The first section is that of positive numbers; texts, escaped characters, colours and currencies are no part of the pattern.
        var pattern = Literal().Replace(code, "").Split(';')[0].ToLowerInvariant();
        if (pattern.Contains("general", StringComparison.Ordinal)) return TimeParts.None;
        var parts = TimeParts.None;
        if (pattern.AsSpan().IndexOfAny("yd") >= 0 || pattern.Contains("mmm", StringComparison.Ordinal)) parts |= TimeParts.Day;
        if (pattern.AsSpan().IndexOfAny("hs") >= 0 || pattern.Contains("[m", StringComparison.Ordinal)) parts |= TimeParts.Clock;
        return parts;
    }

    [GeneratedRegex("\"[^\"]*\"|\\\\.|_.|\\*.|\\[(?!h|m|s|H|M|S)[^\\]]*\\]")]
    private static partial Regex Literal();
}

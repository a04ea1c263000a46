using System.Text.RegularExpressions;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>In which order day, month and year stand.</summary>
internal enum DateOrder
{
    /// <summary>The text leaves no choice: ISO, a month by its name, or no date at all.</summary>
    Told,
    DayFirst,
    MonthFirst,
    YearFirst,
    YearDayMonth,
}

/// <summary>One way in which a text may be read as a time.</summary>
internal sealed record TimeReading(DateOrder Order, string Pattern);

/// <summary>From the shape of a text to the patterns that may have written it.</summary>
internal static partial class TimeShape
{
    private const string Clock = "(?<H>[0-9]{1,2})(?<c>[:.h])(?<m>[0-9]{2})(?:\\k<c>(?<s>[0-9]{2})(?:(?<p>[.,])(?<f>[0-9]{1,12}))?)?"
        + "(?:(?<tg> ?)(?<t>" + AmOrPm + "))?";

    /// <summary>A word of its own, or right before a certain zone (11:30 PMZ): America/New_York is no AM.</summary>
    private const string AmOrPm = "[AaPp]\\.?[Mm]\\.?(?!(?!(?:Z|UTC|GMT)(?!\\p{L}))\\p{L})";

    private const string Zone = "(?:(?<zg> ?)(?<z>" + WrittenZones.Expression + "))?";
    private const string Numeric = "(?<a>[0-9]{1,4})(?<s1>\\. |[-./ ])(?<b>[0-9]{1,2})\\k<s1>(?<e>[0-9]{4}|[0-9]{1,2})";
    private const string DayMonth = "(?<d>[0-9]{1,2})(?<s1>\\.?[- /]?| de )(?<M>\\p{L}{3,}\\.?)(?<s2>[- /]?| de |, )(?<y>[0-9]{4}|[0-9]{2})";
    private const string MonthDay = "(?<M>\\p{L}{3,}\\.?)(?<s1>[- /])(?<d>[0-9]{1,2})(?<s2>,? |[-/])(?<y>[0-9]{4}|[0-9]{2})";
    private const string Compact = "(?<y>[0-9]{4})(?<mo>[0-9]{2})(?<d>[0-9]{2})";

    /// <summary>All patterns that read the text, each order once; none where it is no time.</summary>
    public static IReadOnlyList<TimeReading> Of(string text, out string zone)
    {
        zone = "";
        if (text.Length is < 4 or > 60) return [];
        // AM and PM are shaped like a zone, but are none.
        if (IsoPattern.Only.ZoneOf(text) is { } behind && !HalfDay().IsMatch(behind))
        {
            zone = behind;
            return Kept([new(DateOrder.Told, "iso")], text, zone);
        }

        Match match;
        if ((match = Dates().Match(text)).Success)
        {
            if (match.Groups["w"].Success && !MonthNames.IsDay(match.Groups["w"].Value)) return [];
            zone = match.Groups["z"].Value;
            return Kept([.. Orders(match).Select(o => new TimeReading(o.Order, Before(match) + o.Date + After(match)))], text, zone);
        }

        if ((match = Compacts().Match(text)).Success)
        {
            zone = match.Groups["z"].Value;
            var clock = match.Groups["s"].Success ? "HHmmss" : "HHmm";
            var pattern = "yyyyMMdd" + match.Groups["g"].Value + clock + (zone.Length > 0 ? match.Groups["zg"].Value + "zzz" : "");
            return Kept([new(DateOrder.Told, pattern)], text, zone);
        }

        if ((match = Ctime().Match(text)).Success)
        {
            zone = match.Groups["z"].Value;
            var between = match.Groups["z"].Success ? " zzz " : " ";
            return Kept([new(DateOrder.Told, $"ddd MMM d HH:mm:ss{between}yyyy")], text, zone);
        }

        return (match = Clocks().Match(text)).Success ? Kept([new(DateOrder.Told, ClockPattern(match))], text, "") : [];
    }

    /// <summary>A pattern of which d, M, H and h have one letter: two patterns that are one but for that read the same.</summary>
    public static string Loose(string pattern) => TwoLetters().Replace(pattern, "$1");

    private static List<TimeReading> Kept(List<TimeReading> readings, string text, string zone)
    {
        var zones = new WrittenZones(null, zone.Length > 0 && !WrittenZones.IsCertain(zone) ? new Dictionary<string, string> { [zone] = "UTC" } : null);
        return [.. readings.Where(r => PatternCache.Find(r.Pattern)?.Read(text, zones) is { Year: >= 1900 and < 2200 })];
    }

    private static IEnumerable<(DateOrder Order, string Date)> Orders(Match match)
    {
        string Part(string name) => match.Groups[name].Value;
        var (first, second) = (Quoted(Part("s1")), Quoted(Part("s2")));
        if (match.Groups["M"].Success)
        {
            var (day, month, year) = (Letters('d', Part("d")), "MMM", Letters('y', Part("y")));
            var isMonthFirst = match.Groups["M"].Index < match.Groups["d"].Index;
            yield return (DateOrder.Told, (isMonthFirst ? month + first + day : day + first + month) + second + year);
            yield break;
        }

        if (match.Groups["mo"].Success)
        {
            yield return (DateOrder.Told, "yyyyMMdd");
            yield break;
        }

        var (a, b, c) = (Part("a"), Part("b"), Part("e"));
        string Date(char x, char y, char z) => Letters(x, a) + first + Letters(y, b) + first + Letters(z, c);
        if (a.Length <= 2 && c.Length is 2 or 4)
        {
            yield return (DateOrder.DayFirst, Date('d', 'M', 'y'));
            yield return (DateOrder.MonthFirst, Date('M', 'd', 'y'));
        }

        if (a.Length is 2 or 4 && c.Length <= 2)
        {
            yield return (DateOrder.YearFirst, Date('y', 'M', 'd'));
            if (a.Length == 4) yield return (DateOrder.YearDayMonth, Date('y', 'd', 'M'));
        }
    }

    private static string Before(Match match) => match.Groups["w"].Success ? "ddd" + match.Groups["wg"].Value : "";

    private static string After(Match match) => !match.Groups["H"].Success ? "" : Quoted(match.Groups["g"].Value) + ClockPattern(match)
        + (match.Groups["z"].Success ? match.Groups["zg"].Value + "zzz" : "");

    private static string ClockPattern(Match match)
    {
        string Part(string name) => match.Groups[name].Value;
        var half = Part("t").Length > 0;
        var between = Quoted(Part("c"));
        return Letters(half ? 'h' : 'H', Part("H")) + between + "mm" + (Part("s").Length > 0 ? between + "ss" : "")
            + (Part("f").Length > 0 ? Part("p") + "fff" : "") + (half ? Part("tg") + "tt" : "");
    }

    private static string Letters(char letter, string digits) => new(letter, letter == 'y' ? digits.Length : Math.Min(digits.Length, 2));

    private static string Quoted(string between) => Words().Replace(between, "'$0'");

    [GeneratedRegex("^(?:(?<w>\\p{L}{2,}\\.?)(?<wg>,? ))?(?:" + Numeric + "|" + DayMonth + "|" + MonthDay + "|" + Compact + ")"
        + "(?:(?<g>, | - |[ T:])" + Clock + Zone + ")?$", RegexOptions.CultureInvariant)]
    private static partial Regex Dates();

    [GeneratedRegex("^[0-9]{8}(?<g>[ T]?)[0-9]{4}(?<s>[0-9]{2})?" + Zone + "$", RegexOptions.CultureInvariant)]
    private static partial Regex Compacts();

    [GeneratedRegex("^" + AmOrPm, RegexOptions.CultureInvariant)]
    private static partial Regex HalfDay();

    [GeneratedRegex("^\\p{L}{2,} +\\p{L}{3,} +[0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?: (?<z>" + WrittenZones.Expression + "))? [0-9]{4}$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Ctime();

    [GeneratedRegex("^" + Clock + "$", RegexOptions.CultureInvariant)]
    private static partial Regex Clocks();

    [GeneratedRegex("(?<![dMHhy'])([dMHh])\\1(?!\\1)", RegexOptions.CultureInvariant)]
    private static partial Regex TwoLetters();

    [GeneratedRegex("(?!T)[A-Za-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}

using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>One column before the judge, with what its values alone tell.</summary>
internal sealed record JudgedColumn(ColumnLook Look, NumberJudgement Numbers, TimeJudgement Times)
{
    /// <summary>Of ten values, so many make a column one of numbers or times: a single n/a does not turn an amount into a text.</summary>
    private const int OfTen = 9;

    private const int Shown = 200;

    public string Name => Look.Name;

    /// <summary>Whether its values come with a type, and so can be read in one way only.</summary>
    public required bool IsTyped { get; init; }

    /// <summary>Whether its values are numbers, be they names of something or times.</summary>
    public required bool IsNumber { get; init; }

    public static JudgedColumn Of(SampleColumn column, SourceFormat given)
    {
        var texts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in column.Values)
        {
            // A text as long as what is kept of one is cut, and neither a number nor a time.
            if (text is { Length: < Shown } && !MissingWords.IsNothing(text)) texts[text] = texts.GetValueOrDefault(text) + 1;
        }

        var values = texts.Values.Sum() + column.Values.Count(static v => v is { Length: >= Shown });
        var own = given.Columns?.GetValueOrDefault(column.Name);
        var numbers = NumberJudge.Judge(texts, Ways(column.IsTyped, own, given));
        var isNumber = values > 0 && numbers.Read * 10 >= values * OfTen;
        var written = (own?.Time ?? given.Time) is { } pattern ? Written(texts, TimeFormat.Parse(pattern, zones: given.Zones), pattern) : TimeJudgement.None;
        var isGiven = written.Read > 0 && written.Read * 10 >= values * OfTen;
        var times = isNumber || isGiven ? written : TimeJudge.Judge(column.Values, texts);
        var isTime = times.Read > 0 && times.Read * 10 >= values * OfTen;
        var clock = isNumber ? CountJudge.TimeOfDay(texts.Keys) : isTime && times.IsTimeOfDay ? times.Pattern : null;
        (IReadOnlyList<string?> patterns, var isCertain, var isOnly) = isTime && !times.IsTimeOfDay
            ? ([.. times.Orders.Select(o => Automatic(times.Patterns[o]))], times.Orders.Count == 1, false)
            : isNumber ? CountJudge.Patterns(texts.Keys) : ([], false, false);
        var look = new ColumnLook(column.Name, Type())
        {
            ClockPattern = clock,
            TimePatterns = patterns,
            IsTimeCertain = isCertain,
            IsOnlyTime = isOnly,
            Numbers = numbers.Read,
            Times = times.Read,
            Values = values,
        };
        return new JudgedColumn(look, numbers, isGiven || !isTime ? TimeJudgement.None : times) { IsTyped = column.IsTyped, IsNumber = isNumber };

        // Zeros in front mean that a number names something: a zip code, a phone.
        PreviewType Type() => values == 0 ? PreviewType.Empty
            : isNumber ? (texts.Keys.Any(static t => t.Length > 1 && t[0] == '0' && t.All(char.IsAsciiDigit)) ? PreviewType.Text : PreviewType.Number)
            : isTime && !times.IsTimeOfDay ? PreviewType.Time : PreviewType.Text;
    }

    /// <summary>Null for what is read without a setting.</summary>
    public static string? Automatic(string pattern) => pattern == "iso" ? null : pattern;

    /// <summary>What is left to try where a person, or the source's own types, say something.</summary>
    private static IReadOnlyList<NumberFormat> Ways(bool isTyped, ColumnFormat? own, SourceFormat given)
    {
        if (isTyped) return [NumberFormat.Plain];
        var (point, thousands) = (own?.Decimal ?? given.Decimal, own?.Thousands ?? given.Thousands);
        if (thousands is not null) return [NumberFormat.Parse(point, thousands)];
        return point is null ? NumberJudge.Ways : [.. NumberJudge.Ways.Where(f => f.Decimal.ToString() == point)];
    }

    /// <summary>How much of a column a pattern reads that is given.</summary>
    private static TimeJudgement Written(Dictionary<string, int> texts, TimeFormat format, string pattern) =>
        new(texts.Where(t => format.Read(t.Key) is not null).Sum(static t => t.Value), [DateOrder.Told],
            new Dictionary<DateOrder, string> { [DateOrder.Told] = pattern }, null, IsTimeOfDay: false);
}

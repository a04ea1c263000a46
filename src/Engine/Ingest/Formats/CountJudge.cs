namespace Investigator.Engine.Ingest.Formats;

/// <summary>What a column of numbers would be as times. Only whoever knows that it is one asks: 45352.5 is an amount in most columns.</summary>
internal static class CountJudge
{
    private static readonly DateTime First = new(1990, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly DateTime Last = new(2060, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Patterns whose digits tell them from any count.</summary>
    private static readonly string[] Digits = ["yyyyMMdd", "yyyyMMddHHmmss", "yyyyMMddHHmm"];

    private static readonly string[] Unsure = ["ddMMyyyy", "MMddyyyy", "yyMMdd", "ddMMyy", "MMddyy",
        CountPattern.Spreadsheet, "days since 1970-01-01"];

    /// <param name="texts">Different values.</param>
    /// <returns>
    /// Patterns that read nine of ten, the likeliest first (null stands for a count since 1970 by its size), whether the first is certain, and whether it is
    /// the only way in which all of them can be times.
    /// </returns>
    public static (IReadOnlyList<string?> Patterns, bool IsCertain, bool IsOnly) Patterns(IReadOnlyCollection<string> texts)
    {
        foreach (var pattern in Digits)
        {
            if (Reads(pattern, texts)) return ([pattern], true, false);
        }

        static DateTime? SinceEpoch(string text) => NumberFormat.ReadBare(text) is { } count ? CountPattern.SinceEpoch(count) : null;
        if (Share(texts, static t => SinceEpoch(t) is { } time && time > First && time < Last)) return ([null], true, false);
        List<string?> unsure = [.. Unsure.Where(p => Reads(p, texts))];
        if (unsure.Count > 0) return (unsure, false, unsure is [{ } only] && IsOnly(only, texts));
        return Share(texts, static t => SinceEpoch(t) is { Year: < 2200 }) ? ([null], true, false) : ([], false, false);
    }

    /// <summary>Whole numbers of the size of a spreadsheet's days may as well count seconds; days with decimals hardly.</summary>
    private static bool IsOnly(string pattern, IReadOnlyCollection<string> texts) => texts.All(t => Time(pattern, t) is not null)
        && (CountPattern.Find(pattern) is null || texts.Any(static t => t.AsSpan().IndexOfAny('.', ',') >= 0));

    /// <summary>Whether they may be times of day without signs between: 930 is half past nine.</summary>
    public static string? TimeOfDay(IReadOnlyCollection<string> texts) => new[] { "HHmmss", "Hmmss", "HHmm", "Hmm" }
        .FirstOrDefault(p => texts.Count > 1 && texts.All(t => Time(p, t) is not null));

    private static bool Reads(string pattern, IReadOnlyCollection<string> texts) =>
        Share(texts, t => Time(pattern, t) is { } time && time > First && time < Last);

    private static DateTime? Time(string pattern, string text) => PatternCache.Find(pattern)!.Read(text, new WrittenZones(null, null));

    private static bool Share(IReadOnlyCollection<string> texts, Func<string, bool> reads) => texts.Count > 0 && texts.Count(reads) * 10 >= texts.Count * 9;
}

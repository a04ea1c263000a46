using System.Globalization;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>What the judge has to say of a column, in words.</summary>
internal static class FormatAdvice
{
    /// <param name="table">transactions or events.</param>
    /// <param name="column">Source column.</param>
    /// <param name="judged">Not certain.</param>
    public static Advice Numbers(string table, string column, NumberJudgement judged)
    {
        var example = judged.Example!;
        return new Advice(AdviceLevel.Decide, table, column, $"“{Wording.Quoted(example, 40)}” in “{column}” can be read as more than one number")
        {
            Remedies = [.. judged.Formats.Select(f => OfNumber(table, column, f, f.Read(example) is { } n ? $"{example} is {Number(n)}" : f.Expected))],
        };
    }

    public static Advice Times(string table, string column, TimeJudgement judged)
    {
        var example = judged.Example!;
        return new Advice(AdviceLevel.Decide, table, column, $"“{Wording.Quoted(example, 40)}” in “{column}” can be read as more than one day")
        {
            Remedies = [.. judged.Orders.Select(o => Choice(judged.Patterns[o]))],
        };

        Remedy Choice(string pattern) => OfTime(table, column, pattern,
            TimeFormat.Parse(pattern, zones: Anywhere(judged)).Read(example) is { } time ? $"{example} is {Day(time)}" : $"Read as {pattern}");
    }

    /// <summary>That dates with dots are read day first, and how to have them read otherwise.</summary>
    public static Advice Dots(string table, string column, TimeJudgement judged)
    {
        var asked = Times(table, column, judged);
        return asked with
        {
            Level = AdviceLevel.Note,
            Text = $"{asked.Text}: dates with dots are read day first",
            Remedies = [.. asked.Remedies.Where((_, i) => judged.Orders[i] != DateOrder.DayFirst)],
        };
    }

    /// <summary>That numbers can be times in one way only, and in which.</summary>
    public static Advice OnlyCount(string table, string column, string pattern) => new(AdviceLevel.Note, table, column,
        $"the numbers of “{column}” can be times in one way only: {FormatWords.Times(pattern)}");

    /// <summary>That somebody must say how numbers are times.</summary>
    /// <param name="table">transactions or events.</param>
    /// <param name="column">Source column.</param>
    /// <param name="patterns">That read them; beside a single one, that they count from some start.</param>
    public static Advice Counts(string table, string column, IReadOnlyList<string> patterns)
    {
        string[] counts = patterns.Count > 1 ? [] : ["seconds", "days"];
        return new Advice(AdviceLevel.Decide, table, column, $"the numbers of “{column}” do not tell how they are times")
        {
            Remedies =
            [
                .. patterns.Select(p => OfTime(table, column, p, $"Read them as {FormatWords.Times(p)}")),
                .. counts.Select(u => OfTime(table, column,
                    $"{u} since {CountPattern.UnnamedStart}", $"They count {u} from a start that the file does not name")),
            ],
        };
    }

    public static Advice Zone(string table, string column, string abbreviation, string example)
    {
        var zones = TimeZones.Candidates(abbreviation) is { Count: > 0 } known ? known : ["UTC"];
        return new Advice(AdviceLevel.Decide, table, column,
            $"“{abbreviation}” behind the times of “{column}” ({Wording.Quoted(example, 40)}) names no certain time zone")
        {
            Remedies = [.. zones.Select(z => Remedy.OfFormat(table, $"{abbreviation} is {z}", $"zones.{abbreviation} = \"{z}\"", f => f with
            {
                Zones = new Dictionary<string, string>(f.Zones ?? new Dictionary<string, string>()) { [abbreviation] = z },
            }))],
        };
    }

    public static Advice NoZone(string table, string column, (int With, int Without) rows)
    {
        if (rows.With == 0) return new Advice(AdviceLevel.Note, table, column, $"the times of “{column}” name no time zone and are taken as UTC");
        var (verb, are) = rows.Without == 1 ? ("names", "is") : ("name", "are");
        return new Advice(AdviceLevel.Warning, table, column,
            $"{Wording.Counted(rows.Without, "time")} of “{column}” {verb} no time zone and {are} taken as UTC, beside {Wording.Count(rows.With)} with one");
    }

    public static Advice Mixed(string table, string column, string pattern) => new(AdviceLevel.Warning, table, column,
        $"the times of “{column}” are written in more than one way: {pattern.Replace("|", ", ", StringComparison.Ordinal)}");

    public static Remedy OfTime(string table, string column, string pattern, string text) => Remedy.OfFormat(
        table, text, $"columns.{column}.time = \"{pattern}\"", f => f.WithColumn(column, c => c with { Time = pattern }));

    private static Remedy OfNumber(string table, string column, NumberFormat way, string text)
    {
        var (point, thousands) = (way.Decimal.ToString(), way.Thousands?.ToString() ?? "");
        return Remedy.OfFormat(table, text, $"columns.{column}.decimal = \"{point}\", thousands = \"{thousands}\"",
            f => f.WithColumn(column, c => c with { Decimal = point, Thousands = thousands }));
    }

    private static IReadOnlyDictionary<string, string>? Anywhere(TimeJudgement judged) =>
        judged.Abbreviations.Count == 0 ? null : judged.Abbreviations.Keys.ToDictionary(static z => z, static _ => "UTC");

    private static string Number(double value) => value.ToString("0.###############", CultureInfo.InvariantCulture);

    private static string Day(DateTime time) => time.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}

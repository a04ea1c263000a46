using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>
/// Times that are counts from a start the file does not name, as simulations and research sets have them. Whichever start is taken, what lies between two times
/// stays the same; the unit must be said by a person.
/// </summary>
internal static class StepTimes
{
    private const string Start = CountPattern.UnnamedStart;

    private static readonly (string Unit, string Pattern, string[] Names)[] Units =
    [
        ("hours", "hours since " + Start, ["hour", "hours", "stunde", "heure", "hora", "step"]),
        ("days", "days since " + Start, ["day", "days", "tag", "jour", "dia"]),
        ("seconds", "seconds since " + Start, ["second", "seconds", "dt", "time", "elapsed"]),
        ("minutes", "minutes since " + Start, ["minute", "minutes"]),
        ("weeks", "weeks since " + Start, ["week", "weeks"]),
        ("months", "30 days since " + Start, ["month", "monat", "mois", "mes"]),
    ];

    /// <summary>Takes a column that counts, and has its unit decided; null where there is none.</summary>
    public static string? Guess(ColumnPicker pick, string what)
    {
        // The hour of a day and the day of a month come round again; so do days beside months and years.
        var parts = pick.Free.Count(static c => c.Words.Plain is "year" or "month" or "day" or "jahr" or "monat" or "tag");
        var column = pick.Best(RoleNames.Step, c => c.IsStep && !c.IsCounter && !IsPart(c))
            ?? pick.Best(RoleNames.Step, c => c is { IsWholeNumbers: true, IsUnique: false, Distinct: > 1 } && c.Numbers.All(static n => n >= 0) && !IsPart(c));
        if (column is null) return null;
        pick.Advise(Advice(pick.Table, column.Name));
        return pick.Take(column, $"the time of the {what}, counted from a start");

        bool IsPart(ColumnProfile c) => c.Words.Words.Any(static w => w is "of" or "dow" or "weekday" or "since") || (parts > 1
            && c.Words.Plain is "year" or "month" or "day" or "jahr" or "monat" or "tag");
    }

    /// <summary>That a unit must be said of a column that counts.</summary>
    public static Advice Advice(string table, string column) => new(AdviceLevel.Decide, table, column, $"‘{Wording.Cut(column, 40)}’ counts the time "
        + $"from a start "
        + $"that the file does not name: say in what, and the count begins at {Start}; only what lies between times matters")
    {
        Remedies = [.. Remedies(table, column)],
    };

    /// <summary>Units of a column that counts, the likeliest first.</summary>
    public static IEnumerable<Remedy> Remedies(string table, string column)
    {
        var words = NameWords.Of(column).Words;
        return Units.OrderByDescending(u => u.Names.Any(n => words.Contains(n) && n is not ("time" or "step")) ? 2 : u.Names.Any(words.Contains) ? 1 : 0)
            .Take(4).Select(u => Remedy.OfFormat(table, $"It counts {u.Unit}", $"columns.{column}.time = \"{u.Pattern}\"",
                f => f.WithColumn(column, c => c with { Time = u.Pattern })));
    }
}

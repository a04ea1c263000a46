using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>Which column holds the time of a row, and beside it the time of day.</summary>
internal static class TimeGuess
{
    /// <param name="pick">Gives the columns.</param>
    /// <param name="what">payment or event.</param>
    /// <param name="mend">Takes a column as the time.</param>
    /// <returns>Time and time of day.</returns>
    /// <exception cref="InputException">No column is left.</exception>
    public static (string Time, string? TimeOfDay) Of(ColumnPicker pick, string what, Func<Mapping, string, Mapping> mend)
    {
        var named = pick.Named(RoleNames.Time, static c => c.IsTime && !IsOther(c)).ToList();
        var times = named.Count > 0 ? named : [.. pick.Free.Where(static c => c.IsTime && c.Column.Type == Sources.PreviewType.Time && !IsOther(c))];
        if (times.Count == 0) times = [.. pick.Free.Where(static c => c.IsTime && c.Column.Type == Sources.PreviewType.Time)];
        if (times.Count == 0) times = [.. pick.Free.Where(static c => c is { IsTimeNumber: true, IsCounter: false, IsUnnamed: true })];
        if (times.Count == 0) times = [.. pick.Named(RoleNames.Time, static c => c.MayBeTime && !IsOther(c))];
        if (times.Count == 0) return (StepTimes.Guess(pick, what) ?? None(pick, what), null);

        var best = times[0];
        if (named.Count == 0 && times.Count > 1)
        {
            pick.Advise(AdviceLevel.Decide, best.Name, $"several columns hold times, and none is called like the time of the {what}",
                [.. times.Take(4).Select(c => Remedy(pick, c, mend))]);
        }
        var time = pick.Take(best, "time");
        var daytime = best.IsDateOnly ? pick.Best(RoleNames.TimeOfDay, static c => c.MayBeTimeOfDay) : null;
        return (time, daytime is null ? null : pick.Take(daytime, "time of day"));
    }

    /// <summary>A time of something else than the row: of a birth, of a delivery.</summary>
    public static bool IsOther(ColumnProfile column) => column.Words.HasAny(RoleNames.NotTime);

    private static Remedy Remedy(ColumnPicker pick, ColumnProfile column, Func<Mapping, string, Mapping> mend) =>
        new($"‘{Wording.Cut(column.Name, 40)}’ is the time", $"{pick.Table}.time = \"{column.Name}\"", m => mend(m, column.Name));

    private static string None(ColumnPicker pick, string what)
    {
        var column = pick.Free.FirstOrDefault(static c => c.Column.Type == Sources.PreviewType.Text) ?? pick.Free.FirstOrDefault()
            ?? throw new InputException("there are too few columns to find a time among", pick.File,
                value: string.Join(", ", pick.Columns.Select(static c => c.Name)), expected: "a column that says when each row was");
        pick.Advise(AdviceLevel.Decide, null, $"no column holds the time of the {what}: nothing in the rows looked at can be read as one");
        return pick.Take(column, "time for want of a better one; it most likely needs correction");
    }
}

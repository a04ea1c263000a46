using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>Which column holds the time of a row, and beside it the time of day.</summary>
internal static class TimeGuess
{
    /// <param name="pick">Gives the columns.</param>
    /// <param name="what">payment or event.</param>
    /// <param name="mend">Takes a column as the time.</param>
    /// <returns>Time, time of day, and month and day where the time is only the year.</returns>
    /// <exception cref="InputException">No column is left.</exception>
    public static GuessedTime Of(ColumnPicker pick, string what, Func<Mapping, string, Mapping> mend)
    {
        var named = pick.Named(RoleNames.Time, static c => c.IsTime && !IsOther(c)).ToList();
        var times = named.Count > 0 ? named : [.. pick.Free.Where(static c => c.IsTime && c.Column.Type == Sources.PreviewType.Time && !IsOther(c))];
        if (times.Count == 0) times = [.. pick.Free.Where(static c => c.IsTime && c.Column.Type == Sources.PreviewType.Time)];
        if (times.Count == 0) times = [.. pick.Free.Where(static c => c is { IsTimeNumber: true, IsCounter: false, IsUnnamed: true })];
        if (times.Count == 0) times = [.. pick.Named(RoleNames.Time, static c => c.MayBeTime && !IsOther(c))];
        if (times.Count == 0 && Parts(pick) is { } parts) return parts;
        if (times.Count == 0) return new GuessedTime(StepTimes.Guess(pick, what) ?? None(pick, what, mend), null, null);

        var best = times[0];
        if (named.Count == 0 && times.Count > 1)
        {
            pick.Advise(AdviceLevel.Decide, best.Name, $"several columns hold times, and none is called like the time of the {what}",
                [.. times.Take(4).Select(c => Remedy(pick, c, mend))]);
        }
        var time = pick.Take(best, "time");
        var daytime = best.IsDateOnly ? pick.Best(RoleNames.TimeOfDay, static c => c.MayBeTimeOfDay) : null;
        return new GuessedTime(time, daytime is null ? null : pick.Take(daytime, "time of day"), null);
    }

    /// <summary>Year, month and day in a column each.</summary>
    private static GuessedTime? Parts(ColumnPicker pick)
    {
        var year = pick.Best(RoleNames.Year, static c => c.IsWholeNumbers && c.Numbers.All(static n => n is > 1900 and < 2200));
        var month = pick.Best(RoleNames.Month, static c => c.IsWholeNumbers && c.Numbers.All(static n => n is >= 1 and <= 12));
        var day = pick.Best(RoleNames.Day, static c => c.IsWholeNumbers && c.Numbers.All(static n => n is >= 1 and <= 31));
        if (year is null || month is null || day is null) return null;
        var clock = pick.Best(RoleNames.TimeOfDay, static c => c.MayBeTimeOfDay);
        return new GuessedTime(pick.Take(year, "year of the time"), clock is null ? null : pick.Take(clock, "time of day"),
            [pick.Take(month, "month of the time"), pick.Take(day, "day of the time")]);
    }

    /// <summary>A time of something else than the row: of a birth, of a delivery.</summary>
    public static bool IsOther(ColumnProfile column) => column.Words.HasAny(RoleNames.NotTime);

    private static Remedy Remedy(ColumnPicker pick, ColumnProfile column, Func<Mapping, string, Mapping> mend) =>
        new($"‘{Wording.Cut(column.Name, 40)}’ is the time", $"{pick.Table}.time = \"{column.Name}\"", m => mend(m, column.Name));

    private static string None(ColumnPicker pick, string what, Func<Mapping, string, Mapping> mend)
    {
        var column = pick.Free.FirstOrDefault(static c => c.Column.Type == Sources.PreviewType.Text) ?? pick.Free.FirstOrDefault()
            ?? throw new InputException("there are too few columns to find a time among", pick.File,
                value: string.Join(", ", pick.Columns.Select(static c => c.Name)), expected: "a column that says when each row was");
        var choices = pick.Free.Where(static c => c.MayBeTime || ColumnPicker.Score(c, RoleNames.Time) > 0).Append(column)
            .Concat(pick.Free.Where(static c => c is { IsEmpty: false, IsConstant: false })).Distinct().Take(3);
        pick.Advise(AdviceLevel.Decide, column.Name, $"no column holds the time of the {what}: nothing in the rows looked at can be read as one",
            [.. choices.Select(c => Remedy(pick, c, mend))]);
        return pick.Take(column, "time for want of a better one; it most likely needs correction");
    }
}

/// <summary>The columns of a row's time.</summary>
/// <param name="Time">The time, the date or the year.</param>
/// <param name="TimeOfDay">Null where the first has it.</param>
/// <param name="MonthAndDay">Null where the first has them.</param>
internal sealed record GuessedTime(string Time, string? TimeOfDay, IReadOnlyList<string>? MonthAndDay);

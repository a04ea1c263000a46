namespace Investigator.Engine.Simulation.Customers;

/// <summary>When people buy: quiet nights, more at midday, a peak in the evening, busier weekends.</summary>
internal static class ShopRhythm
{
    public const long Second = 1_000_000;
    public const long Hour = 3600 * Second;
    public const long Day = 24 * Hour;

    private static readonly double[] Hours = [6, 3, 2, 1, 1, 2, 5, 11, 18, 24, 29, 32, 36, 33, 29, 28, 30, 35, 42, 52, 58, 52, 34, 15];
    private static readonly double[] Weekdays = [0.95, 0.9, 0.92, 0.97, 1.08, 1.25, 1.2];
    private const double BusiestWeekday = 1.25;

    /// <summary>Microseconds into [<paramref name="from"/>, <paramref name="to"/>), by hour and weekday.</summary>
    /// <param name="start">The shop's first instant, for its weekday.</param>
    /// <param name="shift">Hours by which this person lives later than most.</param>
    public static long Draw(Dice dice, DateTime start, long from, long to, double shift = 0)
    {
        // Rejection by weekday, then the hour within the day; a bounded number of tries because a window may hold a single quiet hour.
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var day = from + (long)(dice.Uniform() * (to - from));
            day -= day % Day;
            var weekday = ((int)start.AddTicks(day * 10).DayOfWeek + 6) % 7;
            if (!dice.Chance(Weekdays[weekday] / BusiestWeekday)) continue;
            var hour = dice.Weighted(Hours) + shift;
            var time = day + (long)(((hour + 24) % 24 * Hour) + (dice.Uniform() * Hour));
            if (time >= from && time < to) return time;
        }

        return from + (long)(dice.Uniform() * (to - from));
    }
}

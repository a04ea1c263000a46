using System.Globalization;

namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>A cell as text.</summary>
/// <param name="Text">Empty where there is nothing.</param>
/// <param name="IsTyped">Whether the file says that it is a number, a time or a truth value.</param>
internal readonly record struct SheetCell(string Text, bool IsTyped);

/// <summary>What a cell's value is as text: numbers invariant, times as ISO 8601.</summary>
/// <remarks>MiniExcel says that a cell is a time, not which parts of it its format shows: midnight is a date alone, and what lies within day 0 is a time of
/// day.</remarks>
internal static class CellText
{
    /// <summary>Days from the start of 1900's count to that of 1904's, as on old Macintoshes.</summary>
    private const int To1904 = 1462;

    /// <summary>The last day that Excel knows, the end of 9999.</summary>
    private const double LastDay = 2_958_466;

    /// <summary>Excel takes 1900 for a leap year, as Lotus did: days before its 29 February lie one day later than counted back from now.</summary>
    private const double FalseLeapDay = 60;

    public static SheetCell Empty { get; } = new("", IsTyped: false);

    /// <param name="value">As MiniExcel reads it.</param>
    /// <param name="from1904">Whether the workbook counts days from 1904.</param>
    public static SheetCell Of(object? value, bool from1904) => value switch
    {
        null => Empty,
        string text => new SheetCell(text, IsTyped: false),
        bool truth => new SheetCell(truth ? "true" : "false", IsTyped: true),
        double number => new SheetCell(Number(number), IsTyped: true),
        DateTime time => new SheetCell(Time(time, from1904), IsTyped: true),
        TimeSpan clock => new SheetCell(Clock(clock), IsTyped: true),
        _ => new SheetCell(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", IsTyped: true),
    };

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

    private static string Time(DateTime time, bool from1904)
    {
        var days = time.ToOADate();
        if (days < 0 || (from1904 && days + To1904 >= LastDay)) return Number(days);
        if (days < 1) return Clock(time.TimeOfDay);
        if (from1904) time = time.AddDays(To1904);
        else if (days < FalseLeapDay) time = time.AddDays(1);
        return time.TimeOfDay == TimeSpan.Zero ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + Fraction(time.Millisecond);
    }

    /// <summary>A time of day, or a duration, which may be longer than a day.</summary>
    private static string Clock(TimeSpan span)
    {
        if (span < TimeSpan.Zero) return Number(span.TotalDays);
        span = TimeSpan.FromMilliseconds(Math.Round(span.TotalMilliseconds));
        return string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours:00}:{span.Minutes:00}:{span.Seconds:00}{Fraction(span.Milliseconds)}");
    }

    private static string Fraction(int milliseconds) => milliseconds == 0 ? "" : milliseconds.ToString("'.'000", CultureInfo.InvariantCulture);
}

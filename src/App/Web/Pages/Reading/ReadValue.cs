using System.Globalization;

namespace Investigator.Web.Pages.Reading;

/// <summary>A value as the loader read it, written so that nobody can take it for another one: no day is a month, no thousand a decimal.</summary>
internal static class ReadValue
{
    /// <param name="value">As the reader writes it: <c>2024-02-01 13:05:00</c>, <c>10.5</c>.</param>
    /// <param name="isTime">Whether it is a time.</param>
    public static string Of(string value, bool isTime)
    {
        if (isTime)
        {
            return DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time.ToString(time.TimeOfDay == TimeSpan.Zero ? "d MMM yyyy" : "d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + Fraction(time)
                    + (time.TimeOfDay == TimeSpan.Zero ? "" : " UTC")
                : value;
        }

        return decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e15m
            ? number.ToString("#,##0.00########", CultureInfo.InvariantCulture) : value;
    }

    private static string Fraction(DateTime time) =>
        time.Ticks % TimeSpan.TicksPerSecond == 0 ? "" : time.ToString(".FFFFFF", CultureInfo.InvariantCulture);
}

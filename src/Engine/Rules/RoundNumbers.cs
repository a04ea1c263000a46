using Investigator.Engine.Core;

namespace Investigator.Engine.Rules;

/// <summary>Thresholds as a person would write them.</summary>
internal static class RoundNumbers
{
    /// <summary>Seconds in what people count time in: weeks, days, hours, minutes, seconds and round numbers of them.</summary>
    private static readonly double[] TimeSteps =
    [
        604800, 86400, 43200, 21600, 10800, 7200, 3600, 1800, 900, 600, 300, 120, 60,
        30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001,
    ];

    /// <summary>The roundest number in <c>[low, high]</c>, or null where the interval is empty or no round number lies in it.</summary>
    /// <param name="low">Smallest allowed.</param>
    /// <param name="high">Largest allowed.</param>
    /// <param name="unit">The feature's unit: seconds round to units of time, counts and hours to whole numbers.</param>
    public static double? Between(double low, double high, string unit)
    {
        if (!(low <= high) || !double.IsFinite(low) || !double.IsFinite(high)) return null;
        if (low <= 0 && high >= 0) return 0;
        var whole = unit is Units.Count or Units.Hour or Units.YesNo;
        if (unit == Units.Seconds)
        {
            // From a month on people count days again: 30 days are rounder than 4.29 weeks.
            foreach (var step in TimeSteps)
            {
                if (Multiple(low, high, step) is { } time) return time;
            }
        }
        for (var power = (int)Math.Ceiling(Math.Log10(Math.Max(Math.Abs(low), Math.Abs(high)))); power >= (whole ? 0 : -9); power--)
        {
            foreach (var part in (ReadOnlySpan<double>)[5, 2, 1])
            {
                if (Decimal(low, high, part, power) is { } number) return number;
            }
        }
        return null;
    }

    private static double? Multiple(double low, double high, double step)
    {
        var times = Math.Ceiling(low / step);
        // Steps below 1 are written as a division: 3 / 10 is exactly the double that "0.3" means, 3 * 0.1 is not.
        var value = step < 1 ? times / Math.Round(1 / step) : times * step;
        return value >= low && value <= high ? value : null;
    }

    private static double? Decimal(double low, double high, double part, int power)
    {
        var scale = Math.Pow(10, Math.Abs(power));
        var step = power >= 0 ? part * scale : part / scale;
        var times = Math.Ceiling(low / step);
        var value = power >= 0 ? times * part * scale : times * part / scale;
        return value >= low && value <= high ? value : null;
    }
}

using System.Globalization;

namespace Investigator.Engine.Features.Catalog;

/// <summary>How far a feature looks back, as a catalogue's file writes it.</summary>
internal static class WindowText
{
    public const string Expected = "a number and s, m, h or d, such as 24h or 7d, or all";
    public const string All = "all";

    private static readonly (char Sign, TimeSpan Span)[] Units = [('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)),
        ('s', TimeSpan.FromSeconds(1))];

    /// <returns>False where the text is no window; a null window is all the past.</returns>
    public static bool TryParse(string text, out TimeSpan? window)
    {
        window = null;
        if (text == All) return true;
        var unit = text.Length == 0 ? default : Array.Find(Units, u => u.Sign == text[^1]);
        if (unit == default || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || !(number > 0)
            || number * unit.Span.TotalDays > 36_525)
        {
            return false;
        }
        window = unit.Span * number;
        return window > TimeSpan.Zero;
    }

    /// <summary>In the largest unit that holds it whole; a day is 24h.</summary>
    public static string Of(TimeSpan? window)
    {
        if (window is not { } span) return All;
        var (sign, unit) = Array.Find(Units, u => span.Ticks % u.Span.Ticks == 0 && (u.Sign != 'd' || span > u.Span));
        return sign == default ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds}s")
            : string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / unit.Ticks}{sign}");
    }
}

using System.Globalization;
using Investigator.Engine.Core;

namespace Investigator.Web.Controls;

/// <summary>Numbers, money, shares and times as every page writes them, whatever the server's culture. What sentences hold too is written by
/// <see cref="Wording"/>.</summary>
public static class Format
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Count(long value) => Wording.Count(value);

    /// <summary>"1 finding", "2 findings".</summary>
    public static string Count(long value, string one, string? many = null) => $"{Count(value)} {(value == 1 ? one : many ?? Wording.Many(one))}";

    public static string Number(double value, int digits = 2) => value.ToString("N" + digits.ToString(Culture), Culture);

    public static string Money(double value, string? currency = null) => Wording.Money(value, currency);

    /// <summary>12,345 -> 12.3 k; for cards, where the exact amount is one click away.</summary>
    public static string CompactMoney(double value) => Math.Abs(value) switch
    {
        >= 1e9 => (value / 1e9).ToString("0.0", Culture) + " bn",
        >= 1e6 => (value / 1e6).ToString("0.0", Culture) + " m",
        >= 1e4 => (value / 1e3).ToString("0.0", Culture) + " k",
        _ => Money(value),
    };

    /// <summary>An estimate in two digits: 4,321 -> 4.3 k.</summary>
    public static string TwoDigits(double value) => Math.Abs(value) switch
    {
        >= 9.95e8 => TwoDigits(value / 1e9) + " bn",
        >= 9.95e5 => TwoDigits(value / 1e6) + " m",
        >= 995 => TwoDigits(value / 1e3) + " k",
        >= 99.5 => (Math.Round(value / 10) * 10).ToString("0", Culture),
        >= 9.95 => value.ToString("0", Culture),
        _ => value.ToString("0.0", Culture),
    };

    /// <summary>An expected loss in two digits: of money, or of payments where no amount is known.</summary>
    public static string Loss(double loss, double moneyAtRisk) => loss > 0 && moneyAtRisk == 0 ? $"{TwoDigits(loss)} payments" : TwoDigits(loss);

    /// <summary>0.934 -> 93.4%; what is not quite none or all never reads as 0% or 100%.</summary>
    public static string Percent(double share) => share switch
    {
        > 0 and < 0.0005 => "<0.1%",
        >= 0.9995 and < 1 => ">99.9%",
        _ => (share * 100).ToString(share is > 0 and < 1 ? "0.0" : "0", Culture) + "%",
    };

    /// <summary>A share with what it is a share of: "38 of 41 (92.7%)".</summary>
    public static string Of(long part, long whole) => whole == 0 ? "0 of 0" : $"{Count(part)} of {Count(whole)} ({Percent((double)part / whole)})";

    /// <summary>UTC; the column or the text beside it says so.</summary>
    public static string Time(DateTime? value) => value is { } time ? Wording.Time(time) : "–";

    /// <summary>The same with its second, where the order of what happened matters.</summary>
    public static string Second(DateTime value) => value.ToString("yyyy-MM-dd HH:mm:ss", Culture);

    public static string Day(DateTime value) => value.ToString("yyyy-MM-dd", Culture);

    /// <summary>How long something lasted between two times of the data: "3 h 5 min", "within the same minute", "one moment".</summary>
    public static string Span(DateTime from, DateTime to, ClockStep? clock = null) =>
        clock > ClockStep.Second && (to - from).TotalSeconds < clock.Value.Seconds() ? $"within the same {clock.Value.Word()}"
        : from == to ? "one moment"
        : Duration(to - from);

    public static string Duration(TimeSpan value) => value.TotalSeconds switch
    {
        < 0 => "0 s",
        < 10 => value.TotalSeconds.ToString("0.0", Culture) + " s",
        < 60 => value.TotalSeconds.ToString("0", Culture) + " s",
        < 3600 => $"{value.Minutes.ToString(Culture)} min {value.Seconds.ToString(Culture)} s",
        < 86400 => $"{value.Hours.ToString(Culture)} h {value.Minutes.ToString(Culture)} min",
        _ => $"{value.Days.ToString(Culture)} d {value.Hours.ToString(Culture)} h",
    };

    public static string Bytes(long value) => Wording.Bytes(value);
}

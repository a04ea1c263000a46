using System.Globalization;

namespace Investigator.Engine.Core;

/// <summary>Numbers, durations and nouns as sentences and pages write them: invariant, thousands separated, singular where there is one.</summary>
public static class Wording
{
    /// <summary><c>1,204</c>.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary><c>1 payment</c>, <c>52 payments</c>, <c>no payments</c>.</summary>
    public static string Counted(long count, string noun) => count == 0 ? "no " + Many(noun) : $"{Count(count)} {(count == 1 ? noun : Many(noun))}";

    /// <summary><c>47 of 52 payments</c>; <c>all 52 payments</c>; <c>none of the 52 payments</c>.</summary>
    public static string PartOf(long part, long whole, string noun) => (part, whole) switch
    {
        (0, 1) => $"not the one {noun}",
        (1, 1) => $"the one {noun}",
        (2, 2) => $"both {Many(noun)}",
        (0, _) => $"none of the {Count(whole)} {Many(noun)}",
        _ when part == whole => $"all {Count(whole)} {Many(noun)}",
        _ => $"{Count(part)} of {Count(whole)} {Many(noun)}",
    };

    /// <summary><c>5 of 100 (5%)</c>.</summary>
    public static string PartOfRest(long part, long whole) => whole == 0 ? "there is nothing to compare with"
        : part == 0 ? $"none of {Count(whole)}" : $"{Count(part)} of {Count(whole)} ({Percent((double)part / whole)})";

    /// <summary><c>15.7%</c>.</summary>
    public static string Percent(double share)
    {
        var percent = share * 100;
        return percent.ToString(percent is > 0 and < 0.1 ? "0.###" : "0.#", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>A probability in two digits: <c>83%</c>, <c>4.2%</c>; what is not certain never reads as 0% or 100%.</summary>
    public static string Chance(double probability) => probability switch
    {
        > 0 and < 0.001 => "<0.1%",
        > 0.99 and < 1 => ">99%",
        > 0 and < 0.0995 => (probability * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%",
        _ => (probability * 100).ToString("0", CultureInfo.InvariantCulture) + "%",
    };

    /// <summary><c>70 to 92%</c>.</summary>
    public static string ChanceBetween(double low, double high)
    {
        var (from, to) = (Chance(low), Chance(high));
        return from == to ? to : $"{from.TrimEnd('%')} to {to}";
    }

    /// <summary><c>probably fraud: 83% (70 to 92%)</c>.</summary>
    /// <param name="probability">P(fraud).</param>
    /// <param name="low">5% quantile.</param>
    /// <param name="high">95% quantile.</param>
    public static string Verdict(double probability, double low, double high) =>
        $"{Verdict(probability)}: {Chance(probability)} ({ChanceBetween(low, high)})";

    /// <summary>A probability of fraud in words.</summary>
    public static string Verdict(double probability) => probability switch
    {
        >= 0.95 => "almost certainly fraud",
        >= 0.5 => "probably fraud",
        >= 0.2 => "possibly fraud",
        >= 0.05 => "probably not fraud",
        _ => "almost certainly not fraud",
    };

    /// <summary><c>12.3 MB</c>, in powers of 1,000.</summary>
    public static string Bytes(long count) => count switch
    {
        >= 1_000_000_000 => (count / 1e9).ToString("#,0.0", CultureInfo.InvariantCulture) + " GB",
        >= 1_000_000 => (count / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        >= 1_000 => (count / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " KB",
        _ => Count(count) + " bytes",
    };

    /// <summary>A text that someone else wrote, within a sentence: in one line, nothing in it hidden or acting, cut where it is long.</summary>
    public static string Quoted(string text, int most) => Cut(HiddenCharacters.Show(text.ReplaceLineEndings(" ")), most);

    /// <summary>The first characters of a text and an ellipsis, or all of it where it is no longer. A character of two halves is not torn.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        return text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";
    }

    /// <summary><c>15.7</c>.</summary>
    public static string Rate(double value) => value.ToString(value >= 100 ? "#,0" : "0.#", CultureInfo.InvariantCulture);

    /// <summary>To the minute.</summary>
    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A value with its unit: durations in days, hours, minutes or seconds, money with two decimals, shares as percentages.</summary>
    public static string Value(double value, string unit) => unit switch
    {
        Units.Seconds => Duration(value),
        Units.Currency => Money(value, null),
        Units.Share => (value * 100).ToString("#,0.#", CultureInfo.InvariantCulture) + "%",
        Units.YesNo => value >= 0.5 ? "yes" : "no",
        _ => Number(value),
    };

    /// <summary>The same, with a duration that the clock cannot tell from none said as such.</summary>
    public static string Value(double value, string unit, ClockStep? clock) => unit == Units.Seconds ? Duration(value, clock) : Value(value, unit);

    /// <summary><c>1.5 h</c>, <c>3 days</c>.</summary>
    public static string Duration(double seconds)
    {
        var size = Math.Abs(seconds);
        var (part, name) = size >= 2 * 86400 ? (86400, "days") : size >= 3600 ? (3600, "h") : size >= 60 ? (60, "min") : (1, "s");
        var value = seconds / part;
        return value.ToString(Math.Abs(value) < 0.1 ? "0.###" : Math.Abs(value) < 10 ? "0.##" : "#,0.#", CultureInfo.InvariantCulture) + " " + name;
    }

    /// <summary>A duration between times of a clock: <c>3 min</c>; <c>under a minute</c> where the clock cannot tell it from none.</summary>
    /// <param name="seconds">How long.</param>
    /// <param name="clock">The coarser of the clocks at its ends; null where it is not known.</param>
    public static string Duration(double seconds, ClockStep? clock) =>
        clock is { } step && Math.Abs(seconds) < step.Seconds() ? $"under {(step == ClockStep.Hour ? "an" : "a")} {step.Word()}" : Duration(seconds);

    /// <summary>
    /// <c>over 3 min</c>; <c>within the same minute</c> where the clock cannot tell the ends apart; <c>at one moment</c> where nothing could.
    /// </summary>
    /// <param name="seconds">How long, 0 or more.</param>
    /// <param name="clock">In which the ends are given; null where it is not known.</param>
    public static string Over(double seconds, ClockStep? clock) =>
        clock > ClockStep.Second && seconds < clock.Value.Seconds() ? $"within the same {clock.Value.Word()}"
        : seconds < 1 ? "at one moment"
        : "over " + Duration(seconds);

    /// <summary>Money with the dataset's one currency, or the bare number.</summary>
    public static string Money(double amount, string? currency) => currency switch
    {
        null => amount.ToString("#,0.00", CultureInfo.InvariantCulture),
        "EUR" => amount.ToString("€#,0.00", CultureInfo.InvariantCulture),
        "USD" => amount.ToString("$#,0.00", CultureInfo.InvariantCulture),
        "GBP" => amount.ToString("£#,0.00", CultureInfo.InvariantCulture),
        _ => currency + " " + amount.ToString("#,0.00", CultureInfo.InvariantCulture),
    };

    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    /// <param name="parts">One or more.</param>
    /// <param name="word">Before the last.</param>
    public static string Listed(IReadOnlyList<string> parts, string word = "and") =>
        parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts.SkipLast(1))} {word} {parts[^1]}";

    /// <summary>The same without cents, for an estimate of ten or more.</summary>
    public static string RoundMoney(double amount, string? currency) => Money(amount, currency) is var text && amount >= 10 ? text[..^3] : text;

    /// <summary>Begins with a capital and ends with a full stop.</summary>
    public static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' ? "" : ".");

    /// <summary>The plural of a noun.</summary>
    public static string Many(string noun) => noun switch
    {
        _ when noun.EndsWith("is", StringComparison.Ordinal) => noun[..^2] + "es",
        _ when noun.EndsWith('s') || noun.EndsWith('x') || noun.EndsWith("ch", StringComparison.Ordinal)
            || noun.EndsWith("sh", StringComparison.Ordinal) => noun + "es",
        _ when noun.Length > 1 && noun.EndsWith('y') && !"aeiou".Contains(noun[^2]) => noun[..^1] + "ies",
        _ => noun + "s",
    };

    private static string Number(double value)
    {
        var size = Math.Abs(value);
        var format = size >= 100 || value == Math.Floor(value) ? "#,0" : size >= 10 ? "0.#" : size >= 0.1 ? "0.##" : "0.####";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}

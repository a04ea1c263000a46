using System.Text.RegularExpressions;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>What a text can be told to be by how it looks, whatever its column is called.</summary>
internal static partial class ValueShapes
{
    public static bool IsEmail(string text) => Email().IsMatch(text);

    public static bool IsIp(string text) => text.AsSpan().IndexOfAny('.', ':') > 0 && (Ip4().IsMatch(text) || (Ip6().IsMatch(text)
        && System.Net.IPAddress.TryParse(text, out _)));

    public static bool IsIban(string text) => Iban().IsMatch(text.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>As many digits as cards have, the last of which checks the others (Luhn).</summary>
    public static bool IsCardNumber(string text)
    {
        var digits = text.Where(static c => c is not (' ' or '-')).ToArray();
        if (digits.Length is < 13 or > 19 || !Array.TrueForAll(digits, char.IsAsciiDigit)) return false;
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = (digits[^(i + 1)] - '0') * (1 + (i % 2));
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }

    public static bool IsCurrency(string text) => Currency().IsMatch(text);

    /// <summary>Hours and minutes, with or without seconds.</summary>
    public static bool IsTimeOfDay(string text) => DayTime().IsMatch(text);

    /// <summary>yyyyMMdd, with or without hours, minutes and seconds behind it.</summary>
    public static bool IsCompactDate(string text) => CompactDate().IsMatch(text);

    /// <summary>A date with nothing behind it.</summary>
    public static bool IsDateOnly(string text) => !text.Contains(':', StringComparison.Ordinal) || MidnightOnly().IsMatch(text);

    [GeneratedRegex(@"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex Ip4();

    [GeneratedRegex(@"^[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}$", RegexOptions.CultureInvariant)]
    private static partial Regex Ip6();

    [GeneratedRegex(@"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$", RegexOptions.CultureInvariant)]
    private static partial Regex Iban();

    [GeneratedRegex(@"^([A-Za-z]{3}|€|\$|£|¥)$", RegexOptions.CultureInvariant)]
    private static partial Regex Currency();

    [GeneratedRegex(@"^([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d([.,]\d+)?)?( ?[AaPp]\.?[Mm]\.?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex DayTime();

    [GeneratedRegex(@"^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(([01]\d|2[0-3])[0-5]\d([0-5]\d)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex CompactDate();

    [GeneratedRegex(@"[ T]00:00(:00([.,]0+)?)?Z?$", RegexOptions.CultureInvariant)]
    private static partial Regex MidnightOnly();
}

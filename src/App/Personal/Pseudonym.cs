using System.Security.Cryptography;
using System.Text;

namespace Investigator.Personal;

/// <summary>
/// What stands in the place of a personal value: <c>~7F3K9-2QX8M</c>. Equal values of one column have the same one wherever they come, and nothing of the value
/// is in it. Fifty bits: among a million values, two have the same with a chance of one in two thousand.
/// </summary>
public static class Pseudonym
{
    private const char Sign = '~';
    private const int Half = 5;

    /// <summary>Without letters that are taken for digits (Crockford's base 32).</summary>
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <param name="key">Of the dataset.</param>
    /// <param name="column">By the name that it is marked by: the same value in another column has another pseudonym.</param>
    /// <param name="value">As the source spells it.</param>
    public static string Of(byte[] key, string column, string value)
    {
        var hash = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{column}\0{value}"));
        Span<char> text = stackalloc char[(2 * Half) + 2];
        (text[0], text[Half + 1]) = (Sign, '-');
        for (var i = 0; i < Half; i++)
        {
            text[1 + i] = Digits[hash[i] & 31];
            text[2 + Half + i] = Digits[hash[Half + i] & 31];
        }
        return new string(text);
    }

    /// <summary>Whether a text has the form of one.</summary>
    public static bool Is(string? text) => text is [Sign, _, _, _, _, _, '-', _, _, _, _, _] && !text.Where(IsOther).Any();

    private static bool IsOther(char c, int at) => at is not (0 or Half + 1) && !Digits.Contains(c, StringComparison.Ordinal);
}

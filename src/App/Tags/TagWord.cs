using System.Globalization;
using Investigator.Engine.Core;

namespace Investigator.Tags;

/// <summary>What may be a tag's word.</summary>
public static class TagWord
{
    public const int Longest = 40;

    /// <summary>The word without spaces around it. It begins with a letter or digit, so that no spreadsheet takes it for a formula.</summary>
    /// <exception cref="InputException">It is empty, too long or holds invisible characters.</exception>
    public static string Require(string word)
    {
        var text = word.Trim();
        if (text.Length is > 0 and <= Longest && char.IsLetterOrDigit(text[0]) && !text.Any(IsUnseen)) return text;
        throw new InputException(
            "the tag's word cannot be used", value: text, expected: $"1 to {Longest} characters that can be seen, the first a letter or digit");
    }

    private static bool IsUnseen(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse;
}

using System.Text.RegularExpressions;

namespace Investigator.Web.Pages.AddData;

/// <summary>What is said before a load, as a page says it.</summary>
internal static partial class AdviceWords
{
    /// <summary>As a sentence, without the option of the command line that a page has a field for.</summary>
    public static string Sentence(string text)
    {
        var plain = CommandOption().Replace(text, "");
        if (plain.Length == 0) return plain;
        return char.ToUpperInvariant(plain[0]) + plain[1..] + (plain[^1] is '.' or '?' or '!' ? "" : ".");
    }

    [GeneratedRegex(@" \(--[^)]*\)")]
    private static partial Regex CommandOption();
}

using System.Text.RegularExpressions;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>A text with digits, taken apart: the same in every format of numbers, so that trying many costs little.</summary>
/// <param name="Text">Whole.</param>
/// <param name="Digits">With what stands between them; null where more than a currency and a sign stands around them.</param>
/// <param name="IsNegative">Whether a sign or brackets say so.</param>
internal sealed record NumberText(string Text, string? Digits, bool IsNegative)
{
    private const string Spaces = " \u00a0\u2007\u2009\u202f";
    private const string Space = "[" + Spaces + "]?";

    private static readonly Regex Known = new($"\\A([-+\u2212]?{Space}(?:{CurrencyCodes.Expression}{Space})?|{CurrencyCodes.Expression}{Space}[-+\u2212]{Space}"
        + $"|\\({Space}(?:{CurrencyCodes.Expression}{Space})?)([.,]?[0-9](?:[0-9.,'\u2019_{Spaces}]*[0-9.,])?(?:[eE][-+]?[0-9]{{1,3}})?)"
        + $"((?:{Space}{CurrencyCodes.Expression})?(?:{Space}[-\u2212]|{Space}\\))?|{Space}[-\u2212]{Space}{CurrencyCodes.Expression})\\z",
        RegexOptions.CultureInvariant);

    public static NumberText Of(string text)
    {
        // Most texts that are no numbers have a sign in them that none has, or more letters than a currency.
        if (text.Length > 60 || text.AsSpan().IndexOfAny(":/@#%&=<>") >= 0 || text.Count(char.IsAsciiLetter) > 5) return new NumberText(text, null, false);
        var match = Known.Match(text);
        if (!match.Success) return new NumberText(text, null, false);
        var (before, behind) = (match.Groups[1].Value, match.Groups[3].Value);
        var brackets = before.Contains('(', StringComparison.Ordinal) == behind.Contains(')', StringComparison.Ordinal);
        var signs = before.AsSpan().IndexOfAny("+-\u2212") >= 0 && behind.AsSpan().IndexOfAny("-\u2212") >= 0;
        return new NumberText(text, brackets && !signs ? match.Groups[2].Value : null, (before + behind).AsSpan().IndexOfAny("-(\u2212") >= 0);
    }
}

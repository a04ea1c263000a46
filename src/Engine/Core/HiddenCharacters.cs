using System.Globalization;
using System.Text.RegularExpressions;

namespace Investigator.Engine.Core;

/// <summary>
/// Characters that make a text look like another one, or act where it is shown: control characters (a terminal obeys what follows ESC) and those that turn
/// the direction of reading (Unicode's Bidi_Control). Tabs and line ends are not among them.
/// </summary>
public static partial class HiddenCharacters
{
    // The characters themselves stand in the class, for the two dialects spell their codes differently.
    private const string Set = "[\0-\b\v\f\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]";

    /// <summary>One of them, as a regular expression of .NET and of DuckDB (RE2) alike.</summary>
    public static string Pattern => Set;

    /// <summary>The text with each of them as its code, <c>\u202e</c>: to be seen, and not to act.</summary>
    public static string Show(string text) => Hidden().Replace(text, static match => Code(match.Value[0]));

    /// <summary>The text without them.</summary>
    public static string Remove(string text) => Hidden().Replace(text, "");

    private static string Code(char hidden) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)hidden:x4}");

    [GeneratedRegex(Set, RegexOptions.CultureInvariant)]
    private static partial Regex Hidden();
}

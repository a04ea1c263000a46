using System.Text.RegularExpressions;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>
/// Keeps text of a CSV file from acting on whoever opens it: what a spreadsheet would run as a formula, at its start or behind another separator, gets an
/// apostrophe before it, and <see cref="HiddenCharacters"/> are sent as their codes.
/// </summary>
/// <remarks>
/// One definition for code and for DuckDB, whose dialects of regular expressions agree on these. Numbers stay numbers, whatever their sign.
/// </remarks>
public static partial class CsvGuard
{
    // What Excel, LibreOffice and Google Sheets begin a formula with, or skip before one.
    private const string Formula = @"^[=@+\-\t\r\n＝＠＋－]";

    // A spreadsheet that separates by something else than a comma sees a cell of its own here.
    private const string InnerFormula = @"([;\t\r\n])([=@+\-＝＠＋－])";

    private const string Number = @"^[+\-]([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+\-]?[0-9]+)?\z";

    public static string Guard(string text)
    {
        var shown = HiddenCharacters.Show(text);
        var inner = InnerPattern().Replace(shown, "$1'$2");
        return FormulaPattern().IsMatch(shown) && !NumberPattern().IsMatch(shown) ? "'" + inner : inner;
    }

    /// <summary>The same as an SQL expression.</summary>
    /// <param name="text">An expression of type VARCHAR; null stays null.</param>
    public static string Guarded(string text)
    {
        // Few texts hold one: only those are taken apart.
        var hidden = Sql.Text(HiddenCharacters.Pattern);
        var shown = $"CASE WHEN regexp_matches({text}, {hidden}) THEN array_to_string(list_transform(regexp_extract_all({text}, '(?s).'), "
            + $"lambda c: CASE WHEN regexp_matches(c, {hidden}) THEN printf('\\u%04x', unicode(c)) ELSE c END), '') ELSE {text} END";
        shown = $"regexp_replace({shown}, {Sql.Text(InnerFormula)}, '\\1''\\2', 'g')";
        return $"CASE WHEN regexp_matches({text}, {Sql.Text(Formula)}) AND NOT regexp_matches({text}, {Sql.Text(Number)}) "
            + $"THEN chr(39) || {shown} ELSE {shown} END";
    }

    [GeneratedRegex(Formula, RegexOptions.CultureInvariant)]
    private static partial Regex FormulaPattern();

    [GeneratedRegex(InnerFormula, RegexOptions.CultureInvariant)]
    private static partial Regex InnerPattern();

    [GeneratedRegex(Number, RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}

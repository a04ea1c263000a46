using System.Text.RegularExpressions;

namespace Investigator.Engine.Tables;

/// <summary>Keeps a spreadsheet from running text of a CSV file as a formula: such text gets an apostrophe before it.</summary>
/// <remarks>
/// One definition for code and for DuckDB, whose dialects of regular expressions agree on these two. Numbers stay numbers, whatever their sign.
/// </remarks>
public static partial class CsvGuard
{
    // What Excel, LibreOffice and Google Sheets begin a formula with, or skip before one.
    private const string Formula = @"^[=@+\-\t\r\n]";

    private const string Number = @"^[+\-]([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+\-]?[0-9]+)?\z";

    public static string Guard(string text) => FormulaPattern().IsMatch(text) && !NumberPattern().IsMatch(text) ? "'" + text : text;

    /// <summary>The same as an SQL expression.</summary>
    /// <param name="text">An expression of type VARCHAR; null stays null.</param>
    public static string Guarded(string text) =>
        $"CASE WHEN regexp_matches({text}, {Sql.Text(Formula)}) AND NOT regexp_matches({text}, {Sql.Text(Number)}) THEN chr(39) || {text} ELSE {text} END";

    [GeneratedRegex(Formula, RegexOptions.CultureInvariant)]
    private static partial Regex FormulaPattern();

    [GeneratedRegex(Number, RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}

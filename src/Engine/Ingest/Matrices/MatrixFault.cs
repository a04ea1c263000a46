using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Matrices;

/// <summary>What is wrong with a table that is no matrix, and what to do.</summary>
internal static partial class MatrixFault
{
    /// <summary>A file that DuckDB does not read to its end.</summary>
    public static InputException Of(DuckDBException fault, string path)
    {
        var (line, widths) = (LinePattern().Match(fault.Message), WidthPattern().Match(fault.Message));
        if (line.Success && widths.Success)
        {
            return new InputException($"line {line.Groups[1].Value} has another number of values than the first", path, value: widths.Groups[2].Value,
                expected: widths.Groups[1].Value);
        }
        var first = Wording.Cut(fault.Message.Split('\n')[0].Trim().TrimEnd('.'), 200);
        return new InputException("the file cannot be read as a matrix: " + first, path, expected: "rows of equally many numbers");
    }

    /// <summary>A cell that is no finite number: it alone, or its whole column.</summary>
    /// <param name="path">The file.</param>
    /// <param name="row">From 0.</param>
    /// <param name="column">Its name.</param>
    /// <param name="text">What the cell holds.</param>
    /// <param name="filled">Cells of the column that hold something.</param>
    /// <param name="numbers">Cells of the column that are numbers.</param>
    public static InputException Of(string path, long row, string column, string text, long filled, long numbers)
    {
        var (what, expected) = (filled, numbers, text) switch
        {
            (0, _, _) => ("the column is empty", "a number in every cell: leave the column out"),
            (_, 0, _) when text.Any(char.IsAsciiDigit) && IsAmbiguous(text) => ("it is open whether the comma is a decimal sign or stands between thousands",
                "numbers with a decimal point and nothing between thousands"),
            (_, 0, _) => ("the column holds text, not numbers", "numbers: leave the column out, or write its values as numbers"),
            (_, _, "") => ("the cell is empty", "a finite number: fill the cell, or leave out the row or the column"),
            _ => ("the value is not a finite number", "a finite number"),
        };
        return new InputException(what, path, row + 1, column, text, expected);
    }

    private static bool IsAmbiguous(string text) => text.Count(static c => c == ',') == 1
        && double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"CSV Error on Line: (\d+)")]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"Expected Number of Columns: (\d+) Found: (\d+)")]
    private static partial Regex WidthPattern();
}

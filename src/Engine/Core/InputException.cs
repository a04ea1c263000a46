using System.Globalization;
using System.Text;

namespace Investigator.Engine.Core;

/// <summary>
/// Input that cannot be used, described so that a person can fix it: where it is, what was found, what was expected. Shown without a stack trace, exit code 2;
/// characters that would act on a terminal or turn a line round are shown as codes.
/// </summary>
public class InputException : Exception
{
    public InputException(string problem, string? file = null, long? row = null, string? column = null, string? value = null, string? expected = null,
        long? line = null)
        : base(Compose(problem, file, row, column, value, expected, line)) =>
        (Problem, File, Row, Column, Value, Expected, Line) = (problem, file, row, column, value, expected, line);

    public string Problem { get; }

    public string? File { get; }

    /// <summary>1-based data row, the header not counted.</summary>
    public long? Row { get; }

    public string? Column { get; }

    public string? Value { get; }

    public string? Expected { get; }

    /// <summary>1-based, of a text file that is no table.</summary>
    public long? Line { get; }

    private static string Compose(string problem, string? file, long? row, string? column, string? value, string? expected, long? line)
    {
        var where = new List<string>();
        if (file is not null) where.Add(Path.GetFileName(file));
        if (row is not null) where.Add("row " + row.Value.ToString(CultureInfo.InvariantCulture));
        if (line is not null) where.Add("line " + line.Value.ToString(CultureInfo.InvariantCulture));
        if (column is not null) where.Add($"column '{column}'");
        var text = new StringBuilder();
        if (where.Count > 0) text.AppendJoin(", ", where).Append(": ");
        text.Append(problem);
        if (value is not null) text.Append("; found '").Append(value.Length > 120 ? value[..120] + "…" : value).Append('\'');
        if (expected is not null) text.Append("; expected ").Append(expected);
        return HiddenCharacters.Show(text.Append('.').ToString());
    }
}

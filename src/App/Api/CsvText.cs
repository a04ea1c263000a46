using System.Globalization;
using System.Text;
using Investigator.Engine.Tables;

namespace Investigator.Api;

/// <param name="Text">With a header.</param>
/// <param name="Rows">Without it.</param>
internal sealed record CsvTable(string Text, int Rows);

/// <summary>Rows as CSV (RFC 4180): commas, CRLF, quotes only where needed, numbers invariant. Text passes <see cref="CsvGuard"/>.</summary>
internal static class CsvText
{
    public static CsvTable Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder(Line(header));
        var count = 0;
        foreach (var row in rows)
        {
            text.Append(Line(row));
            count++;
        }

        return new CsvTable(text.ToString(), count);
    }

    public static string Line(IReadOnlyList<object?> values) => string.Join(',', values.Select(Cell)) + "\r\n";

    private static string Cell(object? value)
    {
        var text = value switch
        {
            null => "",
            bool b => b ? "true" : "false",
            DateOnly d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime t => t.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
            _ => CsvGuard.Guard(value.ToString() ?? ""),
        };
        return text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest;

/// <summary>What a mapping's format says and no file can be written in.</summary>
internal static class FormatRules
{
    /// <exception cref="InputException">Names the key.</exception>
    public static void Check(SourceFormat? format, string where, string? path)
    {
        if (format is null) return;
        if (format.Encoding is { } encoding && !TextEncoding.Names.Contains(encoding))
        {
            throw new InputException("this encoding is not known", path, column: where + ".encoding", value: encoding,
                expected: "one of " + string.Join(", ", TextEncoding.Names));
        }
        if (format.Delimiter is { } delimiter && delimiter != "tab" && (delimiter.Length != 1 || "\"'\r\n".Contains(delimiter[0])
            || char.IsLetterOrDigit(delimiter[0])))
        {
            throw new InputException("this cannot stand between fields", path, column: where + ".delimiter", value: delimiter,
                expected: "one character such as ; that is no letter, digit or quote, or the word tab");
        }
        if (format.SkipLines is < 0)
        {
            throw new InputException("so many lines cannot stand above the header", path, column: where + ".skip_lines",
                value: FormattableString.Invariant($"{format.SkipLines}"), expected: "0 or more");
        }
        foreach (var (key, name) in new[] { ("sheet", format.Sheet), ("entry", format.Entry) })
        {
            if (name is not null && string.IsNullOrWhiteSpace(name)) throw new InputException("the name is empty", path, column: $"{where}.{key}");
        }

        var values = new ValueFormats(format);
        Parse(where, () => _ = values.Number(""));
        Parse(where, () => _ = values.Time(""));
        foreach (var (column, own) in format.Columns ?? new Dictionary<string, ColumnFormat>())
        {
            if (own is null) throw new InputException("the column has no format", path, column: $"{where}.columns.{column}", expected: "{ … }");
            Parse($"{where}.columns.{column}", () => _ = values.Number(column));
            Parse($"{where}.columns.{column}", () => _ = values.Time(column));
        }

        void Parse(string key, Action parse)
        {
            try
            {
                parse();
            }
            catch (InputException e)
            {
                throw new InputException(e.Problem, path, column: e.Column?.Replace("format.", key + ".", StringComparison.Ordinal) ?? key, value: e.Value,
                    expected: e.Expected);
            }
        }
    }
}

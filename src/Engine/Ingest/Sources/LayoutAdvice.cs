using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>What a person should know or decide of how a text was understood.</summary>
internal static class LayoutAdvice
{
    private const int Shown = 60;

    public static IEnumerable<Advice> Of(string table, SourceFormat? given, EncodingGuess coding, DialectGuess dialect, HeaderGuess header,
        IReadOnlyList<SourceRecord> records, string text)
    {
        if (given?.Encoding is null && Encoding(table, coding) is { } encoding) yield return encoding;
        if (dialect.Other is { } other)
        {
            char[] both = [dialect.Dialect.Delimiter, other];
            yield return new Advice(AdviceLevel.Decide, table, null, $"The columns may be separated by {Named(both[0])} or by {Named(both[1])}")
            {
                Remedies = [.. both.Select(d => Remedy.OfFormat(table, $"Separated by {Named(d)}", $"delimiter = \"{Setting(d)}\"",
                    f => f with { Delimiter = Setting(d) }))],
            };
        }

        foreach (var advice in Header(table, given, header, records.Select(static r => r.Fields).ToList(), header.Skip, text, "line")) yield return advice;
    }

    /// <summary>Of a table whose rows are known: lines above it, and the header.</summary>
    /// <param name="table">transactions or events.</param>
    /// <param name="given">What is known.</param>
    /// <param name="header">What was found.</param>
    /// <param name="records">The first rows.</param>
    /// <param name="skip">Lines above.</param>
    /// <param name="text">What they say.</param>
    /// <param name="line">What a line is called.</param>
    public static IEnumerable<Advice> Header(string table, SourceFormat? given, HeaderGuess header, IReadOnlyList<IReadOnlyList<string>> records, int skip,
        string text, string line)
    {
        if (given?.SkipLines is null && skip > 0)
        {
            yield return new Advice(AdviceLevel.Note, table, null,
                $"{Wording.Counted(skip, line)} above the table {(skip == 1 ? "is" : "are")} left out, beginning with “{Begin(text)}”")
            {
                Remedies = [Remedy.OfFormat(table, "Leave none out", "skip_lines = 0", static f => f with { SkipLines = 0 })],
            };
        }

        var with = Remedy.OfFormat(table, $"The first {line} names the columns", "header = true", static f => f with { Header = true });
        var without = Remedy.OfFormat(table, $"The first {line} is data", "header = false", static f => f with { Header = false });
        if (header.IsDoubtful)
        {
            var first = Wording.Quoted(string.Join(", ", header.Header ? header.Columns : records[0]), Shown);
            yield return new Advice(AdviceLevel.Decide, table, null, $"The first {line} may name the columns or be data: “{first}”")
            {
                Remedies = header.Header ? [with, without] : [without, with],
            };
        }
        else if (!header.Header && given?.Header is null)
        {
            yield return new Advice(AdviceLevel.Note, table, null,
                $"The first {line} holds values and no names, so that the columns are called column_1, column_2, …")
            { Remedies = [with] };
        }
    }

    private static Advice? Encoding(string table, EncodingGuess coding)
    {
        var utf8 = Remedy.OfFormat(table, "Read as UTF-8", $"encoding = \"{TextEncoding.Utf8}\"", static f => f with { Encoding = TextEncoding.Utf8 });
        var western = Remedy.OfFormat(table, "Read as Windows-1252", $"encoding = \"{TextEncoding.Windows1252}\"",
            static f => f with { Encoding = TextEncoding.Windows1252 });
        if (coding.IsDoubtful)
        {
            return new Advice(AdviceLevel.Decide, table, null, "Some of the text is UTF-8 and some is not")
            {
                Remedies = coding.Name == TextEncoding.Utf8 ? [utf8, western] : [western, utf8],
            };
        }
        if (coding.BrokenBytes > 0 && coding.Name == TextEncoding.Utf8)
        {
            return new Advice(AdviceLevel.Warning, table, null, "The text is UTF-8, but some of its lines are not, and those cannot be read")
            {
                Remedies = [western],
            };
        }

        return coding.Name == TextEncoding.Utf8 ? null
            : new Advice(AdviceLevel.Note, table, null, coding.BrokenBytes > 0
                ? "The text is not UTF-8; it is read as Windows-1252, the usual encoding of Western Europe"
                : $"The text is {TextEncoding.Shown(coding.Name)}")
            { Remedies = coding.BrokenBytes > 0 ? [utf8] : [] };
    }

    private static string Begin(string text) => Wording.Quoted(text.AsSpan().TrimStart().ToString().Split('\r', '\n')[0].Trim(), Shown);

    private static string Setting(char delimiter) => delimiter == '\t' ? "tab" : delimiter.ToString();

    private static string Named(char delimiter) => delimiter switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "vertical bars",
        _ => $"“{delimiter}”",
    };
}

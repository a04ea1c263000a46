using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>Words of a mapping as they are found in a source: whole and trimmed.</summary>
internal static class SourceWords
{
    /// <summary>SQL that says whether a trimmed text is one of the words, false where there is no text.</summary>
    /// <remarks>A word of digits also stands for its decimal form and the other way round: a column of 0, 1 and gaps is often written 0.0, 1.0.</remarks>
    public static string AmongSql(string text, IReadOnlyList<string>? words)
    {
        var forms = (words ?? []).Select(static w => w.Trim()).Where(static w => w.Length > 0).SelectMany(Forms).Distinct(StringComparer.Ordinal).ToList();
        return forms.Count == 0 ? "false" : $"coalesce({EqualsAny(text, forms)}, false)";
    }

    /// <summary>SQL that says whether a text is one of some, NULL where it is.</summary>
    /// <remarks>
    /// Of more than four at a time DuckDB makes a table that it joins: one for each of some hundred columns is more than memory holds.
    /// </remarks>
    public static string EqualsAny(string text, IEnumerable<string> words) =>
        $"({string.Join(" OR ", words.Chunk(4).Select(some => $"{text} IN ({string.Join(", ", some.Select(Sql.Text))})"))})";

    /// <summary>A word that is given twice, in whatever form; null where there is none.</summary>
    public static string? Twice(IEnumerable<string> words) => words.Select(static w => w.Trim()).GroupBy(static w => Forms(w).Min(StringComparer.Ordinal))
        .FirstOrDefault(static g => g.Count() > 1)?.First();

    private static string[] Forms(string word)
    {
        if (word.All(char.IsAsciiDigit)) return [word, word + ".0"];
        return word.EndsWith(".0", StringComparison.Ordinal) && word.Length > 2 && word[..^2].All(char.IsAsciiDigit) ? [word, word[..^2]] : [word];
    }
}

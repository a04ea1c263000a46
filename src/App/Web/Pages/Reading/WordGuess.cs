using Investigator.Engine.Ingest;

namespace Investigator.Web.Pages.Reading;

/// <summary>Gives the words of a decision or outcome that was just chosen the meanings they usually have.</summary>
internal static class WordGuess
{
    private static readonly Dictionary<string, string> Decisions = Of(
        (WordMeanings.Approved,
            "a approved approve accept accepted allow allowed pass ok authorized authorised success succeeded paid completed"),
        (WordMeanings.Challenged, "c challenged challenge review reviewed manual_review step_up 3ds"),
        (WordMeanings.Declined, "d declined decline reject rejected deny denied refused block blocked failed"));

    private static readonly Dictionary<string, string> Outcomes = Of(
        (WordMeanings.Fraud, "1 fraud fraudulent true yes y chargeback bad"),
        (WordMeanings.Legitimate, "0 legitimate legit genuine false no n good ok normal"));

    /// <param name="mapping">One whose decision or outcome may have no words yet.</param>
    /// <param name="words">Of its columns.</param>
    public static TransactionMapping Complete(TransactionMapping mapping, ColumnWords words)
    {
        if (mapping.Decision is { } d && d.Words().Count == 0)
        {
            foreach (var (meaning, its) in Known(words, d.Column, Decisions)) d = d.With(its, meaning);
            mapping = mapping with { Decision = d };
        }
        if (mapping.Outcome is { } o && o.Words().Count == 0)
        {
            foreach (var (meaning, its) in Known(words, o.Column, Outcomes)) o = o.With(its, meaning);
            mapping = mapping with { Outcome = o };
        }

        return mapping;
    }

    private static IEnumerable<(string Meaning, IReadOnlyCollection<string> Words)> Known(ColumnWords words, string column, Dictionary<string, string> usual) =>
        words.Of(column, []).Select(static w => w.Word).Where(w => usual.ContainsKey(Plain(w))).GroupBy(w => usual[Plain(w)])
            .Select(static g => (g.Key, (IReadOnlyCollection<string>)[.. g]));

    private static string Plain(string word)
    {
        var plain = word.Trim().ToLowerInvariant();
        return plain.EndsWith(".0", StringComparison.Ordinal) ? plain[..^2] : plain;
    }

    private static Dictionary<string, string> Of(params ReadOnlySpan<(string Meaning, string Words)> lists)
    {
        var meanings = new Dictionary<string, string>();
        foreach (var (meaning, words) in lists)
        {
            foreach (var word in words.Split(' ')) meanings[word] = meaning;
        }

        return meanings;
    }
}

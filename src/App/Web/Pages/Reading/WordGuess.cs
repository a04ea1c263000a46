using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Guess;

namespace Investigator.Web.Pages.Reading;

/// <summary>Gives the words of a decision or outcome that was just chosen the meanings they usually have.</summary>
internal static class WordGuess
{
    /// <param name="mapping">One whose decision or outcome may have no words yet.</param>
    /// <param name="words">Of its columns.</param>
    public static TransactionMapping Complete(TransactionMapping mapping, ColumnWords words)
    {
        if (mapping.Decision is { } d && d.Words().Count == 0)
        {
            foreach (var (meaning, its) in Known(words, d.Column, OfDecision)) d = d.With(its, meaning);
            mapping = mapping with { Decision = d };
        }
        if (mapping.Outcome is { } o && o.Words().Count == 0)
        {
            foreach (var (meaning, its) in Known(words, o.Column, OfOutcome)) o = o.With(its, meaning);
            mapping = mapping with { Outcome = o };
        }

        return mapping;
    }

    private static IEnumerable<(string Meaning, IReadOnlyCollection<string> Words)> Known(ColumnWords words, string column, Func<string, string?> usual) =>
        words.Of(column, []).Select(static w => w.Word).GroupBy(usual).Where(static g => g.Key is not null)
            .Select(static g => (g.Key!, (IReadOnlyCollection<string>)[.. g]));

    private static string? OfDecision(string word) => UsualMeaning.OfDecision(word) switch
    {
        Decision.Approved => WordMeanings.Approved,
        Decision.Challenged => WordMeanings.Challenged,
        Decision.Declined => WordMeanings.Declined,
        _ => null,
    };

    private static string? OfOutcome(string word) => UsualMeaning.OfOutcome(word) switch
    {
        Outcome.Fraud => WordMeanings.Fraud,
        Outcome.Legitimate => WordMeanings.Legitimate,
        _ => null,
    };
}

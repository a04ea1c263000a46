using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Checks.Remedies;

/// <summary>Meanings for words of a decision or an outcome that the mapping does not know.</summary>
internal static class WordRemedies
{
    /// <summary>Words that a meaning each is offered for.</summary>
    private const int Offered = 3;

    public static IReadOnlyList<Remedy> Of(RejectRemedies rejects)
    {
        var words = rejects.Values();
        if (words.Count == 0) return [];
        var t = rejects.Mapping.Transactions;
        var remedies = new List<Remedy>();
        if (t.Outcome?.Column == rejects.Column)
        {
            remedies.Add(new(Ignore(words), "transactions.outcome.ignored = " + Listed(words),
                m => Outcome(m, o => o with { Ignored = [.. o.Ignored ?? [], .. words] })));
            foreach (var word in words.Take(Offered))
            {
                remedies.Add(new($"{CheckedRows.Shown(word)} is fraud", "transactions.outcome.fraud = " + Listed([.. t.Outcome.Fraud, word]),
                    m => Outcome(m, o => o with { Fraud = [.. o.Fraud, word] })));
                remedies.Add(new($"{CheckedRows.Shown(word)} is legitimate", "transactions.outcome.legitimate = " + Listed([.. t.Outcome.Legitimate, word]),
                    m => Outcome(m, o => o with { Legitimate = [.. o.Legitimate, word] })));
            }
        }
        else if (t.Decision is { } d && d.Column == rejects.Column)
        {
            remedies.Add(new(Ignore(words), "transactions.decision.ignored = " + Listed(words),
                m => Decision(m, x => x with { Ignored = [.. x.Ignored ?? [], .. words] })));
            foreach (var word in words.Take(Offered))
            {
                remedies.Add(new($"{CheckedRows.Shown(word)} is approved", "transactions.decision.approved = " + Listed([.. d.Approved, word]),
                    m => Decision(m, x => x with { Approved = [.. x.Approved, word] })));
                remedies.Add(new($"{CheckedRows.Shown(word)} is challenged", "transactions.decision.challenged = " + Listed([.. d.Challenged, word]),
                    m => Decision(m, x => x with { Challenged = [.. x.Challenged, word] })));
                remedies.Add(new($"{CheckedRows.Shown(word)} is declined", "transactions.decision.declined = " + Listed([.. d.Declined, word]),
                    m => Decision(m, x => x with { Declined = [.. x.Declined, word] })));
            }
        }

        return remedies;
    }

    private static string Ignore(List<string> words) => words.Count <= Offered
        ? $"{Wording.Listed([.. words.Select(CheckedRows.Shown)])} {(words.Count == 1 ? "says" : "say")} nothing" : "All these words say nothing";

    private static string Listed(IReadOnlyList<string> words) => $"[{string.Join(", ", words.Select(static w => $"\"{Wording.Cut(w, 40)}\""))}]";

    private static Mapping Outcome(Mapping mapping, Func<OutcomeMapping, OutcomeMapping> mend) =>
        mapping.WithTransactions(t => t.Outcome is null ? t : t with { Outcome = mend(t.Outcome) });

    private static Mapping Decision(Mapping mapping, Func<DecisionMapping, DecisionMapping> mend) =>
        mapping.WithTransactions(t => t.Decision is null ? t : t with { Decision = mend(t.Decision) });
}

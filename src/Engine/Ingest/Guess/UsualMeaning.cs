using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>What a word of a source usually means, for whoever has just chosen the column it stands in.</summary>
public static class UsualMeaning
{
    /// <returns>Unknown where the word has no usual meaning.</returns>
    public static Decision OfDecision(string word) => WordMeanings.Plain(word) switch
    {
        var plain when WordMeanings.Approved.Contains(plain) => Decision.Approved,
        var plain when WordMeanings.Challenged.Contains(plain) => Decision.Challenged,
        var plain when WordMeanings.Declined.Contains(plain) => Decision.Declined,
        _ => Decision.Unknown,
    };

    /// <returns>Unknown where the word has no usual meaning.</returns>
    public static Outcome OfOutcome(string word) => WordMeanings.Plain(word) switch
    {
        var plain when WordMeanings.Fraud.Contains(plain) => Outcome.Fraud,
        var plain when WordMeanings.Legitimate.Contains(plain) => Outcome.Legitimate,
        _ => Outcome.Unknown,
    };
}

using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Narratives;

/// <summary>What is known of a finding's outcomes, its accounts, and what the evidence does not say.</summary>
internal static class FactSentences
{
    /// <summary>Known outcomes that decide come before any sign of coordination.</summary>
    private const double Decides = 2;

    private const double Helps = 0.5;

    public static StoryFact Outcomes(NarrativeContext context, NarrativeSubject subject)
    {
        var (risk, outcomes) = (subject.Risk, subject.Risk.Outcomes);
        var asOf = $"by {Wording.Time(risk.AsOf)} UTC";
        if (!context.Dataset.HasOutcomes) return Unknown("The data holds no outcomes, so nothing is known of fraud here.", null);
        if (outcomes.Known == 0)
        {
            return Unknown($"No outcome of the {(subject.Size == 1 ? "one payment" : $"{Wording.Count(subject.Size)} payments")} was known {asOf}.", []);
        }

        var rest = outcomes.RestKnown == 0 ? "; none is known elsewhere" : $"; elsewhere {Elsewhere(outcomes)}";
        var known = $"{Wording.Count(outcomes.Known)} of {Wording.Counted(subject.Size, "payment")} had a known outcome {asOf}";
        var parts = $"{Wording.Count(outcomes.Fraud)} fraud, {Wording.Count(outcomes.Known - outcomes.Fraud)} legitimate";
        var weight = risk.Basis == RiskBasis.Outcomes ? Decides : outcomes.Fraud > 0 || !risk.Risky ? Helps : 0;
        return new StoryFact(
            weight, Headlines.Outcomes(outcomes), new(SentenceKind.Outcome, Wording.Sentence($"{known}: {parts}{rest}"), []));

        static StoryFact Unknown(string text, IReadOnlyList<Rules.RuleCondition>? rows) => new(0, "", new(SentenceKind.Outcome, text, rows));
    }

    /// <summary>What the real-time engine let pass.</summary>
    public static NarrativeSentence? Approved(NarrativeContext context, NarrativeSubject subject)
    {
        var outcomes = subject.Risk.Outcomes;
        if (outcomes.Fraud == 0 || !context.Dataset.HasDecisions) return null;
        var worth = Headlines.HasMoney(context, subject) && outcomes.MissedFraud > 0
            ? $", worth {context.Facts.MoneyInWords([.. subject.Members.Where(r => IsMissed(context.Facts, r))])}"
            : "";
        var text = $"the engine had approved {Wording.PartOf(outcomes.MissedFraud, outcomes.Fraud, "known fraud")}{worth}";
        return new(SentenceKind.Outcome, Wording.Sentence(text), outcomes.MissedFraud > 0 ? [] : null) { MissedOnly = outcomes.MissedFraud > 0 };
    }

    /// <summary>The accounts themselves.</summary>
    public static NarrativeSentence Accounts(NarrativeSubject subject)
    {
        var accounts = subject.Accounts;
        var text = accounts.Values == accounts.Top.Count
            ? $"the {(accounts.Values == 1 ? "account" : "accounts")} behind {(subject.Size == 1 ? "it" : "them")}, by payments"
            : accounts.Top[0].Payments == 1 ? $"{Wording.Count(accounts.Top.Count)} of the {Wording.Count(accounts.Values)} accounts, with one payment each"
            : $"of the {Wording.Count(accounts.Values)} accounts, these {accounts.Top.Count} made the most payments";
        return new(SentenceKind.What, Wording.Sentence(text), null) { Names = accounts.Top };
    }

    /// <summary>What it would take to call it risky; and whether it came again where that was tried.</summary>
    public static IEnumerable<NarrativeSentence> Standing(NarrativeSubject subject)
    {
        if (subject.Risk.Missing is { } missing) yield return new(SentenceKind.Missing, Wording.Sentence(Words(missing)), null);
        if (subject.Risk.Stability is { } stability)
        {
            var again = $"it came again in {stability.Survived} of {Wording.Counted(stability.Repeats, "repeat")} with a tenth of all payments left out";
            yield return new(SentenceKind.What, Wording.Sentence($"{again}, with {Wording.Percent(stability.Overlap)} of its payments on average"), null);
        }
    }

    private static string Words(MissingEvidence missing)
    {
        var signs = $"its signs of coordination say {Wording.Chance(missing.Ring)}, where {Wording.Chance(missing.RingNeeded)} is needed";
        return missing.Kind switch
        {
            MissingKind.Contradicted => "its known outcomes speak against fraud, whatever is still to come",
            MissingKind.Outcomes when missing.MoreFrauds is { } more =>
                $"it would be called risky if {Wording.Count(more)} of its {Wording.Counted(missing.Unknown, "payment")} of unknown outcome, "
                + $"by different accounts, turned out fraud; {signs}",
            _ => $"too few of its outcomes are still to come ({Wording.Count(missing.Unknown)}) to call it risky by them; {signs}",
        };
    }

    public static IEnumerable<NarrativeSentence> Limit(NarrativeContext context, NarrativeSubject subject)
    {
        var outcomes = subject.Risk.Outcomes;
        if (context.Dataset.HasOutcomes && outcomes.Known > 0 && outcomes.Known < subject.Size)
        {
            yield return new(SentenceKind.Limit,
                "Frauds become known sooner than legitimate payments are confirmed, so the fraud share among the known outcomes may be too high.", null);
        }

        yield return new(SentenceKind.Limit, subject.Size == 1
            ? "One payment shows no pattern."
            : !subject.Risk.Risky ? "That these payments are alike is by itself no sign of fraud, and it does not show that none of them is."
            : "The evidence shows that these payments are alike and connected, not who made them, nor that each of them is fraud.", null);
    }

    private static bool IsMissed(TransactionFacts facts, int row) => facts.Outcomes[row] == Outcome.Fraud && facts.Decisions[row] == Decision.Approved;

    private static string Elsewhere(OutcomeEvidence outcomes)
    {
        var known = Wording.Counted(outcomes.RestKnown, "known outcome");
        if (outcomes.RestFraud == 0) return $"none of {known} is fraud";
        var share = Wording.Percent((double)outcomes.RestFraud / outcomes.RestKnown);
        return $"{Wording.Count(outcomes.RestFraud)} of {known} {(outcomes.RestFraud == 1 ? "is" : "are")} fraud ({share})";
    }
}

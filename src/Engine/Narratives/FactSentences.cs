using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Narratives;

/// <summary>What a cluster is and what is known of its outcomes.</summary>
internal static class FactSentences
{
    public static IEnumerable<NarrativeSentence> What(NarrativeContext context, NarrativeSubject subject)
    {
        var risk = subject.Risk;
        var money = Headlines.HasMoney(context, subject) ? $", {context.Facts.MoneyInWords(subject.Members)} in all" : "";
        var seconds = (risk.To - risk.From).TotalSeconds;
        var clock = context.Dataset.TransactionClock;
        var when = seconds < Math.Max(1, clock?.Seconds() ?? 0)
            ? $"at {Wording.Time(risk.From)} UTC{(clock > ClockStep.Second ? $" (within the same {clock.Value.Word()})" : "")}"
            : $"between {Wording.Time(risk.From)} and {Wording.Time(risk.To)} UTC ({Wording.Duration(seconds)})";
        yield return new(SentenceKind.What, Wording.Sentence(
            $"{Wording.Counted(subject.Size, "payment")} by {Wording.Counted(risk.Accounts, "account")} {when}{money}"), []);
        foreach (var entity in context.Facts.Shared)
        {
            if (Shared(entity, subject) is { } text) yield return new(SentenceKind.What, text, null);
        }
    }

    /// <summary><c>47 of 52 payments came from 3 devices that several accounts used, 15.7 accounts each; elsewhere a device serves 1.1 accounts.</c></summary>
    private static string? Shared(SharedEntity entity, NarrativeSubject subject)
    {
        if (entity.Of(subject.Members) is not { } sharing || sharing.PerEntity < 1.5 * Math.Max(1, sharing.PerEntityRest)) return null;
        var shared = entity.SharedRows(subject.Members);
        if (shared.Entities == 0) return null;
        var noun = FeatureWords.One(entity.Name);
        var part = Wording.PartOf(shared.Rows, subject.Size, "payment");
        var each = Wording.Rate((double)shared.AccountUses / shared.Entities);
        var on = shared.Entities == 1
            ? $"1 {noun} that {Wording.Counted(shared.AccountUses, "account")} share"
            : $"{Wording.Counted(shared.Entities, noun)} that several accounts share ({each} accounts each on average)";
        var usual = Wording.Rate(sharing.PerEntityRest);
        var rest = sharing.PerEntityRest > 0
            ? $"; elsewhere {(Vowel(noun) ? "an" : "a")} {noun} serves {usual} {(usual == "1" ? "account" : "accounts")} on average"
            : "";
        return Wording.Sentence($"{part} came from {on}{rest}");
    }

    private static bool Vowel(string noun) => "aeioAEIO".Contains(noun[0]);

    public static IEnumerable<NarrativeSentence> Outcome(NarrativeContext context, NarrativeSubject subject)
    {
        var (risk, outcomes) = (subject.Risk, subject.Risk.Outcomes);
        var asOf = $"by {Wording.Time(risk.AsOf)} UTC";
        if (!context.Dataset.HasOutcomes)
        {
            yield return new(SentenceKind.Outcome, "The data holds no outcomes, so nothing is known of fraud here.", null);
        }
        else if (outcomes.Known == 0)
        {
            yield return new(SentenceKind.Outcome,
                $"No outcome of the {(subject.Size == 1 ? "one payment" : $"{Wording.Count(subject.Size)} payments")} was known {asOf}.", []);
        }
        else
        {
            var rest = outcomes.RestKnown == 0 ? "; none is known elsewhere" : $"; elsewhere {Elsewhere(outcomes)}";
            var known = $"{Wording.Count(outcomes.Known)} of {Wording.Counted(subject.Size, "payment")} had a known outcome {asOf}";
            var parts = $"{Wording.Count(outcomes.Fraud)} fraud, {Wording.Count(outcomes.Known - outcomes.Fraud)} legitimate";
            yield return new(SentenceKind.Outcome, Wording.Sentence($"{known}: {parts}{rest}"), []);
        }

        if (outcomes.Fraud > 0 && context.Dataset.HasDecisions)
        {
            var worth = Headlines.HasMoney(context, subject) && outcomes.MissedFraud > 0
                ? $", worth {context.Facts.MoneyInWords([.. subject.Members.Where(r => Missed(context.Facts, r))])}"
                : "";
            yield return new(SentenceKind.Outcome, Wording.Sentence(
                $"the engine had approved {Wording.PartOf(outcomes.MissedFraud, outcomes.Fraud, "known fraud")}{worth}"), [])
            { FraudOnly = true };
        }
        if (risk.Basis == RiskBasis.Coordination && risk.Risky && Signals(risk) is { Length: > 0 } signals)
        {
            var why = outcomes.Known == 0 ? "with no outcome known" : "the known outcomes do not decide";
            yield return new(SentenceKind.Outcome, Wording.Sentence(
                $"{why}{(outcomes.Known == 0 ? "," : ", so")} the risk rests on signs of coordination: {signals}"), null);
        }
    }

    private static bool Missed(TransactionFacts facts, int row) => facts.Outcomes[row] == Core.Outcome.Fraud && facts.Decisions[row] == Decision.Approved;

    private static string Elsewhere(OutcomeEvidence outcomes)
    {
        var known = Wording.Counted(outcomes.RestKnown, "known outcome");
        if (outcomes.RestFraud == 0) return $"none of {known} is fraud";
        var share = Wording.Percent((double)outcomes.RestFraud / outcomes.RestKnown);
        return $"{Wording.Count(outcomes.RestFraud)} of {known} {(outcomes.RestFraud == 1 ? "is" : "are")} fraud ({share})";
    }

    private static string Signals(FindingRisk risk) => string.Join("; ", risk.Coordination.Signals.Where(s => s.Weight > 0).Take(4).Select(s =>
        s.IsRate
            ? $"{s.Phrase} {Wording.Rate(s.Value)} (elsewhere {Wording.Rate(s.Rest)})"
            : $"{s.Phrase} {Wording.Percent(s.Value)} (elsewhere {Wording.Percent(s.Rest)})"));

    public static IEnumerable<NarrativeSentence> Limit(NarrativeContext context, NarrativeSubject subject)
    {
        var outcomes = subject.Risk.Outcomes;
        var unknown = subject.Size - outcomes.Known;
        if (context.Dataset.HasOutcomes && unknown > 0)
        {
            var bias = outcomes.Known > 0
                ? "; frauds become known sooner than legitimate payments are confirmed, so the fraud share among the known may be too high"
                : "; frauds become known weeks after the payment";
            var text = unknown == 1
                ? $"the outcome of 1 of {Wording.Counted(subject.Size, "payment")} is not known yet"
                : $"the outcomes of {Wording.PartOf(unknown, subject.Size, "payment")} are not known yet";
            yield return new(SentenceKind.Limit, Wording.Sentence(text + bias), null);
        }
        yield return new(SentenceKind.Limit, subject.Size == 1
            ? "One payment shows no pattern."
            : !subject.Risk.Risky ? "That these payments are alike is by itself no sign of fraud, and it does not show that none of them is."
            : "The evidence shows that these payments are alike and connected, not who made them, nor that each of them is fraud.", null);
    }
}

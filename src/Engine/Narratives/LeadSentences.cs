using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Narratives;

/// <summary>A story's first two lines: who, what, how many, how much; and how likely it is fraud, and why.</summary>
internal static class LeadSentences
{
    public static NarrativeSentence Who(NarrativeContext context, NarrativeSubject subject)
    {
        var risk = subject.Risk;
        int[] atRisk = [.. subject.Members.Where(r => context.Facts.Decisions[r] != Decision.Declined)];
        var money = !Headlines.HasMoney(context, subject) ? ""
            : risk.Outcomes.Declined == 0 ? $", {context.Facts.MoneyInWords(subject.Members)} in all"
            : $", {context.Facts.MoneyInWords(subject.Members)} in all, {context.Facts.MoneyInWords(atRisk)} of it not declined";
        var who = Wording.Counted(risk.Accounts, Headlines.AreMostlyNew(risk) ? "mostly new account" : "account");
        var shared = Headlines.MostShared(subject);
        var from = shared is null ? "" : $" on {Wording.Counted(shared.Values, "shared " + FeatureWords.One(shared.Entity!))}";
        var text = $"{Headlines.Payments(risk, subject.Size)} by {who}{from} {When(context, risk)}{money}";
        return new(SentenceKind.What, Wording.Sentence(text), []) { Place = SentencePlace.Lead };
    }

    /// <param name="context">Of the run.</param>
    /// <param name="subject">The finding.</param>
    /// <param name="facts">What sets it apart, most telling first.</param>
    public static NarrativeSentence Why(NarrativeContext context, NarrativeSubject subject, IReadOnlyList<StoryFact> facts)
    {
        var risk = subject.Risk;
        var reasons = facts.Where(static f => f.Weight > 0).Take(NarrativeWriter.Reasons).Select(static f => f.Brief).ToList();
        var interval = Wording.ChanceBetween(risk.Low, risk.High);
        var chance = Wording.Chance(risk.Probability);
        var verdict = $"{Wording.Verdict(risk.Probability)}: {chance}{(interval == chance ? "" : $" (90% interval: {interval})")}";
        var why = reasons.Count == 0 ? "; nothing sets it apart"
            : (risk.Risky ? ", because " : "; what is known or stands out: ") + List(reasons, subject.Size);
        return new(SentenceKind.Outcome, Wording.Sentence(verdict + why) + Loss(context, subject), null) { Place = SentencePlace.Lead };
    }

    private static string Loss(NarrativeContext context, NarrativeSubject subject)
    {
        var loss = FindingOrder.TwoDigits(subject.Risk.ExpectedLoss);
        var isMoney = Headlines.HasMoney(context, subject) && subject.Risk.MoneyAtRisk > 0;
        if (loss <= 0 || (!isMoney && Wording.Rate(loss) == "0")) return "";
        var words = isMoney ? Wording.RoundMoney(loss, context.Facts.Currency)
            : Wording.Rate(loss) == "1" ? "1 payment" : Wording.Rate(loss) + " payments";
        return $" The expected loss is about {words}.";
    }

    private static string When(NarrativeContext context, FindingRisk risk)
    {
        var (seconds, clock) = ((risk.To - risk.From).TotalSeconds, context.Dataset.TransactionClock);
        return seconds < Math.Max(1, clock?.Seconds() ?? 0)
            ? $"at {Wording.Time(risk.From)} UTC{(clock > ClockStep.Second ? $" (within the same {clock.Value.Word()})" : "")}"
            : $"between {Wording.Time(risk.From)} and {Wording.Time(risk.To)} UTC ({Wording.Duration(seconds)})";
    }

    /// <summary>The noun is said once: all 30 payments …, all 30 … and 26 of 30 …; clauses that hold commas are kept apart by semicolons.</summary>
    private static string List(List<string> reasons, int size)
    {
        var payments = $"{Wording.Count(size)} payments";
        var first = reasons.FindIndex(r => r.Contains(payments, StringComparison.Ordinal));
        var said = reasons.Select((r, at) => at > first ? r.Replace(payments, Wording.Count(size), StringComparison.Ordinal) : r).ToList();
        return said.Count > 1 && said.Exists(static r => r.Contains(", ", StringComparison.Ordinal))
            ? $"{string.Join("; ", said.SkipLast(1))}; and {said[^1]}" : Wording.Listed(said);
    }
}

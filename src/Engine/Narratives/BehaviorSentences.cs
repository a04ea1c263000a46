using Investigator.Engine.Core;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Narratives;

/// <summary>What members do before they pay, how the cluster differs, and which members do not fit.</summary>
internal static class BehaviorSentences
{
    public static IEnumerable<NarrativeSentence> Behavior(NarrativeContext context, NarrativeSubject subject)
    {
        if (!context.Dataset.HasEvents) yield break;
        var withEvents = subject.Members.Count(r => context.Sequences.Length(r) > 0);
        if (withEvents == 0)
        {
            yield return Told($"no page view is known before {(subject.Size == 1 ? "the payment" : $"any of the {Wording.Count(subject.Size)} payments")}");
            yield break;
        }
        if (context.Scripts.MostCommon(subject.Members) is { } common)
        {
            var others = context.Facts.Count - subject.Size;
            var pages = Pages(context, common.Row);
            yield return Told(common.Members > 1
                ? $"{Wording.PartOf(common.Members, subject.Size, "payment")} followed the pages {pages}; elsewhere {Wording.PartOfRest(common.Rest, others)} did"
                : subject.Size == 1 ? $"the payment followed the pages {pages}" : $"no sequence of three pages or more occurs twice among the {Wording.Count(subject.Size)} payments; one of them: {pages}");
            var (paced, pacedRest) = context.Scripts.OnePaceRows(subject.Members);
            if (paced > 0) yield return Told($"{Wording.PartOf(paced, subject.Size, "payment")} followed the same pages at nearly the same pace as others; elsewhere {Wording.PartOfRest(pacedRest, others)} did");
        }
        if (context.Pages.MostUnusual(subject.Members) is { } page)
        {
            yield return Told($"the median time on the page {page.Page} is {Wording.Duration(page.Here)} over {Wording.Counted(page.Views, "view")} (elsewhere {Wording.Duration(page.Elsewhere)})");
        }
        if (subject.Risk.Risky && context.Pages.MostLookedAt(subject.Members) is { } looked)
        {
            yield return Told($"the time attention looked most at {looked.Page}: {Wording.Percent(looked.Here)} of its weight (elsewhere {Wording.Percent(looked.Elsewhere)})");
        }
    }

    public static IEnumerable<NarrativeSentence> Contrast(NarrativeContext context, NarrativeSubject subject)
    {
        foreach (var condition in subject.Conditions)
        {
            var all = RuleMatch.Rows(context.Features, [condition]).Length;
            var mine = RuleMatch.Rows(context.Features, [condition], subject.Members).Length;
            var rest = Wording.PartOfRest(all - mine, context.Facts.Count - subject.Size);
            yield return new(SentenceKind.Contrast, Wording.Sentence($"for {Wording.PartOf(mine, subject.Size, "payment")}, {RuleText.Words(context.Features, [condition])}; elsewhere for {rest}{Medians(subject, condition)}"), [condition]);
        }
        foreach (var rule in subject.Rules.Take(1))
        {
            var (matched, mine) = (rule.Learned.Matched + rule.Later.Matched, rule.Learned.InCluster + rule.Later.InCluster);
            yield return new(SentenceKind.Contrast, Wording.Sentence($"the rule “{rule.Text}” matches {Wording.PartOf(mine, subject.Size, "payment")} here and {Wording.Count(matched - mine)} of {Wording.Count(context.Facts.Count - subject.Size)} elsewhere"), rule.Conditions);
        }
    }

    public static IEnumerable<NarrativeSentence> CounterExamples(NarrativeContext context, NarrativeSubject subject)
    {
        var outcomes = subject.Risk.Outcomes;
        if (subject.Risk.Risky && outcomes.Known > outcomes.Fraud)
        {
            var legitimate = outcomes.Known - outcomes.Fraud;
            yield return new(SentenceKind.CounterExample, Wording.Sentence(outcomes.Known == 1 ? "the one known outcome is legitimate" : $"{Wording.Count(legitimate)} of the {Wording.Count(outcomes.Known)} known outcomes {(legitimate == 1 ? "is" : "are")} legitimate"), null);
        }
        if (subject.Conditions.Count == 0 || subject.Size < 2) yield break;
        var fits = subject.Conditions.Select(c => RuleMatch.Rows(context.Features, [c], subject.Members).Length).ToList();
        var worst = fits.IndexOf(fits.Min());
        var condition = subject.Conditions[worst];
        var lacking = subject.Size - fits[worst];
        if (lacking == 0)
        {
            var which = subject.Conditions.Count == 1 ? "the trait" : $"any of the {subject.Conditions.Count} traits";
            yield return new(SentenceKind.CounterExample, Wording.Sentence($"none of the {Wording.Count(subject.Size)} payments lacks {which} named above"), null);
            yield break;
        }
        var opposite = ContrastConditions.Opposite(condition);
        var contrary = RuleMatch.Rows(context.Features, [opposite], subject.Members).Length;
        var missing = lacking - contrary;
        var text = $"{Wording.PartOf(lacking, subject.Size, "payment")} {(lacking == 1 ? "does" : "do")} not fit: {RuleText.Words(context.Features, [opposite])}";
        yield return new(SentenceKind.CounterExample, Wording.Sentence(missing == 0 ? text : $"{text} ({Wording.Count(missing)} of these {(missing == 1 ? "has" : "have")} no value)"), missing == 0 ? [opposite] : null);
    }

    private static string Medians(NarrativeSubject subject, RuleCondition condition)
    {
        var contrast = subject.Contrasts.First(c => c.Feature == condition.Feature);
        return contrast.Category is not null || contrast.Unit == Units.YesNo ? "" : $" (median {Wording.Value(contrast.ClusterMedian, contrast.Unit)}, elsewhere {Wording.Value(contrast.RestMedian, contrast.Unit)})";
    }

    /// <summary>A long sequence is told by its beginning and its end.</summary>
    private static string Pages(NarrativeContext context, int row)
    {
        var types = context.Sequences.Types.AsSpan(context.Sequences.Offsets[row], context.Sequences.Length(row)).ToArray();
        var names = Array.ConvertAll(types, t => context.Sequences.Vocabulary[t]);
        return names.Length <= 9 ? string.Join(" → ", names) : $"{string.Join(" → ", names[..4])} → … → {string.Join(" → ", names[^4..])} ({names.Length} pages)";
    }

    private static NarrativeSentence Told(string text) => new(SentenceKind.Behavior, Wording.Sentence(text), null);
}

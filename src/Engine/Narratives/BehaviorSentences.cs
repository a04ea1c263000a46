using Investigator.Engine.Core;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Narratives;

/// <summary>What members do before they pay, how the finding differs, and which members do not fit.</summary>
internal static class BehaviorSentences
{
    public static IEnumerable<NarrativeSentence> Behavior(NarrativeContext context, NarrativeSubject subject, bool paceTold)
    {
        if (!context.Dataset.HasEvents) yield break;
        if (subject.Members.All(r => context.Sequences.Length(r) == 0))
        {
            yield return Told($"no page view is known before {(subject.Size == 1 ? "the payment" : $"any of the {Wording.Count(subject.Size)} payments")}");
            yield break;
        }
        if (context.Scripts.MostCommon(subject.Members) is { Members: 1 } common)
        {
            var pages = Pages(context, common.Row);
            yield return Told(subject.Size == 1 ? $"the payment followed the pages {pages}"
                : $"no sequence of three pages or more occurs twice among the {Wording.Count(subject.Size)} payments; one of them: {pages}");
        }
        var (machine, machineRest) = context.Scripts.MachineRows(subject.Members);
        if (!paceTold && machine.Any * 2 >= subject.Size)
        {
            var part = Wording.PartOf(machine.Any, subject.Size, "payment");
            var rest = Wording.PartOfRest(machineRest.Any, context.Facts.Count - subject.Size);
            yield return Told($"{part} {AtMachineSpeed(context)}; elsewhere {rest}");
        }
        if (!paceTold && context.Pages.MostUnusual(subject.Members) is { } page)
        {
            var clock = context.Dataset.SequenceClock;
            var (here, elsewhere) = (Wording.Duration(page.Here, clock), Wording.Duration(page.Elsewhere, clock));
            yield return Told($"the median time on the page {page.Page} is {here} over {Wording.Counted(page.Views, "view")} (elsewhere {elsewhere})");
        }
    }

    /// <summary>What a machine's times mean on this data's clock.</summary>
    public static string AtMachineSpeed(NarrativeContext context) => context.Dataset.SequenceClock is { } clock && clock > ClockStep.Second
        ? $"came within the same {clock.Word()} as their first page"
        : "were clicked at machine speed (a second or less per page, or equal steps)";

    /// <summary>What features say, strongest first.</summary>
    public static IEnumerable<StoryFact> Contrast(NarrativeContext context, NarrativeSubject subject)
    {
        foreach (var condition in subject.Conditions)
        {
            var all = RuleMatch.Count(context.Features, condition);
            var mine = RuleMatch.Rows(context.Features, [condition], subject.Members).Length;
            var rest = Wording.PartOfRest(all - mine, context.Facts.Count - subject.Size);
            var brief = $"for {Wording.PartOf(mine, subject.Size, "payment")}, {RuleText.Words(context.Features, [condition])}";
            var text = $"{brief}; elsewhere for {rest}{Medians(context, subject, condition)}";
            yield return new StoryFact(0.01, brief, new(SentenceKind.Contrast, Wording.Sentence(text), [condition]));
        }
    }

    public static IEnumerable<NarrativeSentence> CounterExamples(NarrativeContext context, NarrativeSubject subject)
    {
        if (subject.Conditions.Count == 0 || subject.Size < 2) yield break;
        var fits = subject.Conditions.Select(c => RuleMatch.Rows(context.Features, [c], subject.Members).Length).ToList();
        var worst = fits.IndexOf(fits.Min());
        var condition = subject.Conditions[worst];
        var lacking = subject.Size - fits[worst];
        if (lacking == 0) yield break;
        var opposite = ContrastConditions.Opposite(condition);
        var contrary = RuleMatch.Rows(context.Features, [opposite], subject.Members).Length;
        var missing = lacking - contrary;
        var contraryWords = RuleText.Words(context.Features, [opposite]);
        var none = missing == 0 ? "" : $" ({Wording.Count(missing)} of these {(missing == 1 ? "has" : "have")} no value)";
        var notFit = $"{Wording.PartOf(lacking, subject.Size, "payment")} {(lacking == 1 ? "does" : "do")} not fit: {contraryWords}{none}";
        yield return new(SentenceKind.CounterExample, Wording.Sentence(notFit), missing == 0 ? [opposite] : null);
    }

    private static string Medians(NarrativeContext context, NarrativeSubject subject, RuleCondition condition)
    {
        var contrast = subject.Contrasts.First(c => c.Feature == condition.Feature);
        var clock = contrast.Clock;
        var (here, elsewhere) = (Wording.Value(contrast.ClusterMedian, contrast.Unit, clock), Wording.Value(contrast.RestMedian, contrast.Unit, clock));
        return contrast.Category is not null || contrast.Unit == Units.YesNo ? "" : $" (median {here}, elsewhere {elsewhere})";
    }

    /// <summary>A long sequence is told by its beginning and its end.</summary>
    public static string Pages(NarrativeContext context, int row)
    {
        var types = context.Sequences.Types.AsSpan(context.Sequences.Offsets[row], context.Sequences.Length(row)).ToArray();
        var names = Array.ConvertAll(types, t => t == 0 ? "a rare page" : context.Sequences.Vocabulary[t]);
        if (names.Length <= 9) return string.Join(" → ", names);
        return $"{string.Join(" → ", names[..4])} → … → {string.Join(" → ", names[^4..])} ({names.Length} pages)";
    }

    private static NarrativeSentence Told(string text) => new(SentenceKind.Behavior, Wording.Sentence(text), null);
}

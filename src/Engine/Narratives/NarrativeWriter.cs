using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Findings;
using Investigator.Engine.Ingest;
using Investigator.Engine.Risk;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Narratives;

/// <summary>Tells each finding in plain words from counted facts.</summary>
public static class NarrativeWriter
{
    private const string Stage = StageNames.Narratives;

    /// <summary>Reasons that stand out in a story; the others are for whoever reads on.</summary>
    internal const int Reasons = 3;

    /// <param name="dataset">The transactions.</param>
    /// <param name="findings">Over the dataset's rows.</param>
    /// <param name="facts">What is known of each.</param>
    /// <param name="scripts">Of the same facts, sequences and clustering.</param>
    /// <param name="features">The intuitive features.</param>
    /// <param name="sequences">What led to each transaction.</param>
    /// <param name="attention">What the model looked at; null when it is not told.</param>
    /// <param name="risks">One per finding.</param>
    /// <param name="context">Progress and cancel.</param>
    /// <returns>One entry per finding, by number; what is not risky is told shorter.</returns>
    /// <exception cref="InputException">The inputs belong to different datasets.</exception>
    public static IReadOnlyList<FindingNarrative> Write(
        Dataset dataset, FindingSet findings, TransactionFacts facts, PageScripts scripts, FeatureMatrix features, SequenceSet sequences,
        BehaviorEmbedding? attention, IReadOnlyList<FindingRisk> risks, StageContext context)
    {
        TransactionFacts.RequireRows(dataset, findings.Numbers.Length, "findings");
        TransactionFacts.RequireRows(dataset, features.Count, "feature matrix");
        TransactionFacts.RequireRows(dataset, sequences.Count, "sequences");
        TransactionFacts.RequireRows(dataset, scripts.Count, "page scripts");
        var members = findings.Members();
        var meter = context.Start(Stage, features.Columns.Count + members.Length, "comparing features");
        if (members.Length == 0) return [];
        var contrasts = ContrastSelection.Of(features, members, context, meter);
        meter.Note = "comparing pages";
        var narrative = new NarrativeContext(dataset, facts, scripts, features, sequences, attention, context);
        meter.Note = "writing";
        meter.Add(0);
        var riskOf = risks.ToDictionary(r => r.Finding);
        var groups = GroupNaming.Of(dataset, facts, members, context);
        var told = new FindingNarrative[members.Length];
        Parallel.For(0, members.Length, context.Parallel, f =>
        {
            told[f] = WriteOne(narrative, new NarrativeSubject(members[f], riskOf[f], contrasts[f], [], groups[f]), findings.Items[f]);
            meter.Add(1);
        });
        meter.Finish();
        return told;
    }

    private static FindingNarrative WriteOne(NarrativeContext context, NarrativeSubject subject, Finding finding) => new()
    {
        Finding = finding.Number,
        Headline = HiddenCharacters.Show(Headlines.Of(context, subject)),
        Clock = context.Dataset.TransactionClock,
        Contrasts = subject.Contrasts,
        Behavior = context.Attention.Of(subject.Members) is { } behavior ? behavior with { Clock = context.Dataset.SequenceClock } : null,
        Sentences = [.. Sentences(context, subject, finding).Select(static s => s with { Text = HiddenCharacters.Show(s.Text) })],
    };

    /// <summary>Two lines that answer who, what, how many, how much and why; the strongest reasons; the rest.</summary>
    private static IEnumerable<NarrativeSentence> Sentences(NarrativeContext context, NarrativeSubject subject, Finding finding)
    {
        List<StoryFact> facts = [FactSentences.Outcomes(context, subject), .. SignalFacts.Of(context, subject)];
        List<(SignalKind? Signal, string? Entity)> told =
            [.. facts.SelectMany(static f => f.Entities.DefaultIfEmpty(), static (f, entity) => (f.Signal, entity))];
        FeatureContrast[] untold = [.. subject.Contrasts.Where(IsNew)];
        subject = subject with { Conditions = ContrastConditions.Of(context.Features, subject.Members, untold, subject.Risk.Risky ? 3 : 2) };
        facts.AddRange(BehaviorSentences.Contrast(context, subject));
        facts = [.. facts.OrderByDescending(static f => f.Weight)];
        return
        [
            LeadSentences.Who(context, subject),
            LeadSentences.Why(context, subject, facts),
            .. facts.Select(static (fact, at) => at < Reasons && fact.Weight > 0
                ? fact.Reason with { Place = SentencePlace.Reason } : fact.Sentence with { Place = SentencePlace.Detail }),
            .. finding.Reasons.Select(static reason => new NarrativeSentence(SentenceKind.What, Wording.Sentence(reason), null)),
            FactSentences.Accounts(subject),
            .. BehaviorSentences.Behavior(context, subject, ContrastConditions.TellsPace(told)),
            .. FactSentences.Approved(context, subject) is { } approved ? [approved] : (NarrativeSentence[])[],
            .. BehaviorSentences.CounterExamples(context, subject),
            .. FactSentences.Standing(subject),
            .. FactSentences.Limit(context, subject),
        ];

        bool IsNew(FeatureContrast contrast) => !ContrastConditions.SaysTheSame(context.Features.Find(contrast.Feature)!.Definition, told);
    }
}

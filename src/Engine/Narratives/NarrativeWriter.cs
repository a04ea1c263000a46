using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Findings;
using Investigator.Engine.Ingest;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Narratives;

/// <summary>Tells each cluster in plain words from counted facts.</summary>
public static class NarrativeWriter
{
    private const string Stage = StageNames.Narratives;

    /// <param name="dataset">The transactions.</param>
    /// <param name="findings">Over the dataset's rows.</param>
    /// <param name="facts">What is known of each.</param>
    /// <param name="scripts">Of the same facts, sequences and clustering.</param>
    /// <param name="features">The intuitive features.</param>
    /// <param name="sequences">What led to each transaction.</param>
    /// <param name="attention">What the model looked at; null when it is not told.</param>
    /// <param name="risks">One per cluster.</param>
    /// <param name="rules">Of the risky clusters.</param>
    /// <param name="context">Progress and cancel.</param>
    /// <returns>One entry per cluster, in the order of labels; clusters that are not risky are told shorter.</returns>
    /// <exception cref="InputException">The inputs belong to different datasets.</exception>
    public static IReadOnlyList<FindingNarrative> Write(
        Dataset dataset, FindingSet findings, TransactionFacts facts, PageScripts scripts, FeatureMatrix features, SequenceSet sequences,
        BehaviorEmbedding? attention, IReadOnlyList<FindingRisk> risks, IReadOnlyList<FindingRule> rules, StageContext context)
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
        var narrative = new NarrativeContext(dataset, facts, scripts, features, sequences, attention);
        meter.Note = "writing";
        meter.Add(0);
        var riskOf = risks.ToDictionary(r => r.Finding);
        var rulesOf = rules.ToLookup(r => r.Finding);
        var told = new FindingNarrative[members.Length];
        Parallel.For(0, members.Length, context.Parallel, c =>
        {
            var conditions = ContrastConditions.Of(features, members[c], contrasts[c], riskOf[c].Risky ? 3 : 2);
            told[c] = WriteOne(narrative, new NarrativeSubject(members[c], riskOf[c], [.. rulesOf[c]], contrasts[c], conditions));
            meter.Add(1);
        });
        meter.Finish();
        return told;
    }

    private static FindingNarrative WriteOne(NarrativeContext context, NarrativeSubject subject) => new()
    {
        Finding = subject.Risk.Finding,
        Headline = HiddenCharacters.Show(Headlines.Of(context, subject)),
        Contrasts = subject.Contrasts,
        Behavior = context.Attention.Of(subject.Members),
        Sentences = [.. Sentences(context, subject).Select(static s => s with { Text = HiddenCharacters.Show(s.Text) })],
    };

    private static IEnumerable<NarrativeSentence> Sentences(NarrativeContext context, NarrativeSubject subject) =>
    [
        .. FactSentences.What(context, subject),
        .. BehaviorSentences.Behavior(context, subject),
        .. BehaviorSentences.Contrast(context, subject),
        .. FactSentences.Outcome(context, subject),
        .. BehaviorSentences.CounterExamples(context, subject),
        .. FactSentences.Limit(context, subject),
    ];
}

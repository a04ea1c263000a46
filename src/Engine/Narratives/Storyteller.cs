using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Narratives;

/// <summary>Tells each cluster in plain words from counted facts.</summary>
public static class Storyteller
{
    private const string Stage = "narratives";

    /// <param name="dataset">The transactions.</param>
    /// <param name="clustering">Over the dataset's rows.</param>
    /// <param name="features">The intuitive features.</param>
    /// <param name="sequences">What led to each transaction.</param>
    /// <param name="attention">What the model looked at; null when it is not told.</param>
    /// <param name="risks">One a cluster.</param>
    /// <param name="rules">Of the risky clusters.</param>
    /// <param name="context">Progress and cancel.</param>
    /// <returns>One entry a cluster, in the order of labels; clusters that are not risky are told shorter.</returns>
    /// <exception cref="InputException">The inputs belong to different datasets.</exception>
    public static IReadOnlyList<ClusterNarrative> Tell(
        Dataset dataset, Clustering clustering, FeatureMatrix features, SequenceSet sequences, BehaviorEmbedding? attention,
        IReadOnlyList<ClusterRisk> risks, IReadOnlyList<ClusterRule> rules, StageContext context)
    {
        RiskAssessment.CheckRows(dataset, clustering.Labels.Length, "clustering");
        RiskAssessment.CheckRows(dataset, features.Count, "feature matrix");
        RiskAssessment.CheckRows(dataset, sequences.Count, "sequences");
        var members = clustering.Members();
        var meter = context.Start(Stage, features.Columns.Count + members.Length, "comparing features");
        if (members.Length == 0) return [];
        var contrasts = FeatureContrasts.Of(features, members, context, meter);
        meter.Note = "reading transactions and pages";
        var source = new StorySource(dataset, clustering.Labels, features, sequences, attention, risks.FirstOrDefault()?.AsOf, context);
        meter.Note = "writing";
        meter.Add(0);
        var riskOf = risks.ToDictionary(r => r.Cluster);
        var rulesOf = rules.ToLookup(r => r.Cluster);
        var told = new ClusterNarrative[members.Length];
        Parallel.For(0, members.Length, context.Parallel, c =>
        {
            var marks = ContrastMarks.Of(features, members[c], contrasts[c], riskOf[c].Risky ? 3 : 2);
            told[c] = TellOne(source, new Subject(members[c], riskOf[c], [.. rulesOf[c]], contrasts[c], marks));
            meter.Add(1);
        });
        meter.Finish();
        return told;
    }

    private static ClusterNarrative TellOne(StorySource source, Subject subject) => new()
    {
        Cluster = subject.Risk.Cluster,
        Headline = Headlines.Of(source, subject),
        Contrasts = subject.Contrasts,
        Behavior = source.Attention.Of(subject.Members),
        Sentences =
        [
            .. FactSentences.What(source, subject),
            .. BehaviorSentences.Behavior(source, subject),
            .. BehaviorSentences.Contrast(source, subject),
            .. FactSentences.Outcome(source, subject),
            .. BehaviorSentences.CounterExamples(source, subject),
            .. FactSentences.Limit(source, subject),
        ],
    };
}

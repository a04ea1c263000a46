using Investigator.Engine.Embedding;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Narratives;

/// <summary>What all clusters' sentences draw on, sorted once.</summary>
internal sealed class NarrativeContext
{
    public NarrativeContext(
        Dataset dataset, TransactionFacts facts, PageScripts scripts, FeatureMatrix features, SequenceSet sequences, BehaviorEmbedding? attention)
    {
        (Dataset, Facts, Scripts, Features, Sequences) = (dataset, facts, scripts, features, sequences);
        Pages = new PageTimes(sequences, attention);
        Attention = new AttentionProfile(sequences, attention, Pages);
    }

    public Dataset Dataset { get; }

    public TransactionFacts Facts { get; }

    public FeatureMatrix Features { get; }

    public SequenceSet Sequences { get; }

    public PageScripts Scripts { get; }

    public PageTimes Pages { get; }

    public AttentionProfile Attention { get; }
}

/// <summary>One cluster about to be told.</summary>
/// <param name="Members">Its rows, ascending.</param>
/// <param name="Risk">How risky it is.</param>
/// <param name="Rules">Its rules, best first.</param>
/// <param name="Contrasts">How it differs from the rest, strongest first.</param>
/// <param name="Conditions">The strongest contrasts as conditions that most members meet.</param>
internal sealed record NarrativeSubject(
    int[] Members, FindingRisk Risk, IReadOnlyList<FindingRule> Rules, IReadOnlyList<FeatureContrast> Contrasts, IReadOnlyList<RuleCondition> Conditions)
{
    public int Size => Members.Length;
}

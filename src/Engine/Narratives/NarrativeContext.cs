using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Narratives;

/// <summary>What all findings' sentences draw on, sorted once.</summary>
internal sealed class NarrativeContext
{
    public NarrativeContext(
        Dataset dataset, TransactionFacts facts, PageScripts scripts, FeatureMatrix features, SequenceSet sequences, BehaviorEmbedding? attention,
        StageContext context)
    {
        (Dataset, Facts, Scripts, Features, Sequences) = (dataset, facts, scripts, features, sequences);
        Pages = new PageTimes(sequences, context.Parallel);
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

/// <summary>One finding about to be told.</summary>
/// <param name="Members">Its rows, ascending.</param>
/// <param name="Risk">How risky it is.</param>
/// <param name="Contrasts">How it differs from the rest, strongest first.</param>
/// <param name="Conditions">The strongest contrasts as conditions that most members meet.</param>
/// <param name="Groups">What its accounts share, and its accounts last.</param>
internal sealed record NarrativeSubject(
    int[] Members, FindingRisk Risk, IReadOnlyList<FeatureContrast> Contrasts, IReadOnlyList<RuleCondition> Conditions, IReadOnlyList<NamedGroup> Groups)
{
    public int Size => Members.Length;

    public IEnumerable<NamedGroup> Shared => Groups.Where(static g => g.Entity is not null);

    public NamedGroup Accounts => Groups[^1];
}

using Investigator.Benchmarks.Behavior;
using Investigator.Engine;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Devices;
using Investigator.Engine.Embedding;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Findings;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Ingest;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Risk;
using Investigator.Engine.Sequences;
using Investigator.Engine.Space;
using Investigator.TestKit;

namespace Investigator.Benchmarks.Quality;

/// <summary>One dataset with what all spaces have in common: sequences, embedding, features, and the truth that no stage sees.</summary>
/// <param name="Truth"><c>truth.parquet</c> of a simulated shop; null for other data.</param>
internal sealed record QualityData(Dataset Dataset, string? Truth, MissedFraud Missed, SequenceSet Sequences, TransactionFacts Facts,
    BehaviorEmbedding Embedding, BehaviorEmbedding Thrown, FeatureMatrix Features, RunOptions Options, StageContext Context)
{
    /// <summary>Of all transactions, those that can be reviewed.</summary>
    private const double ReviewShare = 0.01;

    /// <summary>What a finished run has in its folder.</summary>
    /// <param name="dataset">That it was made of.</param>
    /// <param name="truth">Of a simulated shop; null to go by the outcomes.</param>
    /// <param name="options">Of the run.</param>
    /// <param name="run">Its folder.</param>
    public static QualityData Of(Dataset dataset, string? truth, RunOptions options, string run)
    {
        var context = new StageContext { Device = DeviceSelection.Choose(options.Device), Seed = options.Seed, Scratch = run };
        var sequences = SequenceSet.Load(run);
        var embedding = BehaviorEmbedding.Load(run);
        var (bags, columns) = RingVectors.Bags(sequences);
        var thrown = embedding with { Vectors = RingVectors.Project(bags, columns, embedding.Dimension, options.Seed) };
        var facts = TransactionFacts.Read(dataset, sequences, options.Risk.AsOf, OutcomeLedger.In(run), context);
        return new QualityData(
            dataset, truth, MissedFraud.Of(dataset, truth), sequences, facts, embedding, thrown, FeatureTable.Load(run), options, context);
    }

    public QualityScore Score(QualitySpace space)
    {
        var hybrid = space switch
        {
            QualitySpace.Embedding => Options.Hybrid with { FeatureWeight = 0, GroupDistance = 0 },
            QualitySpace.Features => Options.Hybrid with { EmbeddingWeight = 0 },
            _ => Options.Hybrid,
        };
        var made = SpaceBuilder.Build(space == QualitySpace.RandomProjection ? Thrown
            : Embedding, Features, FeatureCatalog.HasGroups(FeatureCatalog.Of(Dataset, null, Options.Features)) ? Facts.Groups : null, hybrid, Context,
            OutcomeSample.Of(Facts.Outcomes, Facts.Accounts));
        var graph = NeighborSearch.Find(made.Points, Options.NeighborsUsed(), Context);
        var tree = SpanningTreeBuilder.Build(made.Points, graph, Options.Clusters.CoreNeighbors(), Context);
        var clustering = DensityClusters.Find(tree, Options.ClustersUsed(made.Points.Count), Context);
        var scripts = new PageScripts(Facts, Sequences, clustering.Labels);
        var findings = FindingBuilder.Build(
            clustering, Facts, scripts, made.Points, graph, Assess, Options.Findings, Options.ClustersUsed(made.Points.Count), Context);
        var risks = Assess(findings.Members());
        var review = ReviewScore.Of([.. findings.Members().Zip(risks, static (rows, risk) => (rows, risk.Probability, risk.Risky))], Missed,
            ReviewShare * made.Points.Count);
        return new QualityScore(Options.Seed, space, Truth is null ? null : RingScore.Of(Truth, Dataset, findings, risks), review);

        IReadOnlyList<FindingRisk> Assess(IReadOnlyList<int[]> members) => RiskAssessment.Assess(Dataset, members, Facts, scripts, Options.Risk, Context);
    }
}

using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;
using Investigator.Engine.Findings;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Projection;
using Investigator.Engine.Risk;
using Investigator.Engine.Risk.Payments;
using Investigator.Engine.Rules;
using Investigator.Engine.Sequences;
using Investigator.Engine.Singles;
using Investigator.Engine.Space;

namespace Investigator.Engine;

/// <summary>Everything that decides a run's result, one record a stage, stored with the run.</summary>
public sealed record RunOptions
{
    /// <summary>Every random choice of the run derives from it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Where to compute.</summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Auto;

    public SequenceOptions Sequences { get; init; } = new();

    public EmbeddingOptions Embedding { get; init; } = new();

    public FeatureOptions Features { get; init; } = new();

    public HybridOptions Hybrid { get; init; } = new();

    public NeighborOptions Neighbors { get; init; } = new();

    public ClusterOptions Clusters { get; init; } = new() { MinClusterSize = 15, MinSamples = 5 };

    /// <summary>
    /// Without a MaxClusterSize among the cluster options, no cluster is larger than this share of the rows (or 1,000 rows, whichever is more):
    /// ordinary traffic is one great mass that would swallow the rings within it.
    /// </summary>
    public double MaxClusterShare { get; init; } = 0.05;

    public ProjectionOptions Projection { get; init; } = new();

    public PaymentOptions Payments { get; init; } = new();

    public FindingOptions Findings { get; init; } = new();

    public RiskOptions Risk { get; init; } = new();

    public SingleOptions Singles { get; init; } = new();

    public RuleOptions Rules { get; init; } = new();

    /// <summary>The neighbours to look for: as many as the clusters' core distances need, at least.</summary>
    public NeighborOptions NeighborsUsed() => Neighbors with { K = Math.Max(Neighbors.K, Clusters.CoreNeighbors()) };

    /// <summary>The cluster options; where they lack a largest size, <see cref="MaxClusterShare"/> of <paramref name="rows"/> gives it.</summary>
    public ClusterOptions ClustersUsed(long rows) => Clusters with { MaxClusterSize = Clusters.MaxClusterSize ?? (int)Math.Max(1000, MaxClusterShare * rows) };

    /// <exception cref="InputException">A value out of its range, with what was expected.</exception>
    public void Validate()
    {
        Sequences.Validate();
        Embedding.Validate();
        Features.Validate();
        Hybrid.Validate();
        Neighbors.Validate();
        Clusters.Validate();
        new OptionCheck("run").Require(MaxClusterShare is > 0 and <= 1, MaxClusterShare, "above 0, at most 1");
        Projection.Validate();
        Payments.Validate();
        Findings.Validate();
        Risk.Validate();
        Singles.Validate();
        Rules.Validate();
    }
}

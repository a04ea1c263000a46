using Investigator.Engine.Clusters;
using Investigator.Engine.Compute;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;
using Investigator.Engine.Hybrid;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Projection;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Sequences;

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

    public ProjectionOptions Projection { get; init; } = new();

    public RiskOptions Risk { get; init; } = new();

    public RuleOptions Rules { get; init; } = new();

    /// <exception cref="InputException">A value out of its range, with what was expected.</exception>
    public void Validate()
    {
        Sequences.Validate();
        Embedding.Validate();
        Features.Validate();
        Hybrid.Validate();
        Neighbors.Validate();
        Clusters.Validate();
        Projection.Validate();
        Risk.Validate();
        Rules.Validate();
    }
}

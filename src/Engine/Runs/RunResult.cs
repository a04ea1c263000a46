using Investigator.Engine.Clusters;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Runs;

/// <summary>What a run found, as its last stage wrote it to files.</summary>
public sealed record RunResult
{
    public required RunRecord Record { get; init; }

    public required Clustering Clustering { get; init; }

    /// <summary>One per cluster, by label.</summary>
    public required IReadOnlyList<ClusterRisk> Risks { get; init; }

    public required IReadOnlyList<ClusterRule> Rules { get; init; }

    /// <summary>One per cluster, by label.</summary>
    public required IReadOnlyList<ClusterNarrative> Narratives { get; init; }
}

using Investigator.Engine.Clusters;
using Investigator.Engine.Findings;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Singles;

namespace Investigator.Engine.Runs;

/// <summary>What a run found, as its last stage wrote it to files.</summary>
public sealed record RunResult
{
    public required RunRecord Record { get; init; }

    public required Clustering Clustering { get; init; }

    public required FindingSet Findings { get; init; }

    /// <summary>One per finding, by number.</summary>
    public required IReadOnlyList<FindingRisk> Risks { get; init; }

    /// <summary><c>[n]</c> P(fraud) of each payment: its risky finding's, or its own; NaN in runs of formats that did not have it.</summary>
    public required float[] FraudProbabilities { get; init; }

    /// <summary>Payments worth a look by themselves.</summary>
    public required SingleList Singles { get; init; }

    public required IReadOnlyList<FindingRule> Rules { get; init; }

    /// <summary>One per finding, by number.</summary>
    public required IReadOnlyList<FindingNarrative> Narratives { get; init; }
}

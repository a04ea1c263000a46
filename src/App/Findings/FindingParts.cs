namespace Investigator.Findings;

/// <summary>What a finding is made of.</summary>
/// <param name="Clusters">Labels of the clusters that it holds rows of, ascending.</param>
/// <param name="IsPart">Whether a cluster of it has rows in other findings too.</param>
/// <param name="Reasons">Why its clusters were joined or its cluster was divided, a sentence each.</param>
public sealed record FindingParts(IReadOnlyList<int> Clusters, bool IsPart, IReadOnlyList<string> Reasons);

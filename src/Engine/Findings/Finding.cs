namespace Investigator.Engine.Findings;

/// <summary>What a run reports: one or more clusters that are parts of one ring, or a part of a cluster that mixes groups with nothing in common.
/// A risky one may hold payments of no cluster too.</summary>
/// <param name="Number">From 0, by the first row in each, as clusters are: without joins and divisions finding k is cluster k.</param>
/// <param name="Clusters">Labels of the clusters that it holds rows of, ascending; they never change.</param>
/// <param name="Size">Rows.</param>
/// <param name="IsPart">Whether a cluster of it has rows in other findings too.</param>
/// <param name="Reasons">
/// Why its clusters were joined, its cluster was divided or payments were added, a sentence each; empty for a finding that is one cluster.
/// </param>
public sealed record Finding(int Number, IReadOnlyList<int> Clusters, int Size, bool IsPart, IReadOnlyList<string> Reasons);

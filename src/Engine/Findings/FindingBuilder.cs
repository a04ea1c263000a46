using Investigator.Engine.Clusters;

namespace Investigator.Engine.Findings;

/// <summary>Clusters -> findings.</summary>
public static class FindingBuilder
{
    /// <summary>Every cluster is a finding of its own.</summary>
    public static FindingSet Build(Clustering clustering) => new()
    {
        Numbers = clustering.Labels,
        Items = [.. clustering.Clusters.Select(static (c, label) => new Finding(label, [label], c.Size, false, []))],
    };
}

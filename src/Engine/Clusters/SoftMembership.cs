namespace Investigator.Engine.Clusters;

/// <summary>The clusters that each point belongs to most, and how much. Made by <see cref="SoftMemberships"/>.</summary>
public sealed record SoftMembership
{
    /// <summary>Clusters kept of each point: as many as asked, or all when there are fewer.</summary>
    public required int K { get; init; }

    /// <summary><c>[n, K]</c> labels, the strongest first, equal ones by rising label.</summary>
    public required int[] Clusters { get; init; }

    /// <summary><c>[n, K]</c> in 0..1; those of a point over all clusters, also the ones not kept, sum to how much it belongs to any.</summary>
    public required float[] Strengths { get; init; }
}

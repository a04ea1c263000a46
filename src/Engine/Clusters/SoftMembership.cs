using Investigator.Engine.Tables;


namespace Investigator.Engine.Clusters;

/// <summary>The clusters that each point belongs to most, and how much. Made by <see cref="SoftMembershipBuilder"/>.</summary>
public sealed record SoftMembership
{
    /// <summary>Clusters kept of each point: as many as asked, or all when there are fewer.</summary>
    public required int K { get; init; }

    /// <summary><c>[n, K]</c> labels, the strongest first, equal ones by rising label.</summary>
    public required int[] Clusters { get; init; }

    /// <summary><c>[n, K]</c> in 0..1; those of a point over all clusters, also the ones not kept, sum to how much it belongs to any.</summary>
    public required float[] Strengths { get; init; }

    /// <summary>The same of all rows, when this is of their places.</summary>
    public SoftMembership ForRows(UniqueRows distinct)
    {
        var all = this with { Clusters = new int[(long)distinct.Inverse.Length * K], Strengths = new float[(long)distinct.Inverse.Length * K] };
        for (var row = 0; row < distinct.Inverse.Length; row++)
        {
            Clusters.AsSpan(distinct.Inverse[row] * K, K).CopyTo(all.Clusters.AsSpan(row * K));
            Strengths.AsSpan(distinct.Inverse[row] * K, K).CopyTo(all.Strengths.AsSpan(row * K));
        }

        return all;
    }
}

using Investigator.Engine.Tables;


namespace Investigator.Engine.Clusters;

/// <summary>The clusters that each point belongs to most, and how much.</summary>
public sealed record SoftMembership
{
    /// <summary>Clusters kept of each point: as many as asked, or all when there are fewer.</summary>
    public required int K { get; init; }

    /// <summary><c>[n, K]</c> labels, strongest first, equal ones by ascending label.</summary>
    public required int[] Clusters { get; init; }

    /// <summary><c>[n, K]</c> in 0..1; over all clusters, including those not kept, they sum to how much the point belongs to any.</summary>
    public required float[] Strengths { get; init; }

    /// <summary>The same for all rows, when this is for the distinct ones.</summary>
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

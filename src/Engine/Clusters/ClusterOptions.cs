using Investigator.Engine.Core;

namespace Investigator.Engine.Clusters;

/// <summary>Which of the condensed tree's clusters are taken.</summary>
public enum SelectionMethod
{
    /// <summary>Those with the greatest excess of mass, no two of which lie in one another.</summary>
    ExcessOfMass,

    /// <summary>The tree's leaves: smaller and more alike.</summary>
    Leaf,

    /// <summary>The leaves of the tree for the smallest cluster size whose leaves persist longest over all sizes: asks for no such size beforehand.</summary>
    Persistent,
}

/// <summary>What counts as a cluster. Names and meaning are those of the hdbscan package.</summary>
public sealed record ClusterOptions
{
    /// <summary>Fewest points of a cluster; for <see cref="SelectionMethod.Persistent"/> the least size that is considered. With fewer rows than this, all rows are noise.</summary>
    public int MinClusterSize { get; init; } = 15;

    /// <summary>The core distance is that to the so-many-th neighbour, the point itself not counted; null means <see cref="MinClusterSize"/>. More than the other rows there are means all of them.</summary>
    public int? MinSamples { get; init; }

    public SelectionMethod Selection { get; init; } = SelectionMethod.ExcessOfMass;

    /// <summary>Clusters that part at a smaller distance than this stay together; 0 means that none do.</summary>
    public double Epsilon { get; init; }

    /// <summary>Whether everything may be one cluster.</summary>
    public bool AllowSingleCluster { get; init; }

    /// <summary>Excess of mass takes no cluster larger than this (a larger one that does not split is left as noise); null means no limit. Ignored unless excess of mass selects.</summary>
    public int? MaxClusterSize { get; init; }

    /// <summary><see cref="MinSamples"/>, or what stands in for it.</summary>
    public int CoreNeighbors() => MinSamples ?? MinClusterSize;

    /// <exception cref="InputException">A value is out of its range.</exception>
    public void Validate()
    {
        if (MinClusterSize < 2) throw new InputException("the smallest cluster is too small", column: "min_cluster_size", value: $"{MinClusterSize}", expected: "2 or more");
        if (MinSamples < 1) throw new InputException("too few neighbours for a core distance", column: "min_samples", value: $"{MinSamples}", expected: "1 or more");
        if (!(Epsilon >= 0) || !double.IsFinite(Epsilon)) throw new InputException("the distance is out of range", column: "epsilon", value: $"{Epsilon}", expected: "0 or more");
        if (MaxClusterSize < MinClusterSize) throw new InputException("the largest cluster is smaller than the smallest", column: "max_cluster_size", value: $"{MaxClusterSize}", expected: $"at least {MinClusterSize}, min_cluster_size");
    }
}

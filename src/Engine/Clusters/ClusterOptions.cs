using Investigator.Engine.Core;

namespace Investigator.Engine.Clusters;

/// <summary>Which of the condensed tree's clusters are selected.</summary>
public enum SelectionMethod
{
    /// <summary>Those with the greatest excess of mass, none of them inside another.</summary>
    ExcessOfMass,

    /// <summary>The tree's leaves: smaller and more homogeneous.</summary>
    Leaf,

    /// <summary>
    /// The leaves of the tree for the smallest cluster size whose leaves persist longest over all sizes: no size has to be chosen beforehand.
    /// </summary>
    Persistent,
}

/// <summary>What counts as a cluster. Names and meaning are those of the hdbscan package.</summary>
public sealed record ClusterOptions
{
    /// <summary>
    /// Fewest points of a cluster; for <see cref="SelectionMethod.Persistent"/> the least size that is considered. With fewer rows than this, all rows are
    /// noise.
    /// </summary>
    public int MinClusterSize { get; init; } = 15;

    /// <summary>
    /// The core distance is the distance to this neighbour, the point itself not counted; null means <see cref="MinClusterSize"/>. More than the other rows
    /// there are means all of them.
    /// </summary>
    public int? MinSamples { get; init; }

    public SelectionMethod Selection { get; init; } = SelectionMethod.ExcessOfMass;

    /// <summary>Clusters that split at a smaller distance than this stay together; 0 means that every split counts.</summary>
    public double Epsilon { get; init; }

    /// <summary>Whether everything may be one cluster.</summary>
    public bool AllowSingleCluster { get; init; }

    /// <summary>
    /// Excess of mass takes no cluster larger than this (a larger one that does not split is left as noise); null means no limit. Ignored unless excess of mass
    /// selects.
    /// </summary>
    public int? MaxClusterSize { get; init; }

    /// <summary><see cref="MinSamples"/> or its default.</summary>
    public int CoreNeighbors() => MinSamples ?? MinClusterSize;

    /// <exception cref="InputException">A value is out of its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("cluster");
        check.AtLeast(MinClusterSize, 2);
        check.Require(MinSamples is null or >= 1, MinSamples, "1 or more");
        check.AtLeast(Epsilon, 0);
        check.Require(MaxClusterSize is null || MaxClusterSize >= MinClusterSize, MaxClusterSize, $"at least {MinClusterSize}, as min_cluster_size");
    }
}

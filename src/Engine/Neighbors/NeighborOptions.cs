using Investigator.Engine.Core;

namespace Investigator.Engine.Neighbors;

/// <summary>How neighbours are found.</summary>
public enum NeighborMode
{
    /// <summary>Every neighbour is a true one.</summary>
    Exact,

    /// <summary>
    /// An inverted file, or neighbour descent where its cells would hold too many points; the recall is measured and stored with the graph.
    /// </summary>
    Approximate,

    /// <summary>Exact while that takes about a minute by a timed sample of this machine, approximate beyond. What was chosen is kept with the graph.</summary>
    Auto,
}

/// <summary>How many neighbours, and how they are found.</summary>
public sealed record NeighborOptions
{
    /// <summary>Neighbours of each point, itself not counted. More than there are other rows means all of them.</summary>
    public int K { get; init; } = 16;

    public NeighborMode Mode { get; init; } = NeighborMode.Auto;

    /// <summary>Seconds that an exact search may take by estimate. Ignored but in auto mode.</summary>
    public double ExactSeconds { get; init; } = 60;

    /// <summary>Share of true neighbours that an approximate search must find, measured on a sample. Ignored in exact mode.</summary>
    public double Recall { get; init; } = 0.99;

    /// <exception cref="InputException">A value is out of its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("neighbor");
        check.AtLeast(K, 1);
        check.Require(ExactSeconds >= 0, ExactSeconds, "at least 0");
        check.Require(Recall is > 0 and <= 1, Recall, "above 0, at most 1");
    }
}

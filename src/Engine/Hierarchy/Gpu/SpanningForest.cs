namespace Investigator.Engine.Hierarchy.Gpu;

/// <summary>
/// Edges without a cycle, of least total weight among those they were chosen from, ordered by weight, then by the lower end, then by the upper end.
/// </summary>
internal sealed record SpanningForest
{
    /// <summary>Points; there are as many trees as points minus edges.</summary>
    public required int Count { get; init; }

    /// <summary>Lower end of each edge.</summary>
    public required int[] From { get; init; }

    /// <summary>Upper end of each edge.</summary>
    public required int[] To { get; init; }

    /// <summary>Mutual reachability distance.</summary>
    public required float[] Weight { get; init; }

    /// <summary>Boruvka's round in which each edge was chosen, from 0.</summary>
    public required int[] Round { get; init; }
}

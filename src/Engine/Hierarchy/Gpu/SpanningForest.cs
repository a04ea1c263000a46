namespace Investigator.Engine.Hierarchy.Gpu;

/// <summary>Edges without a circle, of least total weight among those they were chosen from: by rising weight, equal weights by the lower end and then the upper one.</summary>
internal sealed record SpanningForest
{
    /// <summary>Points; the trees are as many as points less edges.</summary>
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

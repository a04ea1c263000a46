namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>The best candidates of a block of queries, as they came from the device.</summary>
internal sealed record CandidateBlock
{
    /// <summary>Number of the block's first query among <see cref="GpuQueries"/>.</summary>
    public required int First { get; init; }

    public required int Count { get; init; }

    /// <summary><c>[count]</c> worst score kept; minus infinity where nobody was turned away.</summary>
    public required float[] Worst { get; init; }

    /// <summary><c>[capacity, count]</c> slots, best first; -1 where there is none.</summary>
    public required int[] Slots { get; init; }
}

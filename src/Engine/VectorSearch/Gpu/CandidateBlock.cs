namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>The best candidates of a block of queries, as they came from the GPU.</summary>
internal sealed record CandidateBlock
{
    /// <summary>Number of the block's first query among <see cref="GpuQueries"/>.</summary>
    public required int First { get; init; }

    public required int Count { get; init; }

    /// <summary><c>[count]</c> worst score kept; minus infinity where no candidate was turned away.</summary>
    public required float[] Worst { get; init; }

    /// <summary><c>[capacity, count]</c> slots, best first; -1 where there is none.</summary>
    public required int[] Slots { get; init; }

    /// <summary>Candidates kept per query.</summary>
    public int Capacity => Slots.Length / Count;

    /// <summary>The candidate rows of one of the block's queries, best score first.</summary>
    /// <param name="scratch"><c>[capacity]</c>.</param>
    public ReadOnlySpan<int> RowsOf(int query, GpuPanelLayout layout, int[] scratch)
    {
        var found = 0;
        for (; found < scratch.Length; found++)
        {
            var slot = Slots[((long)found * Count) + query];
            if (slot < 0) break;
            scratch[found] = layout.Rows[slot];
        }

        return scratch.AsSpan(0, found);
    }
}

namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>One query's list in the GPU's memory: by falling score, equal scores by rising slot. The twin of <see cref="TopK"/>.</summary>
internal struct GpuTopK
{
    public TopKViews Best;

    public long Count;

    public int Capacity;

    public int Query;

    /// <summary>The slot of the query itself.</summary>
    public int Self;

    public readonly float Worst => Best.Scores[Last];

    public readonly int WorstSlot => Best.Slots[Last];

    private readonly long Last => ((Capacity - 1) * Count) + Query;

    /// <returns>The worst score kept afterwards: minus infinity while there is room.</returns>
    public readonly float Insert(float score, int slot)
    {
        var at = Last;
        while (at >= Count && (score > Best.Scores[at - Count] || (score == Best.Scores[at - Count] && slot < Best.Slots[at - Count])))
        {
            Best.Scores[at] = Best.Scores[at - Count];
            Best.Slots[at] = Best.Slots[at - Count];
            at -= Count;
        }

        Best.Scores[at] = score;
        Best.Slots[at] = slot;
        return Worst;
    }
}

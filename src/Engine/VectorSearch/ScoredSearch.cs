using System.Numerics;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// A <see cref="PanelSearch"/> that goes by scores alone: it keeps a few more candidates than asked for, whose distances the caller then measures
/// (<see cref="ExactRerank"/>).
/// </summary>
/// <param name="k">Neighbours of each query.</param>
internal sealed unsafe class ScoredSearch(PanelLayout layout, int k, bool dots, int boundedPanels) : PanelSearch(layout, dots, boundedPanels)
{
    /// <summary>More than k, so that rounding of scores does not push a true neighbour out.</summary>
    public TopK Best { get; } = new(TopK.CapacityFor(k));

    /// <summary>Squared distance at which a query turned candidates away; infinite while it has turned none away.</summary>
    public float TurnedAway(int query) => Best.IsFull(query) ? Squared(query, Best.WorstScore(query)) : float.PositiveInfinity;

    /// <summary>Most by which a squared distance out of a query's scores may be wrong.</summary>
    public float Error(int query, float squared) => Dots
        ? PanelBounds.DotError(Layout.Dimension, Norm(query), MathF.Sqrt(squared))
        : PanelBounds.RelativeError(Layout.Dimension) * squared;

    protected override void Clear() => Best.Clear();

    protected override void Keep(int query, int panel, ulong mark, float* scores, int own)
    {
        var changed = false;
        for (; mark != 0; mark &= mark - 1)
        {
            var column = BitOperations.TrailingZeroCount(mark);
            var slot = (panel * PanelLayout.Width) + column;
            if (slot != own) changed |= Best.TryInsert(query, scores[column], Layout.Order[slot]);
        }

        if (!changed || !Best.IsFull(query)) return;

        // One step below the worst kept score, so that an equal score is still seen and decided by its row.
        var worst = Best.WorstScore(query);
        var squared = Squared(query, worst);
        Limit(query, MathF.BitDecrement(worst), MathF.Sqrt(squared + Error(query, squared)) * (1 + 1e-6f));
    }

    private float Squared(int query, float score) => MathF.Max(0, (Dots ? Norm(query) : 0) - (2 * score));
}

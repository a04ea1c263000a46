using ILGPU;

namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>Which points a query may find. It is only asked about points whose score would be kept, so it may read the GPU's memory.</summary>
internal interface ICandidateFilter
{
    /// <returns>The score to list the point under, never higher than <paramref name="score"/>; minus infinity keeps the point out.</returns>
    float Admit(FilterViews views, int query, int slot, float score);

    /// <summary>Whether no query of a tile may find any point of a panel.</summary>
    bool Skips(FilterViews views, int tile, int panel);
}

/// <summary>The values that filters use; one value each where a filter needs none.</summary>
internal struct FilterViews
{
    /// <summary><c>[queries]</c> component of each query.</summary>
    public ArrayView<int> Own;

    /// <summary><c>[queries]</c> half the squared length of each query, as centred.</summary>
    public ArrayView<float> HalfNorm;

    /// <summary><c>[tiles]</c> the component of all queries of a tile; -1 where there are several.</summary>
    public ArrayView<int> TileOwn;

    /// <summary><c>[slots]</c> component of each point.</summary>
    public ArrayView<int> Component;

    /// <summary><c>[panels]</c> the component of all points of a panel; -2 where there are several.</summary>
    public ArrayView<int> PanelComponent;

    /// <summary><c>[slots]</c> half the squared core distance of each point.</summary>
    public ArrayView<float> HalfCore;
}

/// <summary>Lets every point through.</summary>
internal readonly struct NoFilter : ICandidateFilter
{
    public float Admit(FilterViews views, int query, int slot, float score) => score;

    public bool Skips(FilterViews views, int tile, int panel) => false;
}

/// <summary>
/// Lets points of other components through, scored by the larger of distance and the point's own core distance: together with the query's core distance, which
/// is the same for all points, that is mutual reachability. For dot products only.
/// </summary>
internal readonly struct OtherComponentFilter : ICandidateFilter
{
    public float Admit(FilterViews views, int query, int slot, float score)
    {
        if (views.Component[slot] == views.Own[query]) return float.NegativeInfinity;
        var limit = views.HalfNorm[query] - views.HalfCore[slot];
        return limit < score ? limit : score;
    }

    public bool Skips(FilterViews views, int tile, int panel) => views.PanelComponent[panel] == views.TileOwn[tile];
}

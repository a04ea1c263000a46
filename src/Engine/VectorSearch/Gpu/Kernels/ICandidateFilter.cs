using ILGPU;

namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>Whom a query may find. Asked only about points whose score would get in, so it may read the card's memory.</summary>
internal interface ICandidateFilter
{
    /// <returns>The score to be listed under, never higher than <paramref name="score"/>; minus infinity keeps the point out.</returns>
    float Admit(FilterViews views, int query, int slot, float score);

    /// <summary>Whether no query of a tile may find any point of a panel.</summary>
    bool Skips(FilterViews views, int tile, int panel);
}

/// <summary>What guards go by; one value each where a guard needs none.</summary>
internal struct FilterViews
{
    /// <summary><c>[queries]</c> component of each query.</summary>
    public ArrayView<int> Own;

    /// <summary><c>[queries]</c> half the squared length of each query, as centred.</summary>
    public ArrayView<float> HalfNorm;

    /// <summary><c>[tiles]</c> the component of all queries of a tile; -1 where they are of several.</summary>
    public ArrayView<int> TileOwn;

    /// <summary><c>[slots]</c> component of each point.</summary>
    public ArrayView<int> Component;

    /// <summary><c>[panels]</c> the component of all points of a panel; -2 where they are of several.</summary>
    public ArrayView<int> PanelComponent;

    /// <summary><c>[slots]</c> half the squared core distance of each point.</summary>
    public ArrayView<float> HalfCore;
}

/// <summary>Every point is welcome.</summary>
internal readonly struct NoFilter : ICandidateFilter
{
    public float Admit(FilterViews views, int query, int slot, float score) => score;

    public bool Skips(FilterViews views, int tile, int panel) => false;
}

/// <summary>
/// Points of other components, by the larger of distance and the point's own core distance: with the query's own core distance, which is the same for all, that is mutual reachability.
/// For dot products alone.
/// </summary>
internal readonly struct OtherComponentFilter : ICandidateFilter
{
    public float Admit(FilterViews views, int query, int slot, float score)
    {
        if (views.Component[slot] == views.Own[query]) return float.NegativeInfinity;
        var most = views.HalfNorm[query] - views.HalfCore[slot];
        return most < score ? most : score;
    }

    public bool Skips(FilterViews views, int tile, int panel) => views.PanelComponent[panel] == views.TileOwn[tile];
}

using ILGPU;

namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>A block of queries on the GPU: a multiple of the group's threads, packed like points.</summary>
internal struct QueryTiles
{
    /// <summary><c>[panels, d, 16]</c>, 4 queries a value.</summary>
    public ArrayView<Float4> Values;

    /// <summary><c>[queries]</c> the slot of the query itself, which it must not find; -1 for padding.</summary>
    public ArrayView<int> Selves;

    /// <summary><c>[queries / threads]</c> which list of ranges each tile searches.</summary>
    public ArrayView<int> Lists;
}

/// <summary>A block of points on the GPU, in panels of 64.</summary>
internal struct PointPanels
{
    /// <summary><c>[panels, d, 16]</c>, 4 points a value.</summary>
    public ArrayView<Float4> Values;

    /// <summary><c>[panels, 16]</c> where scores start: minus infinity keeps padding out.</summary>
    public ArrayView<Float4> Bias;
}

/// <summary>Which panels are searched, list after list.</summary>
internal struct PanelRanges
{
    /// <summary><c>[lists + 1]</c>: list i is ranges <c>[starts[i], starts[i + 1])</c>.</summary>
    public ArrayView<int> Starts;

    /// <summary><c>[ranges]</c> first panel, counted over all points.</summary>
    public ArrayView<int> First;

    /// <summary><c>[ranges]</c> the panel after the last.</summary>
    public ArrayView<int> End;
}

/// <summary>The best candidates of each query so far, best first; adjacent threads write adjacent places.</summary>
internal struct TopKViews
{
    /// <summary><c>[capacity, queries]</c>, minus infinity where there is none yet.</summary>
    public ArrayView<float> Scores;

    /// <summary><c>[capacity, queries]</c>, -1 where there is none yet.</summary>
    public ArrayView<int> Slots;
}

/// <summary>The parameters of one launch.</summary>
internal struct TileJob
{
    public int Dimension;

    public int Capacity;

    /// <summary>Number, among the panels of all points, of the first one in <see cref="PointPanels"/>.</summary>
    public int Origin;

    /// <summary>Panels searched by this launch, counted over all points: <c>[First, End)</c>.</summary>
    public int First;

    public int End;

    /// <summary>The launch's first tile, counted within the block.</summary>
    public int FirstTile;
}

using ILGPU;

namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>A block of queries on the device: a multiple of the group's threads, packed as points are.</summary>
internal struct QueryTiles
{
    /// <summary><c>[panels, d, 16]</c>, 4 queries a value.</summary>
    public ArrayView<Float4> Values;

    /// <summary><c>[queries]</c> the slot of the query itself, which it must not find; -1 for padding.</summary>
    public ArrayView<int> Selves;

    /// <summary><c>[queries / threads]</c> which list of ranges a tile searches.</summary>
    public ArrayView<int> Lists;
}

/// <summary>A block of points on the device, in panels of 64.</summary>
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

/// <summary>The best of each query so far, best first; neighbouring threads write neighbouring places.</summary>
internal struct TopKViews
{
    /// <summary><c>[capacity, queries]</c>, minus infinity where there is none yet.</summary>
    public ArrayView<float> Scores;

    /// <summary><c>[capacity, queries]</c>, -1 where there is none yet.</summary>
    public ArrayView<int> Slots;
}

/// <summary>The numbers of one launch.</summary>
internal struct TileJob
{
    public int Dimension;

    public int Capacity;

    /// <summary>Number, over all points, of the first panel in <see cref="PointPanels"/>.</summary>
    public int Origin;

    /// <summary>Panels searched by this launch, counted over all points: <c>[First, End)</c>.</summary>
    public int First;

    public int End;

    /// <summary>Number, among the block's, of the launch's first tile.</summary>
    public int FirstTile;
}

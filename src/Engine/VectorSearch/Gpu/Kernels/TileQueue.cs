using ILGPU;

namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>In shared memory: what each query of a tile must be beaten by, and what did and waits to be entered.</summary>
internal struct TileQueue
{
    /// <summary><c>[threads]</c> the worst score that each query keeps, as of when its queue was last emptied.</summary>
    public ArrayView<float> Thresholds;

    /// <summary><c>[threads]</c> how many came since; more than there are places when some were lost.</summary>
    public ArrayView<int> Waiting;

    /// <summary><c>[places, threads]</c>.</summary>
    public ArrayView<float> Scores;

    /// <summary><c>[places, threads]</c>.</summary>
    public ArrayView<int> Slots;
}

using ILGPU;

namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>In shared memory: the score that a candidate of each query of a tile must beat, and the candidates that did and wait to be inserted.</summary>
internal struct TileQueue
{
    /// <summary><c>[threads]</c> the worst score that each query kept when its queue was last emptied.</summary>
    public ArrayView<float> Thresholds;

    /// <summary><c>[threads]</c> how many candidates came since; more than there are places when some were lost.</summary>
    public ArrayView<int> Waiting;

    /// <summary><c>[places, threads]</c>.</summary>
    public ArrayView<float> Scores;

    /// <summary><c>[places, threads]</c>.</summary>
    public ArrayView<int> Slots;
}

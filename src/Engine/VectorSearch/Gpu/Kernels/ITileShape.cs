namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>Threads per group, each with one query of a tile: a compile-time constant, so that tiles have fixed places in shared memory.</summary>
internal interface ITileShape
{
    /// <summary>A multiple of 8.</summary>
    int Threads { get; }
}

/// <summary>46 KB of shared memory, just under the 48 KB that every GPU offers.</summary>
internal readonly struct GpuShape : ITileShape
{
    public int Threads => 128;
}

/// <summary>For the CPU's threads, where each barrier costs one thread switch per thread.</summary>
internal readonly struct TestShape : ITileShape
{
    public int Threads => 16;
}

namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>Threads of a group, which is as many queries: a constant to the compiler, so that tiles have fixed places in shared memory.</summary>
internal interface ITileShape
{
    /// <summary>A multiple of 8.</summary>
    int Threads { get; }
}

/// <summary>46 KB of shared memory, just under the 48 KB that every card grants.</summary>
internal readonly struct GpuShape : ITileShape
{
    public int Threads => 128;
}

/// <summary>For the processor's threads, on which each barrier costs a thread switch a thread.</summary>
internal readonly struct TestShape : ITileShape
{
    public int Threads => 16;
}

using ILGPU.Runtime;
using Investigator.Engine.Core;
using Investigator.Engine.Devices;
using Investigator.Engine.VectorSearch.Gpu;

namespace Investigator.Engine.Tests.Devices;

/// <summary>The devices that every kernel is tried on: the processor's threads always, a GPU where there is one. Opened once for all tests.</summary>
internal static class TestGpus
{
    /// <summary>More than any test needs.</summary>
    public const long Plenty = 1L << 30;

    private static readonly Lazy<Accelerator> Threads = new(Accelerators.OpenForTests);

    public static GpuTarget Processor(long bytes) => new(Threads.Value, bytes);

    public static GpuTarget Cuda(long bytes)
    {
        if (Accelerators.Cuda is null) Assert.Skip("no GPU here");
        return new GpuTarget(Accelerators.Cuda, bytes);
    }
}

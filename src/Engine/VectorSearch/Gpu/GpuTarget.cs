using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Investigator.Engine.Core;
using Investigator.Engine.Devices;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>An open accelerator and how much of its memory a stage may use.</summary>
/// <param name="Accelerator">Shared by the whole process; a stage only disposes its own buffers.</param>
/// <param name="Bytes">Device memory for one stage's buffers; what does not fit is processed in blocks.</param>
internal sealed record GpuTarget(Accelerator Accelerator, long Bytes)
{
    /// <summary>
    /// Multiply-adds per launch: a fraction of a second on any GPU, so that a cancel is noticed, and a GPU that also drives the screen is not considered hung.
    /// </summary>
    public const double WorkPerLaunch = 1e12;

    /// <summary>Share of the free memory to use; the driver, fragmentation and other processes need the rest.</summary>
    private const double Share = 0.85;

    /// <summary>Whether this is the CPU's threads in place of a GPU, which only tests use.</summary>
    public bool IsForTests => Accelerator is CPUAccelerator;

    /// <summary>Queries per tile.</summary>
    public int TileQueries => IsForTests ? default(TestShape).Threads : default(GpuShape).Threads;

    /// <summary>Layouts and queries are padded to a multiple of this.</summary>
    public int Align => Math.Max(GpuDistanceTiles.Width, TileQueries);

    /// <summary>The GPU that <see cref="DeviceSelection"/> chose, with the memory that is free on it now.</summary>
    /// <exception cref="InputException">There is no GPU.</exception>
    public static GpuTarget Current()
    {
        var gpu = Accelerators.Cuda ?? throw new InputException(Accelerators.Missing!, column: "device", value: "cuda", expected: "auto or cpu");
        gpu.Bind();
        return new GpuTarget(gpu, (long)(Share * gpu.GetFreeMemory()));
    }
}

using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Investigator.Engine.Core;
using Investigator.Engine.Devices;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>An open accelerator and how much of it a stage may take.</summary>
/// <param name="Accelerator">Shared by the whole process; a stage disposes its own buffers only.</param>
/// <param name="Bytes">Device memory for one stage's buffers; what does not fit comes in blocks.</param>
internal sealed record GpuTarget(Accelerator Accelerator, long Bytes)
{
    /// <summary>
    /// Multiply-adds of one launch: a fraction of a second on any card, so that a cancel is noticed and a card that also draws the screen is not taken for hung.
    /// </summary>
    public const double WorkALaunch = 1e12;

    /// <summary>Share of the free memory: the driver, fragmentation and other processes need the rest.</summary>
    private const double Share = 0.85;

    /// <summary>The processor's threads in place of a card, which only tests ask for.</summary>
    public bool IsForTests => Accelerator is CPUAccelerator;

    /// <summary>Queries that a tile takes at once.</summary>
    public int TileQueries => IsForTests ? default(TestShape).Threads : default(GpuShape).Threads;

    /// <summary>What layouts and queries are padded to.</summary>
    public int Align => Math.Max(GpuDistanceTiles.Width, TileQueries);

    /// <summary>The card that <see cref="DeviceSelection"/> chose, with what is free on it now.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static GpuTarget Current()
    {
        var card = Accelerators.Cuda ?? throw new InputException(Accelerators.Missing!, column: "device", value: "cuda", expected: "auto or cpu");
        card.Bind();
        return new GpuTarget(card, (long)(Share * card.GetFreeMemory()));
    }
}

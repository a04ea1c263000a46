using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using Investigator.Engine.Core;

namespace Investigator.Engine.Devices;

/// <summary>
/// What device code runs on. The card is looked for once, when it is first asked about, and stays open as long as the process: opening takes longer than many a search.
/// Needs the driver alone; a machine without one is told so and never fails for it.
/// </summary>
internal static class Accelerators
{
    /// <summary>Threads a group and groups at once of the test device: barriers between many threads of the processor cost milliseconds.</summary>
    private const int TestThreads = 16;

    private static readonly Lazy<(CudaAccelerator? Card, string? Missing)> First = new(OpenCard);

    /// <summary>The first card, or null when there is none that can be used.</summary>
    public static CudaAccelerator? Cuda => First.Value.Card;

    /// <summary>Why <see cref="Cuda"/> is null, in plain words; null when it is not.</summary>
    public static string? Missing => First.Value.Missing;

    /// <summary>The card as people call it: "NVIDIA A100-SXM4-80GB, 80 GB".</summary>
    public static string NameOf(Accelerator accelerator) =>
        string.Create(CultureInfo.InvariantCulture, $"{accelerator.Name.Trim()}, {accelerator.MemorySize / (double)(1L << 30):f0} GB");

    /// <summary>Runs kernels on the processor's threads. For tests only: hundreds of times slower than the code written for the processor.</summary>
    internal static CPUAccelerator OpenForTests()
    {
        var context = Context.Create(static builder => builder.DefaultCPU());
        return new CPUDevice(TestThreads, 1, 1).CreateCPUAccelerator(context);
    }

    private static (CudaAccelerator?, string?) OpenCard()
    {
        try
        {
            var context = Context.Create(static builder => builder.Cuda().Optimize(OptimizationLevel.O2));
            var cards = context.GetCudaDevices();
            if (cards.Count > 0) return (cards[0].CreateCudaAccelerator(context), null);
            context.Dispose();
            return (null, "no NVIDIA card with a working driver was found");
        }
        catch (Exception failure)
        {
            // Whatever a half-installed driver does, the cores are still there.
            return (null, $"the NVIDIA driver could not be used ({failure.Message})");
        }
    }
}

using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using Investigator.Engine.Core;

namespace Investigator.Engine.Devices;

/// <summary>
/// The accelerators that device code runs on. The GPU is looked for once, when it is first needed, and stays open as long as the process: opening it takes
/// longer than many a search. Only the driver is needed, and a machine without one can always use the CPU.
/// </summary>
internal static class Accelerators
{
    /// <summary>Threads per group of the test device: barriers between many CPU threads cost milliseconds.</summary>
    private const int TestThreads = 16;

    private static readonly Lazy<(CudaAccelerator? Gpu, string? Missing)> First = new(OpenGpu);

    /// <summary>The first GPU, or null when none can be used.</summary>
    public static CudaAccelerator? Cuda => First.Value.Gpu;

    /// <summary>Why <see cref="Cuda"/> is null, in plain words; null when it is not.</summary>
    public static string? Missing => First.Value.Missing;

    /// <summary>The GPU's name for people: "NVIDIA A100-SXM4-80GB, 80 GB".</summary>
    public static string NameOf(Accelerator accelerator) =>
        string.Create(CultureInfo.InvariantCulture, $"{accelerator.Name.Trim()}, {accelerator.MemorySize / (double)(1L << 30):f0} GB");

    /// <summary>Runs kernels on CPU threads. For tests only: hundreds of times slower than the code written for the CPU.</summary>
    internal static CPUAccelerator OpenForTests()
    {
        var context = Context.Create(static builder => builder.DefaultCPU());
        return new CPUDevice(TestThreads, 1, 1).CreateCPUAccelerator(context);
    }

    private static (CudaAccelerator?, string?) OpenGpu()
    {
        try
        {
            var context = Context.Create(static builder => builder.Cuda().Optimize(OptimizationLevel.O2));
            var gpus = context.GetCudaDevices();
            if (gpus.Count > 0) return (gpus[0].CreateCudaAccelerator(context), null);
            context.Dispose();
            return (null, "no NVIDIA GPU with a working driver was found");
        }
        catch (Exception failure)
        {
            // Whatever a half-installed driver does, the CPU can still be used.
            return (null, $"the NVIDIA driver could not be used ({failure.Message})");
        }
    }
}

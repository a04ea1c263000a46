using Investigator.Engine.Core;

namespace Investigator.Engine.Devices;

/// <summary>Picks the device of a run, once.</summary>
public static class DeviceSelection
{
    /// <summary>Auto picks a CUDA GPU where there are a GPU and its driver, and the CPU otherwise.</summary>
    /// <exception cref="InputException">CUDA was asked for and is not available.</exception>
    public static ComputeDevice Choose(DeviceChoice choice)
    {
        if (choice == DeviceChoice.Cpu) return ComputeDevice.Cpu;
        if (Accelerators.Cuda is { } gpu) return new ComputeDevice(DeviceChoice.Cuda, Accelerators.NameOf(gpu));
        if (choice == DeviceChoice.Auto) return ComputeDevice.Cpu;
        const string Expected = "auto or cpu, or a machine with an NVIDIA GPU and its driver";
        throw new InputException(Accelerators.Missing!, column: "device", value: "cuda", expected: Expected);
    }
}

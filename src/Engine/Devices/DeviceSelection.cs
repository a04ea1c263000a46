using Investigator.Engine.Core;

namespace Investigator.Engine.Devices;

/// <summary>Picks the device of a run, once.</summary>
public static class DeviceSelection
{
    /// <summary>Auto takes a CUDA card where driver and card are there, and the cores otherwise.</summary>
    /// <exception cref="InputException">CUDA was asked for and cannot be had.</exception>
    public static ComputeDevice Choose(DeviceChoice choice)
    {
        if (choice == DeviceChoice.Cpu) return ComputeDevice.Cpu;
        if (Accelerators.Cuda is { } card) return new ComputeDevice(DeviceChoice.Cuda, Accelerators.NameOf(card));
        return choice == DeviceChoice.Auto
            ? ComputeDevice.Cpu
            : throw new InputException(Accelerators.Missing!, column: "device", value: "cuda", expected: "auto or cpu, or a machine with an NVIDIA card and its driver");
    }
}

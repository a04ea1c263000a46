namespace Investigator.Engine.Compute;

/// <summary>Picks the device of a run, once.</summary>
public static class ComputeDevices
{
    /// <exception cref="InputException">CUDA was asked for and cannot be had.</exception>
    public static ComputeDevice Choose(DeviceChoice choice) => choice == DeviceChoice.Cuda
        ? throw new InputException("this build computes on the processor's cores only", column: "device", value: "cuda", expected: "auto or cpu")
        : ComputeDevice.Cpu;
}

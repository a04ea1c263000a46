namespace Investigator.Engine.Core;

/// <summary>What the user asked for.</summary>
public enum DeviceChoice
{
    /// <summary>A CUDA GPU where there are a GPU and its driver, otherwise the CPU.</summary>
    Auto,
    Cpu,
    Cuda,
}

/// <summary>The device that a run computes on, picked once.</summary>
/// <param name="Choice">Never <see cref="DeviceChoice.Auto"/>: what was found.</param>
/// <param name="Name">Shown to people and stored with the run.</param>
public sealed record ComputeDevice(DeviceChoice Choice, string Name)
{
    public static ComputeDevice Cpu { get; } = new(DeviceChoice.Cpu, $"{Environment.ProcessorCount} cores, {VectorWidth()}");

    private static string VectorWidth() =>
        System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? "Vector512"
        : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? "Vector256" : "Vector128";
}

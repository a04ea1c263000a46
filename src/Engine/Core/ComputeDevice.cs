namespace Investigator.Engine.Core;

/// <summary>What the user asked for.</summary>
public enum DeviceChoice
{
    /// <summary>A CUDA card where driver and card are there, otherwise all cores.</summary>
    Auto,
    Cpu,
    Cuda,
}

/// <summary>The device a run computes on, picked once.</summary>
/// <param name="Choice">Never <see cref="DeviceChoice.Auto"/>: what was found.</param>
/// <param name="Name">As shown to people and stored with the run.</param>
public sealed record ComputeDevice(DeviceChoice Choice, string Name)
{
    public static ComputeDevice Cpu { get; } = new(DeviceChoice.Cpu, $"{Environment.ProcessorCount} cores, {VectorWidth()}");

    private static string VectorWidth() =>
        System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? "Vector512"
        : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? "Vector256" : "Vector128";
}

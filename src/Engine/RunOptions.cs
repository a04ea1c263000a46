using Investigator.Engine.Compute;

namespace Investigator.Engine;

/// <summary>Everything that decides a run's result, stored with it.</summary>
public sealed record RunOptions
{
    public int Seed { get; init; } = 1;

    public DeviceChoice Device { get; init; } = DeviceChoice.Auto;

    /// <exception cref="InputException">A value out of its range, with what was expected.</exception>
    public void Validate()
    {
    }
}

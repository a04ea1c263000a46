using Investigator.Engine.Core;

namespace Investigator.Engine.Projection;

/// <summary>How the map is laid out; the names are UMAP's.</summary>
public sealed record ProjectionOptions
{
    /// <summary>Passes over the graph.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>How near on the map the nearest points may come.</summary>
    public double MinDistance { get; init; } = 0.1;

    /// <summary>Scale of the map: how quickly likeness falls with distance beyond <see cref="MinDistance"/>.</summary>
    public double Spread { get; init; } = 1;

    /// <summary>Random points an edge's two ends are pushed away from, together, each time the edge pulls.</summary>
    public int NegativeSamples { get; init; } = 5;

    /// <exception cref="InputException">A value is out of its range.</exception>
    public void Validate()
    {
        Require(Epochs, nameof(Epochs), 1, 100_000);
        Require(Spread, nameof(Spread), 1e-3, 1e3);
        Require(MinDistance, nameof(MinDistance), 0, 3 * Spread);
        Require(NegativeSamples, nameof(NegativeSamples), 0, 1_000);
    }

    private static void Require(double value, string name, double low, double high)
    {
        if (!(value >= low && value <= high)) throw new InputException($"the projection option {name} is out of range", value: FormattableString.Invariant($"{value}"), expected: FormattableString.Invariant($"{low} to {high}"));
    }
}

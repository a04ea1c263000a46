using Investigator.Engine.Core;

namespace Investigator.Engine.Projection;

/// <summary>How the map is laid out; the names are UMAP's.</summary>
public sealed record ProjectionOptions
{
    /// <summary>Passes over the graph.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>The least distance between points on the map.</summary>
    public double MinDistance { get; init; } = 0.1;

    /// <summary>Scale of the map: how quickly similarity falls with distance beyond <see cref="MinDistance"/>.</summary>
    public double Spread { get; init; } = 1;

    /// <summary>Random points that the two ends of an edge together are repelled from, each time the edge attracts.</summary>
    public int NegativeSamples { get; init; } = 5;

    /// <exception cref="InputException">A value is out of its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("projection");
        check.Between(Epochs, 1, 100_000);
        check.Between(Spread, 1e-3, 1e3);
        check.Between(MinDistance, 0, 3 * Spread);
        check.Between(NegativeSamples, 0, 1_000);
    }
}

namespace Investigator.Engine.Simulation.Flaws;

/// <summary>
/// A sample in which fraud is more frequent than in life, as files for learning often are: a larger shop of which the planted groups are kept whole and of
/// ordinary payments just so many that the count comes out. Histories have gaps then.
/// </summary>
internal sealed class FraudEnrichment
{
    private const int Salt = 0x5EED;

    private readonly OpaqueNames _places;
    private readonly long _ordinary;
    private readonly long _kept;

    /// <param name="asked">What the files shall hold.</param>
    /// <param name="played">The shop that is played: <see cref="Played"/>.</param>
    /// <param name="ordinary">Its payments outside planted groups; they come first.</param>
    public FraudEnrichment(SimulationOptions asked, SimulationOptions played, long ordinary)
    {
        (_ordinary, _kept) = (ordinary, ordinary - (played.Transactions - asked.Transactions));
        _places = new OpaqueNames(asked.Seed ^ Salt, ordinary);
    }

    /// <summary>The shop whose rings are as many payments as asked for.</summary>
    public static SimulationOptions Played(SimulationOptions asked) => asked.EnrichedFraudShare == 0 ? asked
        : asked with { Transactions = (long)Math.Round(asked.Transactions * asked.EnrichedFraudShare / asked.RingShare) };

    /// <summary>Takes out what is not in the sample, with its visits.</summary>
    public void Thin(SimulationChunk chunk)
    {
        chunk.Purchases.RemoveAll(p => p.Sequence < _ordinary && _places.Place(p.Sequence) >= _kept);
        var orders = chunk.Purchases.Select(static p => p.Order).ToHashSet(StringComparer.Ordinal);
        var accounts = chunk.Purchases.Select(static p => p.Account).ToHashSet(StringComparer.Ordinal);
        chunk.Clicks.RemoveAll(c => c.Order is { } order ? !orders.Contains(order) : !accounts.Contains(c.Account));
    }
}

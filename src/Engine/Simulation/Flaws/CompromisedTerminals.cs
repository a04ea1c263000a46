using Investigator.Engine.Simulation.Customers;

namespace Investigator.Engine.Simulation.Flaws;

/// <summary>
/// Places of payment, of which some are tampered with for four weeks: whoever pays there meanwhile is defrauded, and it is known a week later. The payer does
/// nothing unusual, so that nothing but the terminal's own past tells.
/// </summary>
internal sealed class CompromisedTerminals
{
    private const int PerCustomer = 5;
    private const int DaysCompromised = 28;
    private const int DaysUntilKnown = 7;
    private const double KnownShare = 0.9;
    private const int Fewest = 20;

    private readonly SimulationOptions _options;
    private readonly int _count;
    private readonly Dictionary<int, long> _from = [];

    /// <param name="options">One payment a day at each terminal, on average.</param>
    public CompromisedTerminals(SimulationOptions options)
    {
        _options = options;
        _count = (int)Math.Clamp(options.Transactions / options.Days, Math.Max(Fewest, options.CompromisedTerminals), 1_000_000);
        var dice = new Dice(options.Seed, DiceUse.Terminals, 0);
        while (_from.Count < options.CompromisedTerminals)
        {
            _from.TryAdd(dice.Below(_count), (long)(dice.Uniform(0, Math.Max(0, options.Days - DaysCompromised)) * ShopRhythm.Day));
        }
    }

    /// <summary>Says where a payment was made, and makes it a fraud where that is compromised; planted groups and lone frauds stay what they are.</summary>
    public void Visit(Purchase purchase)
    {
        var dice = new Dice(_options.Seed, DiceUse.Terminals, 1 + purchase.Sequence);
        var near = new Dice(_options.Seed, DiceUse.Terminals, -1 - (long)(OpaqueNames.Hash(purchase.Account) >> 1));
        var terminal = near.Below(_count);
        for (var skip = dice.Below(PerCustomer); skip > 0; skip--) terminal = near.Below(_count);
        purchase.Terminal = OpaqueNames.Terminal(_options.Seed, terminal);
        if (purchase.Group is not null || purchase.LoneFraud || !_from.TryGetValue(terminal, out var from)) return;
        if (purchase.Time < from || purchase.Time >= from + (DaysCompromised * ShopRhythm.Day)) return;
        purchase.AtCompromisedTerminal = true;
        var known = dice.Chance(KnownShare);
        purchase.Class = known ? 1 : null;
        purchase.KnownAt = known ? purchase.Time + (DaysUntilKnown * ShopRhythm.Day) : null;
    }
}

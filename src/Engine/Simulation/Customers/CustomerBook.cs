namespace Investigator.Engine.Simulation.Customers;

/// <summary>All ordinary customers, made on demand from their index: none is kept.</summary>
internal sealed class CustomerBook(SimulationOptions options, OpaqueNames names, long count)
{
    // Four purchases in sixty days on average, few people with many.
    private const double PurchasesIn60Days = 2.2;
    private const double PurchaseSpread = 0.8;
    private const int MostPurchases = 60;

    public OpaqueNames Names { get; } = names;

    public Customer this[long index] => new(options, Names, index);

    /// <summary>A customer whose account was opened by that day; after a few hundred failed tries, any customer.</summary>
    public Customer Pick(Dice dice, int openedBy)
    {
        Customer customer;
        var tries = 300;
        do customer = this[dice.Below(count)];
        while (customer.RegisteredDay > openedBy && --tries > 0);
        return customer;
    }

    /// <summary>How often customer <paramref name="index"/> buys during the simulated time; <paramref name="dice"/> goes on to say when and what.</summary>
    public static int Purchases(SimulationOptions options, long index, out Dice dice)
    {
        dice = new Dice(options.Seed, DiceUse.Purchases, index);
        return 1 + (int)Math.Min(MostPurchases, dice.LogNormal(PurchasesIn60Days * options.Days / 60, PurchaseSpread));
    }
}

using Investigator.Engine.Simulation.Customers;

namespace Investigator.Engine.Simulation;

/// <summary>One event row before it is written.</summary>
internal readonly record struct Click(string Account, string Session, string? Order, long Time, ShopPage Page);

/// <summary>The rows of some actors, held until they are written. Bounded: about ten thousand transactions.</summary>
internal sealed class SimulationChunk(OpaqueNames names)
{
    private const long Millisecond = 1000;

    // Visits that end with an order are numbered from here, those without by their customer.
    private const long OrderVisits = 1L << 34;

    public List<Purchase> Purchases { get; } = [];

    public List<Click> Clicks { get; } = [];

    /// <param name="purchase">Decided and settled; gets its order number here.</param>
    /// <param name="path">The visit that led to it.</param>
    /// <param name="sequence">Which order of the shop's life this is.</param>
    /// <param name="coarseClock">This visitor's device reports whole seconds.</param>
    public void Add(Purchase purchase, ClickPath path, long sequence, bool coarseClock = false)
    {
        (purchase.Order, purchase.Sequence) = (names.Order(sequence), sequence);
        purchase.Amount = Math.Max(0.5, Math.Round(purchase.Amount, 2));
        Purchases.Add(purchase);
        AddClicks(purchase.Account, names.Session(OrderVisits + sequence, 0), purchase.Order, path, purchase.Time, coarseClock ? ShopRhythm.Second
            : Millisecond);
    }

    public void AddVisit(string account, string session, ClickPath path, long end) => AddClicks(account, session, null, path, end, Millisecond);

    /// <summary>Counts back from the end, so that the last page's dwell ends there and every click is strictly earlier.</summary>
    private void AddClicks(string account, string session, string? order, ClickPath path, long end, long clockTick)
    {
        var time = end;
        foreach (var (_, seconds) in path.Steps) time -= (long)(seconds * ShopRhythm.Second);
        foreach (var (page, seconds) in path.Steps)
        {
            Clicks.Add(new Click(account, session, order, Math.Min(Floor(time, clockTick), end - 1), page));
            time += (long)(seconds * ShopRhythm.Second);
        }
    }

    private static long Floor(long time, long tick) => (time / tick * tick) - (time < 0 && time % tick != 0 ? tick : 0);
}

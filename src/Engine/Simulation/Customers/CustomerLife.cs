using Investigator.Engine.Simulation.Groups;

namespace Investigator.Engine.Simulation.Customers;

/// <summary>Plays ordinary customers: their orders, the visits before them, and visits that end without one.</summary>
internal sealed class CustomerLife(SimulationOptions options, CustomerBook customers)
{
    private const double LoneFraudShare = 0.002;
    private const double LoneFraudExposure = 1.0;
    private const double LoneFraudKnown = 0.8;
    private const double VisitsWithoutOrder = 0.08;

    private readonly ClickPath _path = new();

    /// <param name="chunk">Where the rows go.</param>
    /// <param name="index">The customer.</param>
    /// <param name="firstOrder">Sequence number of the customer's first order.</param>
    /// <param name="limit">At most so many orders.</param>
    /// <returns>Orders made.</returns>
    public int Play(SimulationChunk chunk, long index, long firstOrder, long limit)
    {
        var orders = (int)Math.Min(limit, CustomerBook.Purchases(options, index, out var dice));
        var customer = customers[index];
        var from = Math.Max(0, customer.RegisteredDay) * ShopRhythm.Day;
        var times = new long[orders];
        for (var i = 0; i < orders; i++) times[i] = ShopRhythm.Draw(dice, options.Start, from, options.Days * ShopRhythm.Day, customer.Shift);
        Array.Sort(times);
        var coarseClock = dice.Chance(0.02);
        for (var i = 0; i < orders; i++)
        {
            var purchase = customer.Buy(dice, times[i]);
            if (dice.Chance(LoneFraudShare)) TurnIntoFraud(purchase, dice, index, i);
            RealTimeEngine.Decide(purchase, dice, purchase.LoneFraud ? LoneFraudExposure : 0);
            LateOutcomes.Settle(purchase, dice, LoneFraudKnown);
            customer.Habit.Shop(_path, dice, firstOrder: i == 0 && customer.RegisteredDay >= 0 && !purchase.LoneFraud, purchase.Promo);
            chunk.Add(purchase, _path, firstOrder + i, coarseClock);
            if (dice.Chance(VisitsWithoutOrder)) LookAround(chunk, dice, customer, index, i, times[i]);
        }

        return orders;
    }

    private void LookAround(SimulationChunk chunk, Dice dice, Customer customer, long index, int visit, long near)
    {
        customer.Habit.JustLook(_path, dice);
        var end = near + (long)(dice.Uniform(-2, 2) * ShopRhythm.Day);
        chunk.AddVisit(customer.Account, customers.Names.Session(index, visit), _path, end);
    }

    private void TurnIntoFraud(Purchase purchase, Dice dice, long index, int order)
    {
        purchase.LoneFraud = true;
        purchase.NewDevice = true;
        purchase.Device = customers.Names.Device(index, 100 + order);
        purchase.Ip = customers.Names.Ip(index, 1000 + order, Countries.Draw(dice));
        purchase.Amount *= dice.Uniform(1.5, 4);
        if (dice.Chance(0.5)) purchase.Address = customers.Names.Address(index, 100 + order);
    }
}

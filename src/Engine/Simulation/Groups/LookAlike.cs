using Investigator.Engine.Simulation.Customers;

namespace Investigator.Engine.Simulation.Groups;

/// <summary>An innocent group that looks like a ring at first sight. Its people are ordinary customers with their own way of clicking.</summary>
internal sealed class LookAlike(SimulationOptions options, CustomerBook customers, PlannedGroup group)
{
    private readonly Dice _dice = new(options.Seed, DiceUse.Group, group.Id);
    private readonly OpaqueNames _names = customers.Names;
    private readonly ClickPath _path = new();
    private long _next = group.FirstOrder;

    private long Life => options.Days * ShopRhythm.Day;

    public string Script => group.Kind == GroupKind.FlashSale ? "promo_page product cart checkout pay, each at their own pace" : "as ordinary customers";

    public void Play(SimulationChunk chunk)
    {
        switch (group.Kind)
        {
            case GroupKind.FlashSale: FlashSale(chunk); break;
            case GroupKind.SharedOffice: SharedOffice(chunk); break;
            case GroupKind.SharedDevice: SharedDevice(chunk); break;
            default: Traveller(chunk); break;
        }
    }

    /// <summary>Many people buy the same thing within an hour, in a hurry.</summary>
    private void FlashSale(SimulationChunk chunk)
    {
        var day = (long)(group.StartShare * options.Days) * ShopRhythm.Day;
        var opens = day + (_dice.Between(17, 21) * ShopRhythm.Hour);
        var category = _dice.Pick<int>([Goods.Find("fashion"), Goods.Find("electronics"), Goods.Find("toys"), Goods.Find("home")]);
        var price = Math.Round(_dice.Uniform(20, 140)) - 0.1;
        for (var k = 0; k < group.Size; k++)
        {
            var time = Math.Min(Life - 1, opens + (long)(Math.Min(59, 2 + _dice.Exponential(14)) * 60 * ShopRhythm.Second));
            var customer = customers.Pick(_dice, (int)(time / ShopRhythm.Day));
            var purchase = customer.Buy(_dice, time);
            purchase.Category = category;
            purchase.Items = _dice.Chance(0.85) ? 1 : 2;
            purchase.Amount = price * purchase.Items;
            purchase.Promo = true;
            Hurry(customer);
            Add(chunk, purchase);
        }
    }

    private void Hurry(Customer customer)
    {
        var (whole, steps) = (new ClickPath(), new List<(ShopPage Page, double Seconds)>());
        customer.Habit.Shop(whole, _dice, firstOrder: false, promo: true, hurry: 0.45);
        var cart = whole.Steps.Count - 1;
        while (cart > 0 && whole.Steps[cart].Page != ShopPage.Cart) cart--;
        steps.AddRange(whole.Steps.Skip(Math.Max(0, cart - 1)));
        _path.Clear();
        _path.Add(ShopPage.PromoPage, _dice.LogNormal(5, 0.7));
        foreach (var (page, seconds) in steps) _path.Add(page, seconds);
    }

    /// <summary>Colleagues order from the office, to the office.</summary>
    private void SharedOffice(SimulationChunk chunk)
    {
        var span = Math.Min(Life, (long)(_dice.Uniform(14, 40) * ShopRhythm.Day));
        var from = (long)(group.StartShare * (Life - span));
        var people = Enumerable.Range(0, Math.Max(3, group.Size / 3)).Select(_ => customers.Pick(_dice, (int)(from / ShopRhythm.Day))).ToArray();
        var (ip, address) = (_names.Ip(group.Owner, 0, people[0].Country), _names.Address(group.Owner, 0));
        foreach (var time in Times(from, span,
            static (start, t) => start.AddTicks(t * 10) is { Hour: >= 8 and < 18, DayOfWeek: not (DayOfWeek.Saturday or DayOfWeek.Sunday) }))
        {
            var customer = _dice.Pick<Customer>(people);
            var purchase = customer.Buy(_dice, time);
            (purchase.Ip, purchase.Country) = (ip, people[0].Country);
            if (_dice.Chance(0.85)) purchase.Address = address;
            customer.Habit.Shop(_path, _dice, firstOrder: false, purchase.Promo);
            Add(chunk, purchase);
        }
    }

    /// <summary>A family with one tablet.</summary>
    private void SharedDevice(SimulationChunk chunk)
    {
        var people = Enumerable.Range(0, _dice.Between(3, 5)).Select(_ => customers.Pick(_dice, 0)).ToArray();
        var (device, ip, address) = (_names.Device(group.Owner, 0), _names.Ip(group.Owner, 0, people[0].Country), people[0].HomeAddress);
        var browser = _dice.Pick<int>([6, 7, 9, 1]);
        foreach (var time in Times(0, Life, static (_, _) => true))
        {
            var customer = _dice.Pick<Customer>(people);
            var purchase = customer.Buy(_dice, time);
            (purchase.Device, purchase.Ip, purchase.Address, purchase.Browser, purchase.Country) = (device, ip, address, browser, people[0].Country);
            if (_dice.Chance(0.6)) purchase.Card = people[0].MainCard;
            customer.Habit.Shop(_path, _dice, firstOrder: false, purchase.Promo);
            Add(chunk, purchase);
        }
    }

    /// <summary>One person on the road: another country and network every few days, always the same device and card.</summary>
    private void Traveller(SimulationChunk chunk)
    {
        var customer = customers.Pick(_dice, 0);
        var (leg, ends, country) = (0, 0L, customer.Country);
        foreach (var time in Times(0, Life, static (_, _) => true))
        {
            while (time >= ends)
            {
                leg++;
                ends += (long)(_dice.Uniform(2, 6) * ShopRhythm.Day);
                country = _dice.Below(Countries.Codes.Length);
            }

            var purchase = customer.Buy(_dice, time);
            (purchase.Country, purchase.Ip) = (country, _names.Ip(group.Owner, leg, country));
            if (_dice.Chance(0.3)) purchase.Category = Goods.Find("travel");
            customer.Habit.Shop(_path, _dice, firstOrder: false, purchase.Promo);
            Add(chunk, purchase);
        }
    }

    private void Add(SimulationChunk chunk, Purchase purchase)
    {
        purchase.Group = group;
        RealTimeEngine.Decide(purchase, _dice);
        LateOutcomes.Settle(purchase, _dice, 0);
        chunk.Add(purchase, _path, _next++);
    }

    private long[] Times(long from, long span, Func<DateTime, long, bool> accept)
    {
        var times = new long[group.Size];
        for (var k = 0; k < times.Length; k++)
        {
            var tries = 50;
            do times[k] = ShopRhythm.Draw(_dice, options.Start, from, from + span);
            while (!accept(options.Start, times[k]) && --tries > 0);
        }

        Array.Sort(times);
        return times;
    }
}

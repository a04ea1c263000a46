namespace Investigator.Engine.Simulation.Customers;

/// <summary>
/// An ordinary person: tastes, pace, and the devices, networks, cards and addresses they call their own. Everything follows from the seed and the index.
/// </summary>
internal sealed class Customer
{
    private const int OldestAccountDays = 1600;

    // Mobile carriers share few addresses among many subscribers: about one per this many customers.
    private const int CustomersPerCarrierIp = 1500;

    private const long CarrierOwner = 1L << 35;

    private readonly OpaqueNames _names;
    private readonly long _index;
    private readonly int[] _favourites;
    private readonly int[] _browsers;
    private readonly double _generosity;
    private readonly double _movesIp;
    private readonly int _cards;

    public Customer(SimulationOptions options, OpaqueNames names, long index)
    {
        (_names, _index) = (names, index);
        var dice = new Dice(options.Seed, DiceUse.Customer, index);
        Account = names.Account(index);
        Country = Countries.Draw(dice);
        // One in eight opened the account during the simulated time.
        RegisteredDay = dice.Chance(0.12) ? dice.Below(options.Days) : -1 - (int)(OldestAccountDays * Math.Pow(dice.Uniform(), 1.4));
        Shift = dice.Normal() * 1.6;
        _favourites = [Goods.Draw(dice), Goods.Draw(dice), Goods.Draw(dice)];
        _browsers = [Browsers.Draw(dice), Browsers.Draw(dice), Browsers.Draw(dice)];
        _generosity = dice.LogNormal(1, 0.3);
        _movesIp = dice.Chance(0.35) ? 0.5 : 0.02;
        _cards = dice.Chance(0.3) ? 2 : 1;
        LikesPromos = dice.Chance(0.2) ? 0.45 : 0.05;
        Habit = new BrowsingHabit(dice);
    }

    public string Account { get; }

    public int Country { get; }

    /// <summary>Day of the account's opening, counted from the shop's first; mostly negative.</summary>
    public int RegisteredDay { get; }

    /// <summary>Hours by which this person lives later than most.</summary>
    public double Shift { get; }

    public double LikesPromos { get; }

    public BrowsingHabit Habit { get; }

    public string HomeAddress => _names.Address(_index, 0);

    public string MainCard => _names.Card(_index, 0);

    /// <summary>A purchase at <paramref name="time"/> as this person makes them.</summary>
    public Purchase Buy(Dice dice, long time)
    {
        var device = dice.Weighted([0.78, 0.18, 0.04]);
        var browser = _browsers[device];
        var category = dice.Chance(0.75) ? _favourites[dice.Weighted([0.6, 0.3, 0.1])] : Goods.Draw(dice);
        var items = 1 + Math.Min(7, (int)dice.Exponential(0.7));
        return new Purchase
        {
            Account = Account,
            Time = time,
            Amount = Spend(dice, category, items),
            Device = _names.Device(_index, device),
            Ip = Ip(dice, browser, time),
            Card = _names.Card(_index, _cards > 1 && dice.Chance(0.25) ? 1 : 0),
            Address = dice.Chance(0.06) ? _names.Address(_index, 1 + dice.Below(2)) : HomeAddress,
            Browser = browser,
            Country = Country,
            Category = category,
            Items = items,
            AccountAgeDays = AgeDays(time),
            Promo = dice.Chance(LikesPromos),
        };
    }

    public int AgeDays(long time) => Math.Max(0, (int)(time / ShopRhythm.Day) - RegisteredDay);

    public double Spend(Dice dice, int category, int items)
    {
        var goods = Goods.All[category];
        return goods.Median * _generosity * Math.Exp(goods.Sigma * dice.Normal()) * Math.Pow(items, 0.8);
    }

    private string Ip(Dice dice, int browser, long time)
    {
        if (Browsers.IsMobile(browser) && dice.Chance(0.45)) return _names.Ip(CarrierOwner + (_index / CustomersPerCarrierIp), Country, Country);
        // Some providers hand out a new address every week or two.
        var lease = _movesIp > 0.1 ? (int)(time / (9 * ShopRhythm.Day)) : 0;
        return dice.Chance(0.1) ? _names.Ip(_index, 500, Country) : _names.Ip(_index, lease, Country);
    }
}

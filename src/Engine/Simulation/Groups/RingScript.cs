using Investigator.Engine.Simulation.Customers;

namespace Investigator.Engine.Simulation.Groups;

/// <summary>One crew's way through the shop: its page order and the seconds it spends on each page. No two crews have the same.</summary>
internal sealed class RingScript
{
    private static readonly ShopPage[] HumanDetours = [ShopPage.Home, ShopPage.Search, ShopPage.Category, ShopPage.Reviews, ShopPage.Profile,
        ShopPage.OrderHistory];

    /// <summary>A shorter visit hardly has an order to change.</summary>
    private const int FewestReordered = 14;

    private readonly (ShopPage Page, double Seconds)[] _steps;
    private readonly double _jitter;
    private readonly double _tempo;
    private readonly double _repeat;
    private readonly double _skip;

    /// <param name="dice">The ring's stream.</param>
    /// <param name="profile">Its kind.</param>
    /// <param name="variant">Which of the kind's page orders it builds on.</param>
    /// <param name="slowness">0 for the fastest of its kind, 1 for the slowest.</param>
    public RingScript(Dice dice, RingProfile profile, int variant, double slowness)
    {
        var pages = ShopSitemap.Parse(profile.Scripts[variant % profile.Scripts.Length]).ToList();
        var product = pages.IndexOf(ShopPage.Product);
        if (product >= 0) pages.InsertRange(product, Enumerable.Repeat(ShopPage.Product, dice.Below(3)));
        if (!profile.Bot && dice.Chance(0.6)) pages.Insert(1 + dice.Below(pages.Count - 2), dice.Pick<ShopPage>(HumanDetours));

        // A bot waits a fixed time between calls, a little longer where it fills in a form; a person hurries through pages they know.
        var beat = profile.Bot ? 0.35 * Math.Pow(10, slowness) : 0.16 * Math.Pow(3.5, slowness);
        _steps = [.. pages.Select(page => (page, profile.Bot ? dice.LogNormal(beat, 0.45) : dice.LogNormal(ShopSitemap.Dwell(page) * beat, 0.35)))];
        _jitter = profile.Bot ? dice.Uniform(0.03, 0.12) : dice.Uniform(0.18, 0.3);
        _tempo = profile.Bot ? 0.03 : 0.1;
        (_repeat, _skip) = profile.Bot ? (0.01, 0) : (0.03, 0.015);
    }

    /// <summary>
    /// An ordinary visit with the pages before the checkout, and their pauses, in another order: every count and every average is an ordinary customer's.
    /// </summary>
    public RingScript(Dice dice)
    {
        var visit = new ClickPath();
        do new BrowsingHabit(dice).Shop(visit, dice, firstOrder: false, promo: false);
        while (visit.Steps.Count < FewestReordered);
        var checkout = visit.Steps.Index().Last(static s => s.Item.Page == ShopPage.Checkout).Index;
        var pages = Shuffled(dice, visit.Steps.Take(checkout).Select(static s => s.Page));
        var pauses = Shuffled(dice, visit.Steps.Take(checkout).Select(static s => s.Seconds));
        _steps = [.. pages.Zip(pauses), .. visit.Steps.Skip(checkout)];
        (_jitter, _tempo, _repeat) = (dice.Uniform(0.03, 0.12), 0.03, 0.01);
    }

    /// <summary>The page order, for the truth's file.</summary>
    public string Text => string.Join(' ', _steps.Select(static s => ShopSitemap.Name(s.Page)));

    public void Perform(ClickPath path, Dice dice)
    {
        path.Clear();
        var tempo = dice.LogNormal(1, _tempo);
        foreach (var (page, seconds) in _steps)
        {
            if (dice.Chance(_skip) && page is not (ShopPage.Pay or ShopPage.Checkout)) continue;
            path.Add(page, dice.LogNormal(seconds * tempo, _jitter));
            if (dice.Chance(_repeat)) path.Add(page, dice.LogNormal(seconds * tempo, _jitter));
        }
    }

    private static T[] Shuffled<T>(Dice dice, IEnumerable<T> items)
    {
        T[] order = [.. items];
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = dice.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}

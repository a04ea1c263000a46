namespace Investigator.Engine.Simulation.Customers;

/// <summary>
/// How one person moves through the shop: a Markov chain over browsing pages that leans to their liking, and their own pace. Who leaves a product for a list
/// goes back to the one they came from.
/// </summary>
internal sealed class BrowsingHabit
{
    // Weights of the next page, row by row in the order of ShopPage: home, search, search_results, category, product, reviews, wishlist, cart, promo_page,
    // order_history, support, profile.
    private static readonly double[,] Typical =
    {
        { 1, 30, 0, 30, 14, 0, 5, 3, 12, 4, 1, 2 },
        { 2, 2, 94, 1, 0, 0, 0, 0, 1, 0, 0, 0 },
        { 2, 16, 8, 5, 66, 0, 0, 1, 1, 0, 0, 0 },
        { 4, 9, 0, 22, 58, 0, 2, 1, 4, 0, 0, 0 },
        { 4, 9, 15, 16, 18, 20, 6, 9, 2, 0, 1, 0 },
        { 2, 4, 4, 5, 74, 2, 4, 4, 0, 0, 1, 0 },
        { 5, 6, 0, 10, 66, 0, 1, 11, 0, 0, 0, 1 },
        { 6, 10, 0, 16, 38, 0, 6, 4, 14, 2, 3, 1 },
        { 6, 6, 0, 26, 50, 0, 2, 6, 4, 0, 0, 0 },
        { 14, 18, 0, 16, 34, 0, 2, 2, 0, 8, 4, 2 },
        { 24, 12, 0, 14, 22, 0, 0, 8, 0, 14, 2, 4 },
        { 26, 16, 0, 16, 10, 0, 10, 4, 2, 14, 2, 0 },
    };

    private static readonly ShopPage[] Doors = [ShopPage.Home, ShopPage.Search, ShopPage.Product, ShopPage.PromoPage, ShopPage.Category,
        ShopPage.OrderHistory, ShopPage.Wishlist];
    private static readonly double[] DoorShares = [44, 16, 18, 9, 8, 3, 2];

    private readonly double[] _cumulative = new double[ShopSitemap.Browsing * ShopSitemap.Browsing];
    private readonly ShopPage _door;
    private readonly double _patience;
    private readonly double _pace;
    private readonly double _moodiness;
    private readonly double _variety;
    private readonly double _loginFirst;
    private readonly double _paysWithCode;

    /// <param name="dice">The person's stream.</param>
    /// <param name="steady">Does the same job all day: clear preferences, few moods.</param>
    public BrowsingHabit(Dice dice, bool steady = false)
    {
        _door = Doors[dice.Weighted(DoorShares)];
        _patience = Math.Clamp(dice.LogNormal(steady ? 6 : 11.5, steady ? 0.3 : 0.5), 2, 40);
        _pace = dice.LogNormal(1, 0.3);
        _moodiness = steady ? 0.3 : dice.Uniform(0.6, 0.9);
        _variety = steady ? 0.12 : 0.35;
        _loginFirst = dice.Pick<double>([0.05, 0.3, 0.95]);
        _paysWithCode = dice.Pick<double>([0.05, 0.3, 0.9]);
        Span<double> liking = stackalloc double[ShopSitemap.Browsing];
        for (var i = 0; i < liking.Length; i++) liking[i] = dice.LogNormal(1, steady ? 2 : 0.6);
        for (var from = 0; from < ShopSitemap.Browsing; from++)
        {
            var sum = 0.0;
            for (var to = 0; to < ShopSitemap.Browsing; to++) _cumulative[(from * ShopSitemap.Browsing) + to] = sum += Typical[from, to] * liking[to];
        }
    }

    /// <summary>Walks a visit that ends with a payment.</summary>
    /// <param name="path">Cleared and filled.</param>
    /// <param name="dice">The visit's own stream.</param>
    /// <param name="firstOrder">A new account: registers and fills in every form.</param>
    /// <param name="promo">Uses a voucher.</param>
    /// <param name="hurry">1 as always; 0.3 for a sale about to end.</param>
    public void Shop(ClickPath path, Dice dice, bool firstOrder, bool promo, double hurry = 1)
    {
        path.Clear();
        var pace = _pace * hurry * dice.LogNormal(1, 0.15);
        var loggedIn = !firstOrder && dice.Chance(0.35);
        if (!loggedIn && !firstOrder && dice.Chance(_loginFirst))
        {
            Step(path, dice, ShopPage.Login, pace);
            loggedIn = true;
        }

        Browse(path, dice, pace, Math.Max(1, (int)Math.Round(dice.LogNormal(_patience * hurry, _variety))));
        if (!EndsAtProduct(path)) Step(path, dice, ShopPage.Product, pace);
        Step(path, dice, ShopPage.Cart, pace);
        if (firstOrder)
        {
            Step(path, dice, ShopPage.Register, pace);
            if (dice.Chance(0.7)) Step(path, dice, ShopPage.VerifyEmail, pace);
        }
        else if (!loggedIn)
        {
            Step(path, dice, ShopPage.Login, pace);
            if (dice.Chance(0.04)) Step(path, dice, ShopPage.PasswordReset, pace);
        }

        Step(path, dice, ShopPage.Checkout, pace);
        if (promo) Step(path, dice, ShopPage.ApplyPromo, pace);
        if (firstOrder || dice.Chance(0.07)) Step(path, dice, ShopPage.AddressForm, pace);
        if (dice.Chance(0.75)) Step(path, dice, ShopPage.ShippingOptions, pace);
        if (firstOrder || dice.Chance(0.08)) Step(path, dice, ShopPage.CardForm, pace);
        if (firstOrder && dice.Chance(0.3)) Step(path, dice, ShopPage.BindCard, pace);
        if (dice.Chance(_paysWithCode)) Step(path, dice, ShopPage.Otp, pace);
        Step(path, dice, ShopPage.Pay, pace);
    }

    /// <summary>Walks a visit that ends without an order.</summary>
    public void JustLook(ClickPath path, Dice dice)
    {
        path.Clear();
        Browse(path, dice, _pace, Math.Max(2, (int)Math.Round(dice.LogNormal(_patience * 0.6, 0.4))));
    }

    private void Browse(ClickPath path, Dice dice, double pace, int steps)
    {
        var page = dice.Chance(0.65) ? _door : Doors[dice.Weighted(DoorShares)];
        ShopPage? list = null;
        for (var i = 0; i < steps; i++)
        {
            Step(path, dice, page, pace);
            if (IsList(page)) list = page;
            var next = Next(dice, page);
            page = page is ShopPage.Product or ShopPage.Reviews && IsList(next) ? list ?? next : next;
        }
    }

    private ShopPage Next(Dice dice, ShopPage from)
    {
        var row = _cumulative.AsSpan((int)from * ShopSitemap.Browsing, ShopSitemap.Browsing);
        var mark = dice.Uniform() * row[^1];
        var to = 0;
        while (row[to] <= mark) to++;
        return (ShopPage)to;
    }

    private void Step(ClickPath path, Dice dice, ShopPage page, double pace) => path.Add(page, dice.LogNormal(ShopSitemap.Dwell(page) * pace, _moodiness));

    private static bool EndsAtProduct(ClickPath path) => path.Steps[^1].Page is ShopPage.Product or ShopPage.Cart or ShopPage.Reviews;

    private static bool IsList(ShopPage page) => page is ShopPage.SearchResults or ShopPage.Category or ShopPage.Wishlist or ShopPage.PromoPage;
}

namespace Investigator.Engine.Simulation.Customers;

/// <summary>What a click can be. Browsing pages come first: a <see cref="BrowsingHabit"/> moves among them only.</summary>
internal enum ShopPage : byte
{
    Home,
    Search,
    SearchResults,
    Category,
    Product,
    Reviews,
    Wishlist,
    Cart,
    PromoPage,
    OrderHistory,
    Support,
    Profile,
    ApplyPromo,
    Checkout,
    AddressForm,
    ShippingOptions,
    CardForm,
    BindCard,
    Otp,
    Pay,
    Login,
    Register,
    VerifyEmail,
    PasswordReset,
    ReturnForm,
}

/// <summary>Names as in the events table, and how long an unhurried person stays.</summary>
internal static class ShopSitemap
{
    /// <summary>How many pages at the start of the enumeration are for browsing.</summary>
    public const int Browsing = (int)ShopPage.Profile + 1;

    private static readonly string[] Names = [.. Enum.GetNames<ShopPage>()
        .Select(static name => string.Concat(name
        .Select(static (c, i) => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString())))];

    // Seconds, in the enumeration's order.
    private static readonly double[] Dwells = [6, 5, 11, 13, 26, 34, 9, 10, 14, 12, 25, 15, 6, 9, 28, 8, 24, 26, 13, 5, 9, 32, 22, 20, 40];

    public static string Name(ShopPage page) => Names[(int)page];

    /// <summary>Median dwell in seconds of an ordinary visitor.</summary>
    public static double Dwell(ShopPage page) => Dwells[(int)page];

    /// <summary>Reads a script written as page names with spaces between.</summary>
    public static ShopPage[] Parse(string script) => [.. script.Split(' ').Select(static name => (ShopPage)Array.IndexOf(Names, name))];
}

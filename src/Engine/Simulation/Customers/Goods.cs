namespace Investigator.Engine.Simulation.Customers;

/// <summary>A product category: what one item costs (log-normal, euro) and how often it is bought.</summary>
internal sealed record Goods(string Name, double Median, double Sigma, double Popularity)
{
    public static Goods[] All { get; } =
    [
        new("groceries", 34, 0.40, 16),
        new("fashion", 52, 0.50, 18),
        new("electronics", 210, 0.70, 11),
        new("home", 74, 0.60, 12),
        new("beauty", 29, 0.45, 10),
        new("books", 17, 0.40, 9),
        new("toys", 27, 0.50, 7),
        new("sports", 58, 0.55, 8),
        new("gift_card", 48, 0.45, 3),
        new("travel", 290, 0.55, 3),
        new("sneakers", 125, 0.30, 3),
        new("consoles", 380, 0.30, 2),
    ];

    private static readonly double[] Popularities = [.. All.Select(static g => g.Popularity)];

    public static int Draw(Dice dice) => dice.Weighted(Popularities);

    public static int Find(string name) => Array.FindIndex(All, g => g.Name == name);
}

/// <summary>Where people live and what they pay in; the index is the country's part of the ip space.</summary>
internal static class Countries
{
    public static readonly string[] Codes = ["DE", "FR", "NL", "IT", "ES", "AT", "BE", "PL", "PT", "IE", "GB", "US", "RO", "VN", "BR"];

    // Shares of customers; the last ones hardly shop here but cross in travel and in rings.
    private static readonly double[] Shares = [30, 14, 11, 9, 8, 6, 6, 5, 3, 2, 3, 2, 0.5, 0.3, 0.3];

    public static int Draw(Dice dice) => dice.Weighted(Shares);
}

/// <summary>Browsers and the channel each is used on.</summary>
internal static class Browsers
{
    public static readonly (string Name, string Channel)[] All =
    [
        ("chrome", "web"), ("safari", "web"), ("edge", "web"), ("firefox", "web"), ("opera", "web"),
        ("chrome_mobile", "mobile_web"), ("safari_mobile", "mobile_web"), ("samsung_internet", "mobile_web"),
        ("app_android", "app"), ("app_ios", "app"),
    ];

    private static readonly double[] Shares = [24, 7, 8, 6, 2, 13, 11, 4, 14, 11];

    public static int Draw(Dice dice) => dice.Weighted(Shares);

    public static bool IsMobile(int browser) => All[browser].Channel != "web";
}

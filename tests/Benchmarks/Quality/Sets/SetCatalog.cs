using Investigator.Engine.Simulation;

namespace Investigator.Benchmarks.Quality.Sets;

/// <summary>Every set that is measured, each made by seed into a folder.</summary>
internal static class SetCatalog
{
    public static IReadOnlyList<(string Name, Func<int, string, SetSource> Make)> Simulated { get; } =
    [
        (DeviceFarm.Name, DeviceFarm.Make),
        (RatingsNetwork.Name, RatingsNetwork.Make),
        (TerminalFraud.Name, TerminalFraud.Make),
        (ClickLog.Name, ClickLog.Make),
        ("a fifth is fraud", static (seed, folder) =>
            ShopSet.Make("a fifth is fraud", new SimulationOptions { Transactions = 10_000, Seed = seed, RingShare = 0.2 }, folder, withhold: 0.5)),
        ("flawed shop", static (seed, folder) => ShopSet.Make("flawed shop", new SimulationOptions
        {
            Transactions = 10_000, Seed = seed, CompromisedTerminals = 8, MinuteClock = true, MissingWordShare = 0.05, SecondCurrencyShare = 0.2,
            LabelledShare = 0.6,
        }, folder)),
        ("enriched shop", static (seed, folder) =>
            ShopSet.Make("enriched shop", new SimulationOptions { Transactions = 8_000, Seed = seed, EnrichedFraudShare = 0.2 }, folder, withhold: 0.5)),
    ];

    /// <param name="folder">With the public files.</param>
    public static IReadOnlyList<(string Name, Func<int, string, SetSource> Make)> Real(string folder) =>
    [
        ("aws-registrations", (_, _) => AwsSets.Registrations(folder)),
        ("aws-transactions", (_, _) => AwsSets.Transactions(folder)),
    ];
}

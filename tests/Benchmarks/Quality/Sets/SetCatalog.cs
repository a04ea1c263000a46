namespace Investigator.Benchmarks.Quality.Sets;

/// <summary>Every set that is measured, each made by seed into a folder.</summary>
internal static class SetCatalog
{
    public static IReadOnlyList<(string Name, Func<int, string, SetSource> Make)> Simulated { get; } = [];

    /// <param name="folder">With the public files.</param>
    public static IReadOnlyList<(string Name, Func<int, string, SetSource> Make)> Real(string folder) =>
    [
        ("aws-registrations", (_, _) => AwsSets.Registrations(folder)),
        ("aws-transactions", (_, _) => AwsSets.Transactions(folder)),
    ];
}

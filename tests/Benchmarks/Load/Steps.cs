namespace Investigator.Benchmarks.Load;

/// <summary>A page that people go to, and a text that comes with its rows (a regular expression).</summary>
internal sealed record Step(string Name, string Path, string Shows);

/// <summary>Where people go in the app.</summary>
internal static class Steps
{
    private const string Minute = @"^\d{4}-\d\d-\d\d \d\d:\d\d$";

    public static Step Clusters { get; } = new("clusters", "/clusters", @"^/runs/\d+/clusters/\d+$");

    private static readonly Step[] Plain =
    [
        new("home", "/", "^Riskiest clusters of run"),
        Clusters,
        new("map", "/map", "^Scatter plot of"),
        new("rules", "/rules", "^Measures of rule"),
        new("transactions", "/transactions", Minute),
        new("dashboard", "/dashboard", "approved, later known as fraud"),
        new("runs", "/runs", @"^/runs/\d+$"),
    ];

    private static readonly (string Tab, string Shows)[] Tabs =
    [
        ("story", "payments by .* accounts"), ("members", Minute), ("sequences", ", attention "), ("contrasts", @"/contrasts\.csv$"),
    ];

    /// <summary>Every page, and every tab of one cluster.</summary>
    public static IEnumerable<Step> All(IReadOnlyList<string> clusters) =>
        [.. Plain, .. clusters.Take(1).SelectMany(cluster => Tabs.Select(tab => OfTab(cluster, tab)))];

    /// <summary>Somewhere else than <paramref name="here"/>; a cluster half of the time.</summary>
    public static Step Any(Random random, IReadOnlyList<string> clusters, string here)
    {
        while (true)
        {
            var step = clusters.Count == 0 || random.Next(2) == 0
                ? Plain[random.Next(Plain.Length)]
                : OfTab(clusters[random.Next(clusters.Count)], Tabs[random.Next(Tabs.Length)]);
            if (step.Path != here) return step;
        }
    }

    private static Step OfTab(string cluster, (string Tab, string Shows) tab) => new("cluster, " + tab.Tab, $"{cluster}?tab={tab.Tab}", tab.Shows);
}

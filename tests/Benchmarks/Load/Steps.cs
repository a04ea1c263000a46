namespace Investigator.Benchmarks.Load;

/// <summary>A page that people go to, and a text that comes with its rows (a regular expression).</summary>
internal sealed record Step(string Name, string Path, string Shows);

/// <summary>Where people go in the app.</summary>
internal static class Steps
{
    private const string Minute = @"^\d{4}-\d\d-\d\d \d\d:\d\d$";

    public static Step Findings { get; } = new("findings", "/findings", @"^/runs/\d+/findings/\d+$");

    private static readonly Step[] Plain =
    [
        new("home", "/", "^What to look at first in run|^Risky findings"),
        Findings,
        new("map", "/map", "points …$"),
        new("rules", "/rules", "^Measures of rule|^No rule"),
        new("transactions", "/transactions", Minute),
        new("dashboard", "/dashboard", "in risky findings, declined payments too"),
        new("runs", "/runs", @"^/runs/\d+$"),
    ];

    private static readonly (string Tab, string Shows)[] Tabs =
    [
        ("story", "^all its payments"), ("members", Minute), ("sequences", "Each block is a page|No click-streams"), ("contrasts", @"/contrasts\.csv$"),
    ];

    /// <summary>Every page, and every tab of one finding.</summary>
    public static IEnumerable<Step> All(IReadOnlyList<string> findings) =>
        [.. Plain, .. findings.Take(1).SelectMany(finding => Tabs.Select(tab => OfTab(finding, tab)))];

    /// <summary>Somewhere else than <paramref name="here"/>; a finding half of the time.</summary>
    public static Step Any(Random random, IReadOnlyList<string> findings, string here)
    {
        while (true)
        {
            var step = findings.Count == 0 || random.Next(2) == 0
                ? Plain[random.Next(Plain.Length)]
                : OfTab(findings[random.Next(findings.Count)], Tabs[random.Next(Tabs.Length)]);
            if (step.Path != here) return step;
        }
    }

    private static Step OfTab(string finding, (string Tab, string Shows) tab) => new("finding, " + tab.Tab, $"{finding}?tab={tab.Tab}", tab.Shows);
}

using System.Globalization;

namespace Investigator.Benchmarks.Load;

/// <summary>What the walk knows of the run whose pages it opens.</summary>
/// <param name="Run">Its number.</param>
/// <param name="Transactions">Rows of it.</param>
/// <param name="Findings">Numbers of its findings, most expected loss first.</param>
/// <param name="Days">Its days, yyyy-MM-dd.</param>
/// <param name="Number">A feature that is a number.</param>
/// <param name="Category">A feature that is a category, or the same number where there is none.</param>
internal sealed record WalkedRun(int Run, int Transactions, IReadOnlyList<int> Findings, IReadOnlyList<string> Days, string Number, string Category)
{
    /// <summary>Another one each round.</summary>
    public int Finding(int round) => Findings[round * 7 % Findings.Count];

    /// <summary>Likewise.</summary>
    public string Day(int round) => Days[round * 7 % Days.Count];
}

/// <summary>Something that a person opens, a little different each round, so that no answer is only the one of before.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Path">By the round.</param>
/// <param name="Shows">A text that comes with its rows (a regular expression); null for data, which is fetched.</param>
internal sealed record Visit(string Name, Func<int, string> Path, string? Shows = null)
{
    /// <summary>Rounds at most.</summary>
    public int Most { get; init; } = int.MaxValue;

    private const string Minute = @"^\d{4}-\d\d-\d\d \d\d:\d\d$";
    private const string FindingLink = @"^/runs/\d+/findings/\d+";
    private const int PageRows = 25;

    private static readonly string[] Sorts =
        ["time", "id", "account", "amount", "decision", "outcome", "finding", "fraudprobability", "probability"];

    private static readonly (string Name, string Query)[] Filters =
    [
        ("risky", "&risky=true"), ("missed fraud", "&missed=true"), ("known fraud", "&fraud=true"), ("at risk", "&risky=true&atRisk=true"),
        ("in no finding", "&finding=-1"),
    ];

    /// <summary>Every page, and every address that a page fetches.</summary>
    public static IReadOnlyList<Visit> Of(WalkedRun walked) => [.. Pages(walked), .. Lists(walked), .. Data(walked)];

    private static IEnumerable<Visit> Pages(WalkedRun walked)
    {
        var run = Text(walked.Run);
        string Finding(int round, string tab) => $"/runs/{run}/findings/{Text(walked.Finding(round))}?tab={tab}";
        return
        [
            new("home", _ => "/?run=" + run, "^What to look at first in run|^Risky findings"),
            new("findings", _ => "/findings?run=" + run, FindingLink),
            new("findings, last page", _ => $"/findings?run={run}&page={Text(1 + ((walked.Findings.Count - 1) / PageRows))}", FindingLink),
            new("finding, story", round => Finding(round, "story"), "^all its payments"),
            new("finding, rules", round => Finding(round, "rules"), @"^Measures of rule|^No rule describes|\.json$"),
            new("finding, contrasts", round => Finding(round, "contrasts"), @"/contrasts\.csv$"),
            new("finding, sequences", round => Finding(round, "sequences"), "Each block is a page|No click-streams"),
            new("finding, members", round => Finding(round, "members"), Minute),
            new("dashboard", _ => "/dashboard?run=" + run, "in risky findings, declined payments too"),
            new("map", _ => "/map?run=" + run, "points …$"),
            new("rules", _ => "/rules?run=" + run, "rules.json$|^No rule"),
            new("singles", _ => "/singles?run=" + run, Minute),
            new("runs", _ => "/runs", @"^/runs/\d+$"),
            new("run", _ => "/runs/" + run, "Peak memory"),
            new("datasets", _ => "/datasets", @"^/datasets/\d+$"),
            new("dataset", _ => "/datasets/1", "Quality report"),
            new("tags", _ => "/tags", "Tags"),
        ];
    }

    private static IEnumerable<Visit> Lists(WalkedRun walked)
    {
        var list = $"/transactions?run={Text(walked.Run)}";
        var pages = walked.Transactions / PageRows;
        string Where(string condition) => $"{list}&where={Uri.EscapeDataString(condition)}";
        return
        [
            new("transactions", _ => list, Minute),
            .. Sorts.SelectMany(sort => (IEnumerable<Visit>)
            [
                new($"transactions by {sort}", round => $"{list}{Order(sort, round)}&page={Text(2 + (round % 4))}", Minute),
                new($"transactions by {sort}, deep", round =>
                    $"{list}{Order(sort, round)}&page={Text((pages / 2) + (round * 97 % Math.Max(pages / 3, 1)))}", Minute),
            ]),
            new("transactions, last page", _ => $"{list}&page={Text(pages)}", Minute),
            .. Filters.Select(filter => new Visit("transactions, " + filter.Name, round => $"{list}{filter.Query}&page={Text(2 + (round % 4))}", Minute)),
            new("transactions of a finding", round => $"{list}&finding={Text(walked.Finding(round))}", Minute),
            new("transactions of a day", round => $"{list}&day={walked.Day(round)}", Minute),
            new("transactions where a number", round => Where($"{walked.Number}:ge:{Text(1 + round)}"), Minute),
        ];
    }

    private static IEnumerable<Visit> Data(WalkedRun walked)
    {
        var api = $"/api/runs/{Text(walked.Run)}";
        string[] columns = ["finding", "risk", "outcome", "x", "y"];
        return
        [
            .. columns.Select(column => new Visit($"data: map, {column}", _ => $"{api}/map/{column}")),
            new("data: map, a number", _ => $"{api}/map/{walked.Number}"),
            new("data: map, a category", _ => $"{api}/map/{walked.Category}"),
            new("data: a hovered point", round => $"{api}/points/{Text((int)(round * 7919L * 13 % walked.Transactions))}"),
            new("data: findings.csv", _ => api + "/findings.csv"),
            new("data: singles.csv", _ => api + "/singles.csv"),
            new("data: days.csv", _ => api + "/days.csv"),
            new("data: contrasts.csv", round => $"{api}/findings/{Text(walked.Finding(round))}/contrasts.csv"),
            new("data: transactions.csv of a finding", round => $"{api}/transactions.csv?finding={Text(walked.Finding(round))}"),
            new("data: transactions.csv, risky", _ => api + "/transactions.csv?risky=true") { Most = 3 },
            new("data: transactions.csv, all", _ => api + "/transactions.csv") { Most = 2 },
        ];
    }

    /// <summary>Down and up in turn, as the app itself writes it: a grid goes to its own address from any other.</summary>
    private static string Order(string sort, int round) => (sort, round % 2) switch
    {
        (_, 0) => "&sort=" + sort,
        ("time", _) => "",
        _ => $"&sort={sort}&dir=asc",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

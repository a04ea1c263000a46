using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;

namespace Investigator.Benchmarks.Quality.Sets;

/// <summary>
/// Visits to a site of many pages, without any fraud: most see one page, many go a way that the site itself leads. The clock ticks in minutes.
/// Logs of even seeds have what logs have besides: people behind one proxy, and programs that look in every few minutes.
/// </summary>
internal static class ClickLog
{
    public const string Name = "click log without fraud";

    private const int Visits = 12_000;
    private const int Users = 4_000;
    private const int Pages = 700;
    private const int Ways = 12;
    private const int Days = 30;
    private const int Programs = 3;
    private const int Looks = 150;
    private const int BehindOneProxy = 40;

    private static readonly DateTime Start = new(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc);

    public static SetSource Make(int seed, string folder)
    {
        var dice = new Dice(seed, DiceUse.Group, 1_000_004);
        var ways = Enumerable.Range(0, Ways).Select(_ => Enumerable.Range(0, dice.Between(2, 6)).Select(_ => Page(dice)).ToArray()).ToArray();
        var more = seed % 2 == 0;
        using var visits = new CsvRows(Path.Combine(folder, "visits.csv"), "visit", "user", "time", "ip");
        using var events = new CsvRows(Path.Combine(folder, "events.csv"), "user", "visit", "time", "page");
        for (var visit = 1; visit <= Visits; visit++)
        {
            // A few come every hour, most once or twice.
            var user = (int)(Users * Math.Pow(dice.Uniform(), 1.8));
            var time = Start.AddDays(dice.Below(Days)).AddHours(6 + (12 * (dice.Uniform() + dice.Uniform()) / 2) + (5 * dice.Uniform()));
            int[] pages = dice.Chance(0.4) ? [Page(dice)] : dice.Chance(0.45) ? dice.Pick<int[]>(ways)
                : [.. Enumerable.Range(0, 2 + (int)dice.Exponential(5)).Select(_ => Page(dice))];
            foreach (var page in pages)
            {
                events.Add("u" + user, "v" + visit, CsvRows.Minute(time), "page_" + page);
                if (page != pages[^1]) time = time.AddSeconds(dice.LogNormal(25 + (page % 60), 0.9));
            }
            var ip = user % 3 == 0 ? $"10.0.{user / BehindOneProxy}.1" : $"10.{1 + (user % 200)}.{user / 200}.7";
            visits.Add("v" + visit, "u" + user, CsvRows.Minute(time), ip);
        }

        for (var program = 0; more && program < Programs; program++)
        {
            var (page, time, gap) = (Page(dice), Start.AddDays(dice.Uniform(0, Days - 4)), dice.Uniform(4, 30));
            for (var look = 0; look < Looks; look++)
            {
                time = time.AddMinutes(gap);
                events.Add("w" + program, $"w{program}-{look}", CsvRows.Minute(time), "page_" + page);
                visits.Add($"w{program}-{look}", "w" + program, CsvRows.Minute(time), $"10.250.{program}.9");
            }
        }

        return new SetSource
        {
            Name = Name,
            Transactions = $"SELECT *, NULL::VARCHAR AS label, false AS truth, \"user\" AS withhold_key, NULL AS unit FROM {visits.Relation}",
            Mapping = new TransactionMapping
            {
                Id = "visit",
                Account = "user",
                Time = "time",
                Entities = more ? new Dictionary<string, string> { ["ip"] = "ip" } : [],
            },
            EventsPath = events.Path,
            // A page seen twice within a tick of the clock was seen twice.
            Events = new EventMapping { Account = "user", Session = "visit", Time = "time", Type = "page", Copies = CopyRule.All },
            Withhold = 1,
        };
    }

    /// <summary>A few pages are seen by everybody, most by hardly anybody.</summary>
    private static int Page(Dice dice) => (int)Math.Min(Pages - 1, Math.Exp(dice.Uniform(0, Math.Log(Pages))) - 1);
}

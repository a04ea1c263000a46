using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;

namespace Investigator.Benchmarks.Quality.Sets;

/// <summary>
/// People who rate one another from -10 to 10 for years, in the shape of a public set that is kept apart. Of a few it is known whether they are honest; bad
/// ones work alone or in crews that slander one person or praise another within days. Measured by rater.
/// </summary>
internal static class RatingsNetwork
{
    public const string Name = "ratings network";

    private const int Raters = 3_000;
    private const int Days = 1_800;
    private const int KnownGood = 140;
    private const int KnownBad = 160;
    private const double BadTarget = 0.06;

    private static readonly DateTime Start = new(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static SetSource Make(int seed, string folder)
    {
        var dice = new Dice(seed, DiceUse.Group, 1_000_002);
        var ratings = new List<(int Rater, int Target, int Value, double Day)>();
        var known = new Dictionary<int, bool>();
        var honest = Raters - (KnownBad * 5 / 4);
        var quality = Enumerable.Range(0, Raters).Select(i => i >= honest || dice.Chance(BadTarget) ? -1 : dice.Below(3)).ToArray();
        for (var rater = 0; rater < honest; rater++) Honest(dice, rater, quality, ratings);
        for (var rater = honest; rater < Raters;)
        {
            var crew = Math.Min(Raters - rater, dice.Chance(0.4) ? 1 : dice.Between(3, 12));
            Crew(dice, rater, crew, ratings);
            rater += crew;
        }

        // Nobody vouches for whoever has rated once.
        foreach (var rater in ratings.Where(r => r.Rater < honest).GroupBy(static r => r.Rater).Where(static g => g.Count() >= 2).Take(KnownGood))
        {
            known[rater.Key] = false;
        }
        for (var rater = Raters - KnownBad; rater < Raters; rater++) known[rater] = true;

        using var table = new CsvRows(Path.Combine(folder, "ratings.csv"), "rating_id", "rater", "target", "rating", "time", "known");
        foreach (var (i, r) in ratings.OrderBy(static r => r.Day).Index())
        {
            var bad = known.TryGetValue(r.Rater, out var isBad) ? isBad ? "1" : "0" : "";
            table.Add("r" + (i + 1), Person(r.Rater), Person(r.Target), r.Value, CsvRows.Time(Start.AddDays(r.Day)), bad);
        }

        return new SetSource
        {
            Name = Name,
            Transactions = $"""
                SELECT *, CASE known WHEN '1' THEN 'fraud' WHEN '0' THEN 'legitimate' END AS label, known = '1' AS truth, rater AS withhold_key, rater AS unit
                FROM {table.Relation}
                """,
            Mapping = new TransactionMapping
            {
                Id = "rating_id",
                Account = "rater",
                Time = "time",
                Entities = new Dictionary<string, string> { ["target"] = "target" },
                Attributes = ["rating"],
            },
        };
    }

    /// <summary>Mostly mild praise; who deserves it is told off now and then.</summary>
    private static void Honest(Dice dice, int rater, int[] quality, List<(int Rater, int Target, int Value, double Day)> ratings)
    {
        var (from, count) = (Days * dice.Uniform(), 1 + (int)Math.Min(200, dice.LogNormal(3, 1.1)));
        var life = (Days - from) * Math.Pow(dice.Uniform(), 0.7);
        for (var i = 0; i < count; i++)
        {
            // Few are rated by very many.
            var target = (int)(quality.Length * Math.Pow(dice.Uniform(), 2.2));
            if (target == rater) continue;
            var value = quality[target] < 0 && dice.Chance(0.7) ? -dice.Between(1, 10)
                : dice.Chance(0.06) ? -dice.Between(1, 10) : Math.Min(10, 1 + (int)dice.Exponential(1 + quality[target]));
            ratings.Add((rater, target, value, from + (life * dice.Uniform())));
        }
    }

    private static void Crew(Dice dice, int first, int crew, List<(int Rater, int Target, int Value, double Day)> ratings)
    {
        var (from, days, slander) = (Days * dice.Uniform(0, 0.97), dice.Uniform(0.2, 30), dice.Chance(0.7));
        var targets = Enumerable.Range(0, dice.Between(1, 4)).Select(_ => (int)(Raters * Math.Pow(dice.Uniform(), 2.2))).ToArray();
        for (var member = first; member < first + crew; member++)
        {
            // Some work for years at a good name and spend it at the end.
            var (count, mask) = (dice.Between(1, 8), dice.Chance(0.35) ? dice.Between(4, 30) : dice.Between(0, 3));
            for (var i = 0; i < mask; i++)
            {
                ratings.Add((member, (int)(Raters * Math.Pow(dice.Uniform(), 2.2)), 1 + (int)Math.Min(4, dice.Exponential(1)), from * dice.Uniform(0.6, 1)));
            }
            for (var i = 0; i < count; i++)
            {
                var (target, strength) = (dice.Chance(0.7) ? dice.Pick<int>(targets) : dice.Below(Raters), dice.Chance(0.5) ? 10 : dice.Between(1, 10));
                ratings.Add((member, target, slander ? -strength : strength, from + (days * dice.Uniform())));
            }
        }
    }

    private static string Person(int number) => "p" + (number * 7_919 % 100_003);
}

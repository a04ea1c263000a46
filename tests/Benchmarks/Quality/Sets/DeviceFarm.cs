using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;

namespace Investigator.Benchmarks.Quality.Sets;

/// <summary>
/// First purchases of a web shop, in the shape of a public set that is kept apart: half of the fraud are accounts opened by the dozen on one device in the
/// first days, which buy a second after they sign up; the other half looks like anybody. Clocks tick in minutes.
/// </summary>
internal static class DeviceFarm
{
    public const string Name = "device farm";

    private const int Rows = 20_000;
    private const double FraudShare = 0.094;
    private const double FarmedFraud = 0.54;
    private const double FarmWithInnocent = 0.3;
    private const double SharedByTwo = 0.03;
    private const int SignUpDays = 230;
    private const int FarmDays = 11;

    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Sources = ["SEO", "Ads", "Direct"];
    private static readonly string[] Browsers = ["Chrome", "IE", "Safari", "FireFox", "Opera"];

    public static SetSource Make(int seed, string folder)
    {
        var dice = new Dice(seed, DiceUse.Group, 1_000_001);
        var buyers = new List<Buyer>();
        var farmed = (int)(Rows * FraudShare * FarmedFraud);
        while (farmed > 0)
        {
            var size = Math.Min(farmed, dice.Between(5, 20));
            Farm(dice, size, buyers);
            farmed -= size;
        }

        var likeAnybody = (int)(Rows * FraudShare * (1 - FarmedFraud));
        while (buyers.Count < Rows)
        {
            var buyer = Anybody(dice, buyers.Count);
            if (dice.Chance(SharedByTwo)) buyer = buyer with { Device = buyers[dice.Below(buyers.Count)].Device };
            buyers.Add(buyer with { IsFraud = likeAnybody-- > 0 });
        }

        using var table = new CsvRows(Path.Combine(folder, "purchases.csv"),
            "user_id", "signup_time", "purchase_time", "purchase_value", "device_id", "source", "browser", "sex", "age", "ip_address", "class");
        using var events = new CsvRows(Path.Combine(folder, "events.csv"), "user_id", "ts", "page");
        foreach (var (i, b) in buyers.OrderBy(static b => b.SignUp).Index())
        {
            // Numbers are given out in another order than people came.
            var user = 1_000_000 + (i * 7_919L % 1_000_003);
            table.Add(user, CsvRows.Minute(b.SignUp), CsvRows.Minute(b.Bought), b.Value, b.Device, b.Source, b.Browser, b.Sex, b.Age, b.Ip, b.IsFraud ? 1 : 0);
            events.Add(user, CsvRows.Minute(b.SignUp), "signup");
        }

        return new SetSource
        {
            Name = Name,
            Transactions = $"""
                SELECT *, CASE class WHEN '1' THEN 'fraud' ELSE 'legitimate' END AS label, class = '1' AS truth, device_id AS withhold_key, NULL AS unit
                FROM {table.Relation}
                """,
            Mapping = new TransactionMapping
            {
                Id = "user_id",
                Account = "user_id",
                Time = "purchase_time",
                Amount = "purchase_value",
                Entities = new Dictionary<string, string> { ["device"] = "device_id", ["ip"] = "ip_address" },
                SignedUp = "signup_time",
                Attributes = ["source", "browser", "sex", "age"],
            },
            EventsPath = events.Path,
            Events = new EventMapping { Account = "user_id", Time = "ts", Type = "page", Copies = CopyRule.All },
        };
    }

    private static void Farm(Dice dice, int size, List<Buyer> buyers)
    {
        var model = Anybody(dice, buyers.Count);
        var (from, hours) = (dice.Uniform(0, (FarmDays - 2) * 24), dice.Uniform(2, 44));
        if (dice.Chance(FarmWithInnocent)) buyers.Add(model);
        for (var i = 0; i < size; i++)
        {
            var signUp = Start.AddHours(from + (hours * dice.Uniform()));
            buyers.Add(model with { SignUp = signUp, Bought = signUp.AddSeconds(1), IsFraud = true });
        }
    }

    private static Buyer Anybody(Dice dice, int number)
    {
        var signUp = Start.AddDays(SignUpDays * dice.Uniform());
        return new Buyer(
            signUp,
            signUp.AddDays(dice.Uniform(0, 120)),
            (int)Math.Clamp(dice.LogNormal(33, 0.45), 9, 154),
            "D" + Dice.Mix((ulong)number + 77).ToString("X13", System.Globalization.CultureInfo.InvariantCulture)[^13..],
            dice.Pick<string>(Sources),
            Browsers[dice.Weighted([40, 24, 16, 16, 3])],
            dice.Chance(0.58) ? "M" : "F",
            (int)Math.Clamp(33 + (8.6 * dice.Normal()), 18, 76),
            $"{1 + dice.Below(223)}.{dice.Below(256)}.{dice.Below(256)}.{1 + dice.Below(254)}",
            false);
    }

    private sealed record Buyer(
        DateTime SignUp, DateTime Bought, int Value, string Device, string Source, string Browser, string Sex, int Age, string Ip, bool IsFraud);
}

using System.Globalization;
using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;

namespace Investigator.Benchmarks.Quality.Sets;

/// <summary>
/// Card payments at terminals, by the public description of a well-known simulator: a compromised terminal's payments are fraud for four weeks, a third of a
/// compromised customer's are five times as large for two, and whatever is above a limit is fraud. Everything is known a week later.
/// </summary>
internal static class TerminalFraud
{
    public const string Name = "compromised terminals";

    private const int Customers = 160;
    private const int Terminals = 240;
    private const int Days = 90;
    private const int TerminalDays = 28;
    private const int CustomerDays = 14;
    private const double EveryDayTerminal = 0.17;
    private const double EveryDayCustomer = 0.15;
    private const double Limit = 220;
    private const double Near = 0.2;

    private static readonly DateTime Start = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    public static SetSource Make(int seed, string folder)
    {
        var dice = new Dice(seed, DiceUse.Group, 1_000_003);
        var places = Enumerable.Range(0, Terminals).Select(_ => (X: dice.Uniform(), Y: dice.Uniform())).ToArray();
        var customers = Enumerable.Range(0, Customers).Select(_ => Draw(dice, places)).ToArray();
        var (badTerminals, badCustomers) = (new int[Terminals], new int[Customers]);
        using var table = new CsvRows(Path.Combine(folder, "payments.csv"), "payment_id", "customer", "terminal", "amount", "time", "known_at", "fraud");
        for (var (day, number) = (0, 0); day < Days; day++)
        {
            if (dice.Chance(EveryDayTerminal)) badTerminals[dice.Below(Terminals)] = day + TerminalDays;
            if (dice.Chance(EveryDayCustomer)) badCustomers[dice.Below(Customers)] = day + CustomerDays;
            foreach (var payment in Day(dice, customers).OrderBy(static p => p.Second))
            {
                var (customer, amount) = (payment.Customer, payment.Amount);
                var stolen = badCustomers[customer] > day && dice.Chance(1 / 3.0);
                if (stolen) amount *= 5;
                var isFraud = stolen || amount > Limit || badTerminals[payment.Terminal] > day;
                var time = Start.AddDays(day).AddSeconds(payment.Second);
                table.Add("t" + ++number, "c" + customer, "m" + payment.Terminal, amount.ToString("0.00", CultureInfo.InvariantCulture),
                    CsvRows.Time(time), CsvRows.Time(time.AddDays(7)), isFraud ? 1 : 0);
            }
        }

        return new SetSource
        {
            Name = Name,
            Transactions = $"""
                SELECT *, CASE fraud WHEN '1' THEN 'fraud' ELSE 'legitimate' END AS label, fraud = '1' AS truth, customer AS withhold_key, NULL AS unit
                FROM {table.Relation}
                """,
            KnownAt = "known_at",
            Mapping = new TransactionMapping
            {
                Id = "payment_id",
                Account = "customer",
                Time = "time",
                Amount = "amount",
                Entities = new Dictionary<string, string> { ["terminal"] = "terminal" },
            },
        };
    }

    private static Customer Draw(Dice dice, (double X, double Y)[] places)
    {
        var (x, y) = (dice.Uniform(), dice.Uniform());
        int[] near = [.. Enumerable.Range(0, places.Length).Where(t => Math.Pow(places[t].X - x, 2) + Math.Pow(places[t].Y - y, 2) < Near * Near)];
        return new Customer(dice.Uniform(5, 100), dice.Uniform(0.3, 3), near.Length > 0 ? near : [dice.Below(places.Length)]);
    }

    private static List<(int Customer, int Terminal, double Amount, int Second)> Day(Dice dice, Customer[] customers)
    {
        var payments = new List<(int, int, double, int)>();
        for (var c = 0; c < customers.Length; c++)
        {
            // Exponential gaps within the day make its number of payments Poisson.
            for (var left = dice.Exponential(1 / customers[c].PerDay); left < 1; left += dice.Exponential(1 / customers[c].PerDay))
            {
                var second = (int)(43_200 + (dice.Normal() * 20_000));
                if (second is < 0 or >= 86_400) continue;
                var amount = customers[c].Mean * Math.Max(0.05, 1 + (0.5 * dice.Normal()));
                payments.Add((c, dice.Pick<int>(customers[c].Terminals), amount, second));
            }
        }

        return payments;
    }

    private sealed record Customer(double Mean, double PerDay, int[] Terminals);
}

using System.Globalization;
using Investigator.Benchmarks.Quality.Sets;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Ingest;
using Investigator.Engine.Rules;
using Investigator.Engine.Sequences;
using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Benchmarks.Quality;

/// <summary>
/// What a run's exported rules do to the shop's payments in the two weeks after it: the shop lives on, the run has seen only what was there by its end. The
/// same customers go on buying, rings go on or begin.
/// </summary>
internal static class RuleTable
{
    private const int RunDays = 60;
    private const int DaysAfter = 14;

    public static void Print(IEnumerable<int> seeds, int transactions, RunOptions options)
    {
        var scores = seeds.Select(seed => Score(seed, transactions, options with { Seed = seed })).ToList();
        Console.WriteLine("\n| seed | exported rules | fraud of known outcomes, accounts kept apart: least, rules of 90% "
            + "| fraud in risky findings that the rules match | payments after | innocent hit per 10,000 | fraud after | of it caught |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var s in scores)
        {
            var shares = s.Shares.Count == 0 ? "-" : $"{Percent(s.Shares.Min())}, {s.Shares.Count(static v => v >= 0.9)} of {s.Shares.Count}";
            Console.WriteLine($"| {s.Seed} | {s.Rules} | {shares} | {Percent(s.RiskyCaught)} | {s.After} | {Per10000(s)} | {s.FraudAfter} "
                + $"| {Percent((double)s.FraudCaught / s.FraudAfter)} |");
        }
        var innocent = 10_000.0 * scores.Sum(static s => s.InnocentHit) / scores.Sum(static s => s.After);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all: {innocent:0.0} innocent payments per 10,000 hit"));
    }

    private static RuleScore Score(int seed, int transactions, RunOptions options)
    {
        using var folder = new TempFolder();
        var shop = ShopSet.Make("shop", new SimulationOptions
        {
            Transactions = (long)transactions * (RunDays + DaysAfter) / RunDays,
            Days = RunDays + DaysAfter,
            Seed = seed,
        }, Directory.CreateDirectory(folder.File("whole")).FullName);
        var whole = LabelledSet.Write(shop, 0, folder.File("whole"));
        var cut = new SimulationOptions().Start.AddDays(RunDays);
        var seen = LabelledSet.Write(Until(shop, cut, folder.Path), 0, Directory.CreateDirectory(folder.File("seen")).FullName);
        var run = folder.File("run");
        var result = Pipeline.RunAsync(seen.Dataset, options, run).GetAwaiter().GetResult();

        var after = Features(whole.Dataset, options, run, folder.File("after"));
        var first = whole.Fraud.Length - CountFrom(whole.Dataset, cut);
        var exported = result.Rules.Where(static r => r.IsExported).ToList();
        var hit = Matches(after, exported);
        var risky = result.Findings.Members().Where((_, k) => result.Risks[k].Risky).SelectMany(static rows => rows).Where(r => seen.Fraud[r] == true).ToList();
        var matched = Matches(FeatureTable.Load(run), exported);
        var shares = exported.Select(static r => r.Measured?.FraudShare).OfType<double>().ToList();
        var score = new RuleScore(seed, exported.Count, shares, risky.Count(r => matched[r]) / (double)risky.Count, whole.Fraud.Length - first,
            Count(r => hit[r] && whole.Fraud[r] == false), Count(r => whole.Fraud[r] == true), Count(r => hit[r] && whole.Fraud[r] == true));
        Console.WriteLine($"seed {seed}: {exported.Count} rules, {Percent(score.RiskyCaught)} of the fraud in risky findings; of {score.After} payments after "
            + $"{score.InnocentHit} innocent hit, {score.FraudCaught} of {score.FraudAfter} frauds caught");
        foreach (var rule in exported)
        {
            var rows = RuleMatch.Rows(after, rule.Expression).Where(r => r >= first).ToList();
            var wrong = rows.Count(r => whole.Fraud[r] == false);
            if (wrong > 0) Console.WriteLine($"  {rule.Id} hits {wrong} innocent of {rows.Count}: {rule.Text}");
        }
        return score;

        int Count(Func<int, bool> which) => Enumerable.Range(first, whole.Fraud.Length - first).Count(which);
    }

    /// <summary>The shop as it was known by then: payments and clicks before <paramref name="cut"/>.</summary>
    private static SetSource Until(SetSource shop, DateTime cut, string folder)
    {
        var events = Path.Combine(folder, "events-before.parquet");
        using var tables = TableConnection.Open();
        tables.Execute($"COPY (SELECT * FROM {Sql.Parquet(shop.EventsPath!)} WHERE ts < {Sql.Time(cut)}) TO {Sql.Text(events)} (FORMAT parquet)");
        return shop with
        {
            Transactions = $"SELECT * FROM ({shop.Transactions}) WHERE purchase_time < {Sql.Time(cut)}",
            EventsPath = events,
        };
    }

    /// <summary>The run's own features of every payment, those after it too: each looks at what was before it alone.</summary>
    private static FeatureMatrix Features(Dataset whole, RunOptions options, string run, string folder)
    {
        var context = new StageContext { Seed = options.Seed, Scratch = Directory.CreateDirectory(folder).FullName };
        var sequences = EventSequences.Build(whole, options.Sequences, context);
        var facts = TransactionFacts.Read(whole, sequences, null, null, context);
        return FeatureComputation.Compute(whole, sequences, facts, options.Features with { Catalog = FeatureCatalogFile.ReadStored(run) }, folder, context);
    }

    private static int CountFrom(Dataset dataset, DateTime cut)
    {
        using var tables = TableConnection.Open();
        return tables.Scalar<int>($"SELECT count(*) FROM {Sql.Parquet(dataset.TransactionsPath)} WHERE time >= {Sql.Time(cut)}");
    }

    private static bool[] Matches(FeatureMatrix features, IReadOnlyList<FindingRule> rules)
    {
        var hit = new bool[features.Count];
        foreach (var row in rules.SelectMany(rule => RuleMatch.Rows(features, rule.Expression))) hit[row] = true;
        return hit;
    }

    private static string Per10000(RuleScore score) => (10_000.0 * score.InnocentHit / score.After).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => double.IsNaN(share) ? "-" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <param name="Shares">Of each exported rule that matches a known outcome among the accounts kept apart, the share of fraud there.</param>
    /// <param name="RiskyCaught">Of the frauds in risky findings, those that a rule matches.</param>
    /// <param name="After">Payments in the days after the run.</param>
    /// <param name="InnocentHit">Of those, innocent and matched by a rule.</param>
    /// <param name="FraudAfter">Of those, fraud.</param>
    /// <param name="FraudCaught">Of the fraud, matched by a rule.</param>
    private sealed record RuleScore(
        int Seed, int Rules, IReadOnlyList<double> Shares, double RiskyCaught, int After, int InnocentHit, int FraudAfter, int FraudCaught);
}

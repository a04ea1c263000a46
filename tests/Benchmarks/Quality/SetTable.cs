using System.Globalization;
using Investigator.TestKit;

namespace Investigator.Benchmarks.Quality;

/// <summary>Scores of sets in Markdown: one line a run as it ends, then the means of each set, then what was said against what turned out.</summary>
internal static class SetTable
{
    private static readonly (string Name, Func<SetScore, double> Of, Func<double, string> Say)[] Measures =
    [
        ("fraud among hidden", static s => s.BaseRate, Percent),
        ("AUC", static s => s.Auc, Three),
        ("AUC of a tree of depth 3", static s => s.TreeAuc, Three),
        ("recall at 2% review", static s => s.RecallAtReview, Percent),
        ("risky findings", static s => s.RiskyFindings, static v => v.ToString("0.#", CultureInfo.InvariantCulture)),
        ("their precision", static s => s.RiskyPrecision, Percent),
        ("their recall", static s => s.RiskyRecall, Percent),
        ("seconds", static s => s.Seconds, static v => v.ToString("0", CultureInfo.InvariantCulture)),
    ];

    public static void SayOne(SetScore score)
    {
        var measures = string.Join(", ", Measures.Select(m => $"{m.Name} {m.Say(m.Of(score))}"));
        Console.WriteLine($"{Name(score)}, seed {score.Seed}: {score.Rows} rows, {score.Known} outcomes known, {score.Hidden} hidden; {measures}");
        Console.WriteLine("  seconds: " + string.Join(", ", score.Stages.Where(static s => s.Seconds >= 0.05)
            .Select(static s => FormattableString.Invariant($"{s.Stage} {s.Seconds:0.0}"))));
        if (score.Rings is not { } rings) return;
        Console.WriteLine($"  {rings.Found} of {rings.All.Count} rings found (one risky finding), {rings.One} are one finding; "
            + $"of {rings.Takeovers.Count()} takeovers {rings.Takeovers.Count(static t => t.IsPure)} have one of 95% purity; "
            + $"risky: {rings.InnocentRisky} innocent, {rings.LookAlikeRisky} look-alikes");
        foreach (var ring in rings.All.Where(static r => !(r.IsOne && r.Risky))) Console.WriteLine($"    {ring}");
    }

    public static void SayAll(IReadOnlyList<SetScore> scores)
    {
        var options = scores.Select(static s => s.Options).Distinct().ToList();
        Console.WriteLine($"\n| set | {string.Join(" | ", Measures.Select(static m => m.Name))} |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat(" --- |", 1 + Measures.Length))}");
        foreach (var set in scores.GroupBy(static s => Name(s)))
        {
            Console.WriteLine($"| {set.Key} | {string.Join(" | ", Measures.Select(m => m.Say(Mean(set.Select(m.Of)))))} |");
        }

        SayRings(scores);
        if (options is [var one, var other]) SayDifferences(scores, one, other);
        foreach (var option in options)
        {
            var own = scores.Where(s => s.Options == option).ToList();
            var suffix = option.Length == 0 ? "" : $" ({option})";
            SayCalibration($"finding said to be{suffix}", own, static s => s.Findings);
            SayCalibration($"payment said to be{suffix}", own, static s => s.Payments);
        }
    }

    private static void SayRings(IReadOnlyList<SetScore> scores)
    {
        var shops = scores.Where(static s => s.Rings is not null).GroupBy(static s => Name(s)).ToList();
        if (shops.Count == 0) return;
        Console.WriteLine("\n| shops | rings | one finding | found (one risky finding) | takeovers | with a finding of 95% purity | risky but innocent "
            + "| risky look-alikes |\n| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var shop in shops)
        {
            int Sum(Func<RingShares, int> of) => shop.Sum(s => of(s.Rings!));
            Console.WriteLine($"| {shop.Key} | {Sum(static r => r.All.Count)} | {Sum(static r => r.One)} | {Sum(static r => r.Found)} "
                + $"| {Sum(static r => r.Takeovers.Count())} | {Sum(static r => r.Takeovers.Count(static t => t.IsPure))} "
                + $"| {Sum(static r => r.InnocentRisky)} | {Sum(static r => r.LookAlikeRisky)} |");
        }
    }

    /// <summary>Paired by set and seed.</summary>
    private static void SayDifferences(IReadOnlyList<SetScore> scores, string one, string other)
    {
        var pairs = scores.Where(s => s.Options == one)
            .Join(scores.Where(s => s.Options == other), static s => (s.Set, s.Seed), static s => (s.Set, s.Seed), static (a, b) => (A: a, B: b))
            .ToList();
        var rings = Difference(static s => s.Rings is { } r ? (double)r.Found / r.All.Count : double.NaN);
        Console.WriteLine($"\n{one} less {other}, {pairs.Count} pairs: AUC {Difference(static s => s.Auc)}, "
            + $"recall at 2% {Difference(static s => s.RecallAtReview)}, rings found {rings}");

        string Difference(Func<SetScore, double> of)
        {
            var mean = MeanInterval.Of([.. pairs.Select(p => of(p.A) - of(p.B)).Where(double.IsFinite)]);
            return FormattableString.Invariant($"{mean.Mean:+0.000;-0.000;0} ± {mean.Half:0.000}");
        }
    }

    private static void SayCalibration(string what, List<SetScore> scores, Func<SetScore, Calibration> of)
    {
        var sum = new Calibration();
        foreach (var score in scores) sum.Add(of(score));
        Console.WriteLine($"\n| {what} | mean said | rows with a hidden outcome | of them fraud | sets |\n| --- | --- | --- | --- | --- |");
        foreach (var (b, band) in sum.Bands.Index().Where(static b => b.Item.Rows > 0))
        {
            var sets = scores.Where(s => of(s).Bands[b].Rows > 0).Select(static s => s.Set).Distinct().Count();
            Console.WriteLine($"| {Percent(band.Low)} to {Percent(band.High)} | {Percent(band.Said)} | {band.Rows} | {Percent(band.Share)} | {sets} |");
        }
    }

    private static string Name(SetScore score) => score.Options.Length == 0 ? score.Set : $"{score.Set}, {score.Options}";

    private static double Mean(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).ToList();
        return finite.Count == 0 ? double.NaN : finite.Average();
    }

    private static string Percent(double share) => double.IsNaN(share) ? "-" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    private static string Three(double value) => double.IsNaN(value) ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);
}

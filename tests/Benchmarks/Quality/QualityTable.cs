using System.Globalization;
using Investigator.Benchmarks.Quality.Sets;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.TestKit;

namespace Investigator.Benchmarks.Quality;

/// <summary>What the hybrid space finds beside each of its parts and beside a random projection, in Markdown.</summary>
internal static class QualityTable
{
    private static readonly (string Name, Func<QualityScore, double> Of)[] Measures =
    [
        ("rings found", static s => s.Rings is { Rings: > 0 } rings ? rings.FoundShare : double.NaN),
        ("missed fraud within a review of 1%", static s => s.Review.CaughtInBudget),
        ("missed fraud in risky clusters", static s => s.Review.CaughtInRisky),
        ("fraud among members of risky clusters", static s => s.Review.Precision),
    ];

    /// <summary>Whole runs of simulated shops, one a seed, then what each space finds in them.</summary>
    /// <param name="seeds">Of the shops and of the runs.</param>
    /// <param name="arguments">What to keep back, which options.</param>
    /// <param name="spaces">Whether the spaces are compared too; with the first options.</param>
    /// <param name="make">A shop by seed into a folder.</param>
    public static void Print(IEnumerable<int> seeds, SetArguments arguments, bool spaces, Func<int, Func<string, SetSource>> make)
    {
        var (runs, scores) = (new List<SetScore>(), new List<QualityScore>());
        foreach (var seed in seeds)
        {
            var compare = spaces;
            runs.AddRange(SetRun.Print(make(seed), seed, arguments, (set, options, run) =>
            {
                if (compare) Compare(QualityData.Of(set.Dataset, set.Source.Rings, options, run), scores);
                compare = false;
            }));
        }

        SetTable.SayAll(runs);
        if (spaces) Say(scores);
    }

    /// <summary>Any data with outcomes, the seed of the run alone varying.</summary>
    /// <exception cref="InputException">The mapping names no outcome, or the files cannot be read.</exception>
    public static void Print(LoadRequest request, IReadOnlyList<int> seeds, RunOptions options)
    {
        if (request.Mapping.Transactions.Outcome is null)
        {
            throw new InputException("the mapping names no outcome, so there is nothing to measure by", expected: "a column for transactions.outcome");
        }
        var scores = new List<QualityScore>();
        foreach (var seed in seeds)
        {
            using var folder = new TempFolder();
            var (run, own) = (folder.File("run"), options with { Seed = seed });
            var dataset = DatasetLoader.Load(request, Directory.CreateDirectory(folder.File("datasets")).FullName, new StageContext { Scratch = folder.Path });
            Pipeline.RunAsync(dataset, own, run).GetAwaiter().GetResult();
            Compare(QualityData.Of(dataset, null, own, run), scores);
        }
        Say(scores);
    }

    private static void Compare(QualityData made, List<QualityScore> scores)
    {
        Console.WriteLine($"  {made.Missed.Missed.Count(static m => m)} missed frauds, of which the run could know {made.Missed.KnownBefore}");
        foreach (var space in Enum.GetValues<QualitySpace>())
        {
            scores.Add(made.Score(space));
            SayOne(scores[^1]);
        }
    }

    private static void Say(List<QualityScore> scores)
    {
        SaySpaces(scores);
        if (scores.Exists(static s => s.Rings is not null)) SayKinds(scores);
    }

    private static void SayOne(QualityScore score)
    {
        var rings = score.Rings is { } r
            ? $"{r.Found} of {r.Rings} rings found; {r.Risky} risky clusters, {r.InnocentRisky} of them innocent, {r.LookAlikeRisky} look-alikes; " : "";
        Console.WriteLine($"  {Words(score.Space)}: {rings}missed fraud {Percent(score.Review.CaughtInBudget)} within the review "
            + $"({Percent(score.Review.BudgetLimit)} at most), {Percent(score.Review.CaughtInRisky)} in risky clusters, of whose members "
            + $"{Percent(score.Review.Precision)} are fraud");
        foreach (var miss in score.Rings?.Misses ?? []) Console.WriteLine($"    {miss}");
    }

    private static void SaySpaces(List<QualityScore> scores)
    {
        Console.WriteLine($"\n| space | {string.Join(" | ", Measures.Select(static m => m.Name))} "
            + $"|\n|{string.Concat(Enumerable.Repeat(" --- |", 1 + Measures.Length))}");
        foreach (var space in Enum.GetValues<QualitySpace>()) Row(Words(space), m => scores.Where(s => s.Space == space).Select(m), Percent);
        var hybrid = scores.Where(static s => s.Space == QualitySpace.Hybrid).ToList();
        foreach (var other in Enum.GetValues<QualitySpace>().Where(static s => s != QualitySpace.Hybrid))
        {
            Row($"hybrid less {Words(other)}, points", m => hybrid.Zip(scores.Where(s => s.Space == other), (all, part) => m(all) - m(part)), Points);
        }

        static void Row(string name, Func<Func<QualityScore, double>, IEnumerable<double>> values, Func<double, string> say) =>
            Console.WriteLine($"| {name} | {string.Join(" | ", Measures.Select(m => Cell(MeanInterval.Of([.. values(m.Of).Where(double.IsFinite)]), say)))} |");
    }

    /// <summary>Which kinds of rings each space finds: a space that lacks what tells a kind apart does not.</summary>
    private static void SayKinds(List<QualityScore> scores)
    {
        var spaces = Enum.GetValues<QualitySpace>();
        Console.WriteLine($"\n| kind of ring | planted | {string.Join(" | ", spaces.Select(Words))} "
            + $"|\n|{string.Concat(Enumerable.Repeat(" --- |", 2 + spaces.Length))}");
        var rings = scores.SelectMany(static s => s.Rings!.Verdicts.Select(v => (s.Space, Verdict: v))).ToList();
        foreach (var kind in rings.GroupBy(static r => r.Verdict.Kind).OrderBy(static k => k.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"| {kind.Key.Replace('_', ' ')} | {kind.Count(static r => r.Space == QualitySpace.Hybrid)} | "
                + $"{string.Join(" | ", spaces.Select(space => kind.Count(r => r.Space == space && r.Verdict.Found)))} |");
        }

        Console.WriteLine($"| all | {rings.Count(static r => r.Space == QualitySpace.Hybrid)} | "
            + $"{string.Join(" | ", spaces.Select(space => rings.Count(r => r.Space == space && r.Verdict.Found)))} |");
    }

    private static string Cell(MeanInterval interval, Func<double, string> say) =>
        double.IsNaN(interval.Half) ? say(interval.Mean) : $"{say(interval.Mean)} ± {(100 * interval.Half).ToString("0.0", CultureInfo.InvariantCulture)}";

    private static string Percent(double share) => double.IsNaN(share) ? "-" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    private static string Points(double share) => double.IsNaN(share) ? "-" : (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);

    private static string Words(QualitySpace space) => space switch
    {
        QualitySpace.Embedding => "embedding alone",
        QualitySpace.Features => "features alone",
        QualitySpace.Hybrid => "hybrid",
        _ => "random projection",
    };
}

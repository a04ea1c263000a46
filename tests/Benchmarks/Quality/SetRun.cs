using Investigator.Benchmarks.Quality.Sets;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Sequences;
using Investigator.TestKit;

namespace Investigator.Benchmarks.Quality;

/// <summary>Takes a labelled set through the whole pipeline and measures what was said by the outcomes that the run could not know.</summary>
internal static class SetRun
{
    /// <summary>Of the hidden rows, those that can be reviewed.</summary>
    private const double ReviewShare = 0.02;

    /// <summary>Makes a set, runs it with each of the options asked for, and says each score as it is there.</summary>
    /// <param name="make">Into a folder.</param>
    /// <param name="seed">Of the runs, and which outcomes are kept back.</param>
    /// <param name="arguments">What to keep back, which options.</param>
    /// <param name="then">Is told the set, the options and the run's folder while they are there.</param>
    public static IReadOnlyList<SetScore> Print(Func<string, SetSource> make, int seed, SetArguments arguments, Action<LabelledSet, RunOptions, string> then)
    {
        using var folder = new TempFolder();
        var source = make(folder.Path);
        var work = arguments.Named.TryGetValue("--keep", out var kept) ? Directory.CreateDirectory(Path.Combine(kept, $"{source.Name} {seed}")).FullName
            : folder.Path;
        var set = LabelledSet.Write(source, arguments.Withhold ?? source.Withhold, work, split: seed);
        var scores = new List<SetScore>();
        RunOptions? first = null;
        foreach (var (name, chosen) in arguments.Runs)
        {
            var (options, run) = (chosen with { Seed = seed }, Path.Combine(work, "run" + scores.Count));
            // Two runs that learn the same of behaviour need to learn it once.
            if (first is not null && first.Embedding == options.Embedding && first.Sequences == options.Sequences && set.Dataset.HasEvents)
            {
                options = options with { Embedding = options.Embedding with { Model = Path.Combine(work, "run0") } };
            }
            first ??= options;
            scores.Add(Score(set, options, run) with { Options = name });
            SetTable.SayOne(scores[^1]);
            then(set, options, run);
        }

        return scores;
    }

    /// <param name="set">Loaded, some outcomes kept back.</param>
    /// <param name="options">Of the run.</param>
    /// <param name="run">The run's folder; holds what each stage wrote afterwards.</param>
    public static SetScore Score(LabelledSet set, RunOptions options, string run)
    {
        var result = Pipeline.RunAsync(set.Dataset, options, run).GetAwaiter().GetResult();
        var context = new StageContext { Seed = options.Seed, Scratch = run };
        var facts = TransactionFacts.Read(set.Dataset, SequenceSet.Load(run), options.Risk.AsOf, OutcomeLedger.In(run), context);
        var scores = RunScores.Of(result);
        var all = Enumerable.Range(0, facts.Count);
        int[] known = [.. all.Where(row => facts.Outcomes[row] != Outcome.Unknown)];
        bool IsHidden(int row) => facts.Outcomes[row] == Outcome.Unknown && set.Fraud[row] is not null;
        int[] hidden = [.. all.Where(IsHidden)];
        var tree = known.Length == 0 ? null : BaselineTree.Learn(FeatureTable.Load(run), known, row => facts.Outcomes[row] == Outcome.Fraud);
        bool IsFraud(int row) => set.Fraud[row] == true;
        int[] risky = [.. scores.Findings.Where(static f => f.Risky).SelectMany(static f => f.Rows).Where(IsHidden)];
        return new SetScore
        {
            Set = set.Source.Name,
            Seed = options.Seed,
            Rows = facts.Count,
            Known = known.Length,
            Hidden = hidden.Length,
            HiddenFraud = hidden.Count(IsFraud),
            Auc = Auc(set, hidden, row => scores.Payments[row]),
            TreeAuc = tree is null ? double.NaN : Auc(set, hidden, tree.Score),
            RecallAtReview = Ranking.RecallAt([.. hidden.Select(row => scores.Payments[row])], [.. hidden.Select(IsFraud)], ReviewShare),
            RiskyFindings = scores.Findings.Count(static f => f.Risky),
            RiskyPrecision = risky.Count(IsFraud) / (double)risky.Length,
            RiskyRecall = risky.Count(IsFraud) / (double)hidden.Count(IsFraud),
            Payments = Calibrate(hidden.Select(row => (scores.Payments[row], IsFraud(row)))),
            Findings = Calibrate(scores.Findings.SelectMany(f => f.Rows.Where(IsHidden).Select(row => (f.Probability, IsFraud(row))))),
            Rings = set.Source.Rings is { } truth ? RingShares.Of(truth, set.Dataset, scores.Findings) : null,
            Stages = result.Record.Stages,
        };
    }

    /// <summary>By row, or by unit where the set names one: a unit's score is the mean of its rows'.</summary>
    private static double Auc(LabelledSet set, int[] hidden, Func<int, double> score)
    {
        var units = hidden.GroupBy(row => set.Unit[row] ?? $"\0{row}").ToList();
        return Ranking.Auc([.. units.Select(u => u.Average(score))], [.. units.Select(u => u.Any(row => set.Fraud[row] == true))]);
    }

    private static Calibration Calibrate(IEnumerable<(double Probability, bool IsFraud)> rows)
    {
        var calibration = new Calibration();
        foreach (var (probability, isFraud) in rows) calibration.Add(probability, isFraud);
        return calibration;
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Findings;
using Investigator.Engine.Ingest;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Rules;

/// <summary>Learns for each risky cluster the few conjunctions that pick it out of everything else.</summary>
public static class RuleLearner
{
    private const string Stage = StageNames.Rules;

    /// <summary>
    /// A decision tree on causal features, cluster against all other transactions, gives paths.
    /// Each is merged, shortened and rounded as long as its measures hold.
    /// Learned from the rows before the time at which a set part of the cluster's members had come, measured on the rows from then on.
    /// </summary>
    /// <returns>Rules of risky clusters by label, a cluster's best first; a cluster that no rule tells apart has none.</returns>
    /// <exception cref="InputException">An option is out of range, or the inputs belong to different datasets.</exception>
    public static IReadOnlyList<FindingRule> Learn(
        Dataset dataset, FindingSet findings, TransactionFacts facts, FeatureMatrix features, IReadOnlyList<FindingRisk> risks, RuleOptions options,
        StageContext context)
    {
        options.Validate();
        TransactionFacts.RequireRows(dataset, findings.Numbers.Length, "findings");
        TransactionFacts.RequireRows(dataset, features.Count, "feature matrix");
        var risky = risks.Where(r => r.Risky).OrderBy(r => r.Finding).ToList();
        var meter = context.Start(Stage, risky.Count, "cutting features into bins");
        if (risky.Count == 0 || features.Columns.Count == 0) return [];
        var bins = FeatureBins.Cut(features, options.Bins, context);
        meter.Note = "growing decision trees";
        meter.Add(0);
        var measuring = new RuleMeasuring(facts, findings.Numbers, features);
        var members = findings.Members();
        var learned = new List<FindingRule>[risky.Count];
        Parallel.For(0, risky.Count, context.Parallel, i =>
        {
            learned[i] = LearnOne(risky[i].Finding, members[risky[i].Finding], features, bins, measuring, options, context.Cancel);
            meter.Add(1);
        });
        meter.Finish();
        return [.. learned.SelectMany(r => r)];
    }

    private static List<FindingRule> LearnOne(
        int cluster, int[] members, FeatureMatrix features, IReadOnlyList<BinnedFeature> bins, RuleMeasuring measuring, RuleOptions options,
        CancellationToken cancel)
    {
        var split = members.Length >= options.MinMembersToSplit;
        // Rows are in the order of time, so a row divides the window; at least one member stays on each side.
        var rows = split ? members[Math.Clamp((int)Math.Ceiling(options.LearnShare * members.Length), 1, members.Length - 1)] : features.Count;
        var early = Array.FindAll(members, r => r < rows);
        var isMember = new bool[features.Count];
        foreach (var row in early) isMember[row] = true;

        var simplifier = new RuleSimplifier(features, early, rows, options.Tolerance);
        var candidates = new DecisionTree(bins, isMember, options.MaxDepth, cancel).Paths(rows, options.MinPrecision)
            .Select(simplifier.Simplify)
            .Select(conditions => (Conditions: conditions, Counts: simplifier.Count(conditions)))
            .Where(c => c.Counts.InCluster >= Math.Min(3, early.Length))
            .Where(c => c.Counts.InCluster >= options.MinPrecision * c.Counts.Matched && c.Counts.InCluster >= options.MinRecall * early.Length)
            .OrderByDescending(c => 2.0 * c.Counts.InCluster / (c.Counts.Matched + early.Length))
            .ThenBy(c => c.Conditions.Count);

        var kept = new List<FindingRule>();
        var caught = new HashSet<int>();
        foreach (var (conditions, _) in candidates)
        {
            cancel.ThrowIfCancellationRequested();
            var fresh = RuleMatch.Rows(features, conditions, early).Count(caught.Add);
            // A further rule is worth reading where it brings a twentieth of the cluster that the ones before did not.
            if (kept.Count > 0 && fresh < Math.Max(1, 0.05 * early.Length)) continue;
            kept.Add(new FindingRule
            {
                Id = FormattableString.Invariant($"c{cluster}-r{kept.Count + 1}"),
                Finding = cluster,
                Conditions = conditions,
                Text = RuleText.Words(features, conditions),
                Sql = RuleSql.Predicate(new AllOf(conditions)),
                Learned = measuring.Measure(conditions, cluster, 0, rows),
                Later = measuring.Measure(conditions, cluster, rows, features.Count),
            });
            if (kept.Count == options.MaxRules) break;
        }
        return kept;
    }
}

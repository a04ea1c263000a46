using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Findings;
using Investigator.Engine.Ingest;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Rules;

/// <summary>Learns the few conjunctions that pick risky findings out of everything else, and says which of them are worth exporting.</summary>
public static class RuleLearner
{
    private const string Stage = StageNames.Rules;

    /// <summary>
    /// Accounts fall into three parts (<see cref="AccountShares"/>). On the first, a decision tree on causal features for each risky finding, its members
    /// against all payments of the whole period that are in no risky finding and no known fraud, gives paths, which are merged, shortened and rounded.
    /// By the second, rules are chosen over all findings together (<see cref="JointChoice"/>). On the third they are measured.
    /// </summary>
    /// <returns>Exported rules in the order chosen, then those that are withheld, by finding; a finding that no rule tells apart has none.</returns>
    /// <exception cref="InputException">An option is out of range, or the inputs belong to different datasets.</exception>
    public static IReadOnlyList<FindingRule> Learn(
        Dataset dataset, FindingSet findings, TransactionFacts facts, FeatureMatrix features, IReadOnlyList<FindingRisk> risks, RuleOptions options,
        StageContext context)
    {
        options.Validate();
        TransactionFacts.RequireRows(dataset, findings.Numbers.Length, "findings");
        TransactionFacts.RequireRows(dataset, features.Count, "feature matrix");
        var risky = risks.Where(r => r.Risky).Select(r => r.Finding).Order().ToList();
        var meter = context.Start(Stage, risky.Count, "cutting features into bins");
        if (risky.Count == 0 || features.Columns.Count == 0) return [];
        var bins = FeatureBins.Cut(features, options.Bins, context);
        meter.Note = "growing decision trees";
        meter.Add(0);
        var measuring = new RuleMeasuring(facts, findings, risks);
        var parts = AccountShares.Of(options);
        // What came after the run's as-of time is not learned from: the rules are to be seen at work there.
        var end = SortedSearch.CountUpTo<long>(facts.Times, (facts.AsOf - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        var others = Enumerable.Range(0, end).Where(r => Part(r) == AccountPart.Learn && measuring.IsOther(r)).ToArray();
        // The chosen ones are near to no more than the budget pays for, so that beyond twice that a candidate is out whatever was chosen before it.
        var budget = options.FalseAlarms(Enumerable.Range(0, end).Count(r => Part(r) != AccountPart.Measure));
        var mostNear = options.NearAlarm <= 0 ? 0 : (int)Math.Min(int.MaxValue / 2, 2 * Math.Ceiling(budget / options.NearAlarm));
        var alarms = Enumerable.Range(0, end).Where(r => Part(r) is AccountPart.Learn or AccountPart.Choose && measuring.IsOther(r));
        var search = new CandidateSearch(features, bins, others, RowBits.Of(alarms, features.Count), mostNear, options);
        var members = findings.Members();
        var found = new IReadOnlyList<RuleCandidate>[risky.Count];
        Parallel.For(0, risky.Count, context.Parallel, i =>
        {
            var learned = Array.FindAll(members[risky[i]], r => Part(r) == AccountPart.Learn && !measuring.IsOther(r));
            found[i] = search.Of(risky[i], learned, context.Cancel);
            meter.Add(1);
        });
        var candidates = found.SelectMany(c => c).ToList();
        var sizes = new MeasuredParts(
            measuring.Size(r => Part(r) == AccountPart.Choose), measuring.Size(r => Part(r) == AccountPart.Measure), measuring.Size(r => r >= end));
        var (chosen, refused) = new JointChoice(candidates, measuring, Part, options).Choose(end - sizes.Measure.Rows);
        var rules = new RuleReport(features, findings, measuring, Part, sizes, options).Of(chosen, refused);
        meter.Finish();
        return rules;

        AccountPart? Part(int row) => row < end ? parts.Of(facts.AccountHashes[row]) : null;
    }
}

/// <summary>How much there is in the parts that rules are measured on.</summary>
/// <param name="Choose">Accounts by which rules are chosen.</param>
/// <param name="Measure">Accounts kept apart.</param>
/// <param name="After">After the as-of time.</param>
internal sealed record MeasuredParts(PartFigures Choose, PartFigures Measure, PartFigures After);

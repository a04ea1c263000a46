using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Risk.Payments;

/// <summary>Learns from known outcomes how probable fraud is in each payment by itself.</summary>
/// <remarks>
/// Boosted trees on the features and on the known outcomes around a payment, cross-fitted by account: payments with a known outcome are judged by what was
/// learned of other accounts, the others by the mean over all parts. Log odds are then scaled on the known payments left out (<see cref="LogOddsScale"/>).
/// Where too few outcomes are known, strong signs (<see cref="PaymentSigns"/>) raise the base share.
/// </remarks>
public static class PaymentModel
{
    private const string Stage = StageNames.Payments;

    /// <summary>The base share counts the assumed one as this many payments.</summary>
    private const double AssumedWeight = 50;

    /// <param name="dataset">Loaded data.</param>
    /// <param name="facts">Outcomes as the run knows them.</param>
    /// <param name="features">The features.</param>
    /// <param name="graph">Neighbours in the joint space; null to do without.</param>
    /// <param name="options">How to learn.</param>
    /// <param name="context">Threads, seed, cancel; the result is the same for any number of threads.</param>
    /// <exception cref="InputException">An option is out of range, the inputs belong to different datasets, or there is too little memory.</exception>
    public static PaymentRisk Learn(
        Dataset dataset, TransactionFacts facts, FeatureMatrix features, NeighborGraph? graph, PaymentOptions options, StageContext context)
    {
        options.Validate();
        TransactionFacts.RequireRows(dataset, facts.Count, "transactions' facts");
        TransactionFacts.RequireRows(dataset, features.Count, "feature matrix");
        if (graph is not null) TransactionFacts.RequireRows(dataset, graph.Count, "neighbor graph");
        var folds = new AccountFolds(facts, options.Folds, context.Seed);
        var frauds = facts.Outcomes.Count(static o => o == Outcome.Fraud);
        var legitimate = facts.Outcomes.Count(static o => o == Outcome.Legitimate);
        var learning = new PaymentLearning
        {
            Learned = Math.Min(frauds, legitimate) >= options.MinKnown
                && Math.Min(folds.FraudAccounts, folds.LegitimateAccounts) >= options.MinKnownAccounts,
            Frauds = frauds,
            Legitimate = legitimate,
            FraudAccounts = folds.FraudAccounts,
            LegitimateAccounts = folds.LegitimateAccounts,
            BaseShare = (frauds + (AssumedWeight * options.AssumedShare)) / (frauds + legitimate + AssumedWeight),
        };
        return learning.Learned ? Learn(facts, features, graph, folds, learning, options, context) : BySigns(features, learning, context);
    }

    private static PaymentRisk Learn(
        TransactionFacts facts, FeatureMatrix features, NeighborGraph? graph, AccountFolds folds, PaymentLearning learning, PaymentOptions options,
        StageContext context)
    {
        var meter = context.Start(Stage, facts.Count, "looking at known outcomes around each payment");
        var columns = PaymentColumns.Of(facts, features, graph, folds, learning.BaseShare, context);
        // A byte a bin and row, five bytes a value around it.
        var bytes = facts.Count * (columns.Columns.Count + (5L * columns.Nearby.Count));
        context.RequireMemory(bytes, $"learning from {facts.Count} payments", "fewer rows or features");
        var sample = LearningSample.Of(facts, static _ => 1, folds, options.MaxRows, context.Seed);
        meter.Note = "growing trees";
        meter.Add(0);
        var fitted = CrossFittedTrees.Learn(FeatureBins.Cut(columns.Columns, options.Bins, context), sample, options, context);

        meter.Note = "judging payments";
        var (values, logOdds) = (columns.Values(), new double[facts.Count]);
        context.ForEachRow(facts.Count, row => logOdds[row] = fitted.LogOdds(values, row, facts.Outcomes[row] == Outcome.Unknown ? null : folds.Of(row)));
        int[] known = [.. Enumerable.Range(0, facts.Count).Where(row => facts.Outcomes[row] != Outcome.Unknown)];
        var isFraud = Array.ConvertAll(known, row => facts.Outcomes[row] == Outcome.Fraud);
        var knownLogOdds = Array.ConvertAll(known, row => logOdds[row]);
        var scale = LogOddsScale.Fit(knownLogOdds, isFraud, Array.ConvertAll(known, static _ => 1.0));
        meter.Finish();
        return new PaymentRisk
        {
            Own = Array.ConvertAll(logOdds, x => (float)scale.Scale(x)),
            Trees = new PaymentTrees(fitted, scale),
            Learning = learning with
            {
                Trees = fitted.TreesEach,
                AreaUnderCurve = RankQuality.AreaUnderCurve(knownLogOdds, isFraud),
                Importance = Importance(columns, fitted),
            },
        };
    }

    private static PaymentRisk BySigns(FeatureMatrix features, PaymentLearning learning, StageContext context)
    {
        var signs = new PaymentSigns(features.Columns, features.Count, context);
        var start = LogOddsScale.LogOdds(learning.BaseShare);
        var own = new float[features.Count];
        context.ForEachRow(own.Length, row => own[row] = (float)LogOddsScale.Probability(start + signs.LogOdds(row)));
        return new PaymentRisk { Own = own, Learning = learning, Trees = null };
    }

    private static IReadOnlyList<FeatureImportance> Importance(PaymentColumns columns, CrossFittedTrees fitted) =>
    [
        .. fitted.Importance(columns.Columns.Count)
            .Select((share, c) => new FeatureImportance(columns.Columns[c].Definition.Name, columns.Columns[c].Definition.Phrase, Math.Round(share, 6)))
            .Where(static i => i.Share > 0).OrderByDescending(static i => i.Share),
    ];
}

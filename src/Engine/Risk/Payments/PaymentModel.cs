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
/// An outcome that should be known by now if the payment were fraud speaks against it (<see cref="OutcomeWeights"/>).
/// Where too few outcomes are known, strong signs (<see cref="PaymentSigns"/>) raise the base share.
/// </remarks>
public static class PaymentModel
{
    private const string Stage = StageNames.Payments;

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
        var delay = OutcomeDelay.Estimate(facts, facts.Outcomes);
        var weights = new OutcomeWeights(facts, delay);
        int[] known = [.. Enumerable.Range(0, facts.Count).Where(weights.IsLearnedFrom)];
        var (frauds, legitimate) = (known.Where(row => facts.Outcomes[row] == Outcome.Fraud).ToList(), known.Where(IsLegitimate).ToList());
        var learning = new PaymentLearning
        {
            Learned = Math.Min(frauds.Count, legitimate.Count) >= options.MinKnown
                && Math.Min(Accounts(frauds), Accounts(legitimate)) >= options.MinKnownAccounts,
            Frauds = frauds.Count,
            Legitimate = legitimate.Count,
            FraudAccounts = Accounts(frauds),
            LegitimateAccounts = Accounts(legitimate),
            TooYoung = facts.Outcomes.Count(static o => o != Outcome.Unknown) - known.Length,
            BaseShare = delay.BaseShare,
        };
        if (!learning.Learned) return BySigns(features, learning, context);
        return Learn(facts, features, graph, folds, weights, learning, options, context);

        bool IsLegitimate(int row) => facts.Outcomes[row] == Outcome.Legitimate;

        int Accounts(List<int> rows) => rows.Select(row => facts.Accounts[row]).Distinct().Count();
    }

    private static PaymentRisk Learn(
        TransactionFacts facts, FeatureMatrix features, NeighborGraph? graph, AccountFolds folds, OutcomeWeights weights, PaymentLearning learning,
        PaymentOptions options, StageContext context)
    {
        var meter = context.Start(Stage, facts.Count, "looking at known outcomes around each payment");
        var columns = PaymentColumns.Of(facts, features, graph, folds, learning.BaseShare, context);
        // A byte a bin and row, five bytes a value around it.
        var bytes = facts.Count * (columns.Columns.Count + (5L * columns.Nearby.Count));
        context.RequireMemory(bytes, $"learning from {facts.Count} payments", "fewer rows or features");
        var sample = LearningSample.Of(facts, weights, folds, options.MaxRows, context.Seed);
        meter.Note = "growing trees";
        meter.Add(0);
        var fitted = CrossFittedTrees.Learn(FeatureBins.Cut(columns.Columns, options.Bins, context), sample, options, context);

        meter.Note = "judging payments";
        var (values, logOdds) = (columns.Values(), new double[facts.Count]);
        context.ForEachRow(facts.Count, row => logOdds[row] = fitted.LogOddsOf(values, row, facts.Outcomes[row] == Outcome.Unknown ? null : folds.Of(row)));
        int[] known = [.. Enumerable.Range(0, facts.Count).Where(weights.IsLearnedFrom)];
        var isFraud = Array.ConvertAll(known, row => facts.Outcomes[row] == Outcome.Fraud);
        var knownLogOdds = Array.ConvertAll(known, row => logOdds[row]);
        var scale = LogOddsScale.Fit(knownLogOdds, isFraud, Array.ConvertAll(known, weights.Of));
        var own = new float[facts.Count];
        context.ForEachRow(own.Length, row =>
        {
            var silence = facts.Outcomes[row] == Outcome.Unknown ? weights.OfSilence(row) : 0;
            own[row] = (float)LogOdds.Probability(scale.LogOddsOf(logOdds[row]) + silence);
        });
        meter.Finish();
        return new PaymentRisk
        {
            Own = own,
            Trees = new PaymentTrees(fitted, scale),
            Learning = learning with
            {
                Trees = fitted.TreesEach,
                AreaUnderCurve = RankQuality.AreaUnderCurve(knownLogOdds, isFraud, Array.ConvertAll(known, folds.Of)),
                Importance = Importance(columns, fitted),
            },
        };
    }

    private static PaymentRisk BySigns(FeatureMatrix features, PaymentLearning learning, StageContext context)
    {
        var signs = new PaymentSigns(features.Columns, features.Count, context);
        var start = LogOdds.Of(learning.BaseShare);
        var own = new float[features.Count];
        context.ForEachRow(own.Length, row => own[row] = (float)LogOdds.Probability(start + signs.LogOdds(row)));
        return new PaymentRisk { Own = own, Learning = learning, Trees = null };
    }

    private static IReadOnlyList<FeatureImportance> Importance(PaymentColumns columns, CrossFittedTrees fitted) =>
    [
        .. fitted.Importance(columns.Columns.Count)
            .Select((share, c) => new FeatureImportance(columns.Columns[c].Definition.Name, columns.Columns[c].Definition.Phrase, Math.Round(share, 6)))
            .Where(static i => i.Share > 0).OrderByDescending(static i => i.Share),
    ];
}

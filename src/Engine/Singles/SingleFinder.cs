using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Findings;
using Investigator.Engine.Ingest;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Risk;
using Investigator.Engine.Risk.Payments;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Singles;

/// <summary>Finds the payments that are worth a look by themselves.</summary>
public static class SingleFinder
{
    private const string Stage = StageNames.Singles;

    /// <param name="dataset">Loaded data.</param>
    /// <param name="facts">Outcomes, decisions and amounts as the run knows them.</param>
    /// <param name="features">The features.</param>
    /// <param name="graph">The neighbours that the payments' probabilities were learned with; null without.</param>
    /// <param name="clustering">Labels and strengths.</param>
    /// <param name="findings">Whose findings are risky.</param>
    /// <param name="risks">One per finding, by number.</param>
    /// <param name="payments">Each payment's own probability.</param>
    /// <param name="options">The bar and the list's length.</param>
    /// <param name="context">Threads, seed, cancel.</param>
    /// <exception cref="InputException">An option is out of range, or the inputs belong to different datasets.</exception>
    public static SingleList Find(
        Dataset dataset, TransactionFacts facts, FeatureMatrix features, NeighborGraph? graph, Clustering clustering, FindingSet findings,
        IReadOnlyList<FindingRisk> risks, PaymentRisk payments, SingleOptions options, StageContext context)
    {
        options.Validate();
        TransactionFacts.RequireRows(dataset, facts.Count, "transactions' facts");
        TransactionFacts.RequireRows(dataset, payments.Own.Length, "payments' probabilities");
        var follows = PaymentProbabilities.Followers(findings.Members(), clustering.Labels, clustering.Probabilities, risks);
        var bar = LogOdds.Probability(LogOdds.Of(payments.Learning.BaseShare) + Math.Log(options.MinOddsRatio));
        var (candidates, knownFraud, knownLegitimate) = (new List<int>(), 0, 0);
        for (var row = 0; row < facts.Count; row++)
        {
            if (follows[row] || !(payments.Own[row] >= bar)) continue;
            if (facts.Outcomes[row] == Outcome.Unknown) candidates.Add(row);
            else if (facts.Outcomes[row] == Outcome.Fraud) knownFraud++;
            else knownLegitimate++;
        }

        var hasAmounts = dataset.Mapping.Transactions.Amount is not null;
        int[] listed =
        [
            .. candidates.OrderByDescending(row => FindingOrder.TwoDigits(Loss(row))).ThenByDescending(row => payments.Own[row])
                .ThenByDescending(static row => row).Take(options.MaxSingles),
        ];
        var meter = context.Start(Stage, listed.Length, "giving reasons");
        var explainer = new PaymentExplainer(facts, features, graph, payments, options.MaxReasons, listed, context);
        var names = Names(dataset, listed, context);
        var singles = new SinglePayment[listed.Length];
        Parallel.For(0, listed.Length, context.Parallel, i =>
        {
            singles[i] = Describe(listed[i], explainer.Reasons(i));
            meter.Add(1);
        });
        meter.Finish();
        return new SingleList
        {
            Payments = singles,
            Found = candidates.Count,
            Bar = bar,
            Learned = payments.Learning.Learned,
            KnownFraud = knownFraud,
            KnownLegitimate = knownLegitimate,
        };

        double Loss(int row)
        {
            if (facts.Decisions[row] == Decision.Declined) return 0;
            return payments.Own[row] * (!hasAmounts ? 1 : double.IsNaN(facts.Amounts[row]) ? 0 : facts.Amounts[row]);
        }

        SinglePayment Describe(int row, IReadOnlyList<SingleReason> reasons)
        {
            var (id, account, currency) = names[row];
            return new SinglePayment(
                row,
                id,
                account,
                TransactionFacts.ToTime(facts.Times[row]),
                double.IsNaN(facts.Amounts[row]) ? null : facts.OwnAmount(row),
                currency,
                facts.Decisions[row] == Decision.Unknown ? null : facts.Decisions[row].Word(),
                findings.Numbers[row] < 0 ? null : findings.Numbers[row],
                clustering.Labels[row] < 0 ? null : clustering.Labels[row],
                payments.Own[row],
                Loss(row),
                reasons);
        }
    }

    private static Dictionary<int, (string Id, string Account, string? Currency)> Names(Dataset dataset, int[] rows, StageContext context)
    {
        var names = new Dictionary<int, (string Id, string Account, string? Currency)>(rows.Length);
        if (rows.Length == 0) return names;
        using var tables = TableConnection.Open(context.Scratch, context.Threads, memoryGigabytes: 1);
        var wanted = string.Join(", ", rows);
        tables.Stream($"SELECT row, id, account, currency FROM {dataset.TransactionsTable} WHERE row IN ({wanted})", context.Cancel, reader =>
            names[(int)reader.GetInt64(0)] = (reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3)));
        return names;
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Risk;

/// <summary>Counts the outcomes known of a cluster, against those known of all transactions.</summary>
internal sealed class OutcomeTally
{
    private readonly TransactionFacts _facts;
    private readonly RiskOptions _options;
    private readonly int _known;
    private readonly int _fraud;

    public OutcomeTally(TransactionFacts facts, RiskOptions options)
    {
        (_facts, _options) = (facts, options);
        foreach (var outcome in facts.Outcomes)
        {
            if (outcome != Outcome.Unknown) _known++;
            if (outcome == Outcome.Fraud) _fraud++;
        }
    }

    /// <param name="members">Rows of the cluster.</param>
    public OutcomeEvidence Of(int[] members)
    {
        int known = 0, fraud = 0, missed = 0, approved = 0, declined = 0;
        double fraudMoney = 0, missedMoney = 0;
        foreach (var row in members)
        {
            var (outcome, decision) = (_facts.Outcomes[row], _facts.Decisions[row]);
            var amount = double.IsNaN(_facts.Amounts[row]) ? 0 : _facts.Amounts[row];
            if (decision == Decision.Approved) approved++;
            if (decision == Decision.Declined) declined++;
            if (outcome != Outcome.Unknown) known++;
            if (outcome != Outcome.Fraud) continue;
            fraud++;
            fraudMoney += amount;
            if (decision != Decision.Approved) continue;
            missed++;
            missedMoney += amount;
        }

        var everywhere = _facts.Count == 0 ? 0 : (double)_fraud / _facts.Count;
        // A Beta parameter must be above zero also where no fraud, or nothing else, is known.
        var prior = Math.Clamp(everywhere, 1e-6, 1 - 1e-6);
        var (a, b) = (fraud + (_options.PriorWeight * prior), known - fraud + (_options.PriorWeight * (1 - prior)));
        var share = known == 0 ? 0 : (double)fraud / known;
        var lift = fraud == 0 || members.Length == 0 ? 0 : (double)fraud / members.Length / everywhere;
        var (lower, upper) = (BetaDistribution.Quantile(0.05, a, b), BetaDistribution.Quantile(0.95, a, b));
        return new OutcomeEvidence(known, fraud, share, lower, upper, lift, fraudMoney, missed, missedMoney, approved, declined)
        {
            RestKnown = _known - known,
            RestFraud = _fraud - fraud,
        };
    }
}

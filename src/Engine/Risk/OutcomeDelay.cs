using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Risk;

/// <summary>
/// Which part of the outcomes is known by the run's as-of time, by kind and age: frauds are reported within weeks, legitimate payments are confirmed later or
/// never, so what is known of young payments is mostly fraud whatever they are.
/// </summary>
/// <remarks>
/// A fraud of age a is known with probability c F(a), a legitimate payment with c G(a); F and G are estimated from the run's own outcomes
/// (<see cref="DelayDistribution"/>), c is the share that is ever known, of each decision. With K known frauds, K / ΣF(age) estimates c times the fraud share
/// of all payments, and likewise for legitimate ones: that gives c and the share. Without a column for the time of knowledge every delay is 0, F and G are 1,
/// and the share is that among known outcomes.
/// </remarks>
internal sealed class OutcomeDelay
{
    /// <summary>Of each kind this many outcomes are looked at, evenly over the rows: more would not sharpen the curves and cost memory.</summary>
    private const int MostLookedAt = 1_000_000;

    /// <summary>Fewer known outcomes of a decision say too little of it alone.</summary>
    private const int FewestOfDecision = 50;

    /// <summary>Before any outcome is known one payment in a hundred is taken for fraud, and that counts as twenty known outcomes.</summary>
    private const double ShareBefore = 0.01;
    private const double WeightBefore = 20;

    private readonly TransactionFacts _facts;
    private readonly long _asOf;
    private readonly DelayDistribution _fraud;
    private readonly DelayDistribution _legitimate;
    private readonly double[] _everKnown = new double[byte.MaxValue + 1];

    private OutcomeDelay(TransactionFacts facts, Outcome[] outcomes)
    {
        _facts = facts;
        _asOf = (facts.AsOf - DateTime.UnixEpoch).Ticks / 10;
        _fraud = Distribution(outcomes, Outcome.Fraud);
        _legitimate = Distribution(outcomes, Outcome.Legitimate);

        var (all, byDecision) = (new Sums(), new Dictionary<Decision, Sums>());
        for (var row = 0; row < outcomes.Length; row++)
        {
            var decision = facts.Decisions[row];
            if (!byDecision.TryGetValue(decision, out var own)) byDecision[decision] = own = new Sums();
            var (fraud, legitimate) = (_fraud.Within(Age(row)), _legitimate.Within(Age(row)));
            all.Add(outcomes[row], fraud, legitimate);
            own.Add(outcomes[row], fraud, legitimate);
        }

        (KnownFraud, Known) = (all.Fraud, all.Fraud + all.Legitimate);
        var everywhere = EverKnown(all);
        Array.Fill(_everKnown, everywhere);
        foreach (var (decision, own) in byDecision)
        {
            if (own.Fraud + own.Legitimate >= FewestOfDecision) _everKnown[(byte)decision] = EverKnown(own);
        }

        var (share, weight) = all switch
        {
            { Fraud: 0 } => (0, all.Legitimate),
            { Legitimate: 0 } => (Math.Min(1, all.Fraud / all.FraudReach), all.FraudReach),
            _ => (all.FraudRate / (all.FraudRate + all.LegitimateRate), (double)Known),
        };
        BaseShare = ((share * weight) + (ShareBefore * WeightBefore)) / (weight + WeightBefore);
    }

    /// <summary>Fraud share of all payments, whether known or not, 0..1 without the ends.</summary>
    public double BaseShare { get; }

    /// <summary>Outcomes known.</summary>
    public int Known { get; }

    /// <summary>Frauds among them.</summary>
    public int KnownFraud { get; }

    /// <param name="facts">Times, decisions, when outcomes became known.</param>
    /// <param name="outcomes"><c>[n]</c> those that may be used.</param>
    public static OutcomeDelay Estimate(TransactionFacts facts, Outcome[] outcomes) => new(facts, outcomes);

    /// <summary>
    /// How a payment's unknown outcome looks: known by now with the first probability if it is fraud, with the second if it is legitimate. Equal where silence
    /// says nothing.
    /// </summary>
    public (double Fraud, double Legitimate) Reach(int row)
    {
        // Where no fraud was ever reported, a missing report is no sign of one. Where nothing else is ever reported, silence is how legitimate payments look.
        var (age, known) = (Age(row), _everKnown[(byte)_facts.Decisions[row]]);
        var legitimate = known * _legitimate.Within(age);
        return (KnownFraud == 0 ? legitimate : known * _fraud.Within(age), legitimate);
    }

    private static double EverKnown(Sums sums) => sums.Legitimate == 0 && sums.Fraud > 0 ? 1 : Math.Min(1, sums.FraudRate + sums.LegitimateRate);

    private long Age(int row) => _asOf - _facts.Times[row];

    private DelayDistribution Distribution(Outcome[] outcomes, Outcome kind)
    {
        var count = outcomes.Count(o => o == kind);
        var step = (count + MostLookedAt - 1) / MostLookedAt;
        var (delays, ages, seen) = (new List<long>(), new List<long>(), 0);
        for (var row = 0; row < outcomes.Length; row++)
        {
            if (outcomes[row] != kind || seen++ % step != 0) continue;
            var delay = Math.Max(0, _facts.OutcomesKnownAt[row] - _facts.Times[row]);
            delays.Add(delay);
            ages.Add(Math.Max(delay, Age(row)));
        }
        return DelayDistribution.Estimate([.. delays], [.. ages]);
    }

    /// <summary>Known outcomes, and how many of each kind would be known if all payments were of that kind and every outcome were known at last.</summary>
    private sealed class Sums
    {
        public int Fraud { get; private set; }

        public int Legitimate { get; private set; }

        public double FraudReach { get; private set; }

        public double FraudRate => FraudReach > 0 ? Fraud / FraudReach : 0;

        public double LegitimateRate => LegitimateReach > 0 ? Legitimate / LegitimateReach : 0;

        private double LegitimateReach { get; set; }

        public void Add(Outcome outcome, double fraud, double legitimate)
        {
            if (outcome == Outcome.Fraud) Fraud++;
            if (outcome == Outcome.Legitimate) Legitimate++;
            FraudReach += fraud;
            LegitimateReach += legitimate;
        }
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Risk.Payments;

/// <summary>
/// What a known outcome stands for, and what an unknown one says: frauds become known sooner than legitimate payments, so that what is known of young payments
/// is mostly fraud whatever they are (<see cref="OutcomeDelay"/>).
/// </summary>
/// <remarks>
/// A known outcome weighs one over the probability that it would be known by now (Horvitz and Thompson 1952), so that known payments together look like all
/// payments; no more than <see cref="MostTimes"/> times the mean. Of payments so young that hardly any legitimate one of their age is known
/// (<see cref="LeastReach"/>) nothing is learned: all that is known of them is fraud, and no weight mends that.
/// </remarks>
internal sealed class OutcomeWeights
{
    private const double MostTimes = 10;

    /// <summary>The least part of outcomes of an age that is known, against the age of which most is known.</summary>
    private const double LeastReach = 0.1;

    /// <summary>Held against certainty: delays are estimates, and some outcomes are never reported.</summary>
    private const double NeverKnown = 0.05;

    private readonly TransactionFacts _facts;
    private readonly OutcomeDelay _delay;
    private readonly double _mean;
    private readonly double _mostFraud;
    private readonly double _mostLegitimate;

    public OutcomeWeights(TransactionFacts facts, OutcomeDelay delay)
    {
        (_facts, _delay) = (facts, delay);
        for (var row = 0; row < facts.Count; row++)
        {
            var (fraud, legitimate) = delay.Reach(row);
            (_mostFraud, _mostLegitimate) = (Math.Max(_mostFraud, fraud), Math.Max(_mostLegitimate, legitimate));
        }

        var (known, sum) = (0, 0.0);
        for (var row = 0; row < facts.Count; row++)
        {
            if (!IsLearnedFrom(row)) continue;
            known++;
            sum += StandsFor(row);
        }
        _mean = known == 0 ? 1 : sum / known;
    }

    /// <summary>Whether a payment's outcome is known, and it is not too young to tell.</summary>
    public bool IsLearnedFrom(int row)
    {
        if (_facts.Outcomes[row] == Outcome.Unknown) return false;
        var (fraud, legitimate) = _delay.Reach(row);
        return fraud >= LeastReach * _mostFraud && legitimate >= LeastReach * _mostLegitimate;
    }

    /// <summary>Of a payment that is learned from; about 1 on average.</summary>
    public double Of(int row) => Math.Min(MostTimes, StandsFor(row) / _mean);

    /// <summary>Log odds, 0 or less: how much less likely fraud is because no outcome is known by now.</summary>
    public double OfSilence(int row)
    {
        var (fraud, legitimate) = _delay.Reach(row);
        return Math.Min(0, Math.Log((1 - fraud + NeverKnown) / (1 - legitimate + NeverKnown)));
    }

    private double StandsFor(int row)
    {
        var (fraud, legitimate) = _delay.Reach(row);
        return 1 / Math.Max(0.01, _facts.Outcomes[row] == Outcome.Fraud ? fraud : legitimate);
    }
}

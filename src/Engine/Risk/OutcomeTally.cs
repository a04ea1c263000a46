using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Risk;

/// <summary>Counts the outcomes known of a finding, and says how likely they are for each fraud share that it may have.</summary>
/// <remarks>
/// A known fraud of age a has probability θ c F(a), a known legitimate payment (1 − θ) c G(a), an unknown one what is left of 1 (<see cref="OutcomeDelay"/>).
/// Payments of one account are not independent and count by <see cref="Witnesses"/>. Silence counts half: which frauds are ever reported differs from ring to
/// ring, and a share of all payments stands in for it.
/// </remarks>
internal sealed class OutcomeTally
{
    private const double SilenceCounts = 0.5;

    /// <summary>Probabilities of being known are told apart in steps of a fiftieth, so that members of like age are counted together.</summary>
    private const int Steps = 50;

    private readonly TransactionFacts _facts;
    private readonly Outcome[] _outcomes;
    private readonly RiskOptions _options;
    private readonly double[] _ordinary;

    /// <param name="facts">What is known of the transactions.</param>
    /// <param name="outcomes"><c>[n]</c> those that may be used: the facts' own, or some of them hidden.</param>
    /// <param name="options">Prior weight, correlation within accounts.</param>
    public OutcomeTally(TransactionFacts facts, Outcome[] outcomes, RiskOptions options)
    {
        (_facts, _outcomes, _options) = (facts, outcomes, options);
        Delay = OutcomeDelay.Estimate(facts, outcomes);
        _ordinary = FraudPosterior.Ordinary(Delay.BaseShare, options.PriorWeight);
    }

    public OutcomeDelay Delay { get; }

    /// <param name="members">Rows of the finding.</param>
    /// <param name="own"><c>[n]</c> each payment's own probability of fraud, NaN where it has none; null where none was learned.</param>
    public Tally Of(int[] members, float[]? own)
    {
        int[] known = [.. members.Where(r => _outcomes[r] != Outcome.Unknown)];
        var logLikelihood = new double[ShareGrid.Cells];
        var knownWeight = AddKnown(logLikelihood, known);
        if (known.Length < members.Length) AddSilence(logLikelihood, [.. members.Where(r => _outcomes[r] == Outcome.Unknown)]);
        var mean = OwnMean(members, own);
        var alone = FraudPosterior.Of(0, _ordinary, logLikelihood);
        return new Tally(Evidence(members, known.Length, alone), logLikelihood, knownWeight, members.Length)
        {
            LogFactor = alone.LogFactor,
            Ordinary = _ordinary,
            Expected = mean is null ? _ordinary : FraudPosterior.Ordinary(mean.Value, _options.PriorWeight),
        };
    }

    private double AddKnown(double[] logLikelihood, int[] known)
    {
        var each = Witnesses.Each(known, _facts.Accounts, _options.AccountCorrelation);
        var fraud = each * known.Count(r => _outcomes[r] == Outcome.Fraud);
        var legitimate = (each * known.Length) - fraud;
        for (var c = 0; c < logLikelihood.Length; c++) logLikelihood[c] += (fraud * ShareGrid.Log[c]) + (legitimate * ShareGrid.LogRest[c]);
        return fraud + legitimate;
    }

    private void AddSilence(double[] logLikelihood, int[] unknown)
    {
        var each = SilenceCounts * Witnesses.Each(unknown, _facts.Accounts, _options.AccountCorrelation);
        var byReach = new SortedDictionary<(int Fraud, int Legitimate), double>();
        foreach (var row in unknown)
        {
            var (ifFraud, ifLegitimate) = Delay.Reach(row);
            var reach = ((int)Math.Round(ifFraud * Steps), (int)Math.Round(ifLegitimate * Steps));
            byReach[reach] = byReach.GetValueOrDefault(reach) + each;
        }
        foreach (var (reach, weight) in byReach)
        {
            if (reach.Fraud == reach.Legitimate) continue; // the same for every share
            var (ifFraud, ifLegitimate) = ((double)reach.Fraud / Steps, (double)reach.Legitimate / Steps);
            for (var c = 0; c < logLikelihood.Length; c++)
            {
                var known = (ShareGrid.Share[c] * ifFraud) + ((1 - ShareGrid.Share[c]) * ifLegitimate);
                logLikelihood[c] += weight * Math.Log(Math.Max(1 - known, 1e-9));
            }
        }
    }

    private OutcomeEvidence Evidence(int[] members, int known, FraudPosterior alone)
    {
        int fraud = 0, missed = 0, approved = 0, declined = 0;
        double fraudMoney = 0, missedMoney = 0;
        foreach (var row in members)
        {
            var (outcome, decision) = (_outcomes[row], _facts.Decisions[row]);
            var amount = double.IsNaN(_facts.Amounts[row]) ? 0 : _facts.Amounts[row];
            if (decision == Decision.Approved) approved++;
            if (decision == Decision.Declined) declined++;
            if (outcome != Outcome.Fraud) continue;
            fraud++;
            fraudMoney += amount;
            if (decision != Decision.Approved) continue;
            missed++;
            missedMoney += amount;
        }

        var lift = fraud == 0 ? 0 : (double)fraud / members.Length / ((double)Delay.KnownFraud / _facts.Count);
        return new OutcomeEvidence(
            known, fraud, known == 0 ? 0 : (double)fraud / known, alone.Low, alone.High, lift, fraudMoney, missed, missedMoney, approved, declined)
        {
            RestKnown = Delay.Known - known,
            RestFraud = Delay.KnownFraud - fraud,
            BaseShare = Delay.BaseShare,
        };
    }

    private static double? OwnMean(int[] members, float[]? own)
    {
        if (own is null) return null;
        var (sum, count) = (0.0, 0);
        foreach (var row in members)
        {
            if (float.IsNaN(own[row])) continue;
            sum += own[row];
            count++;
        }
        return count == 0 ? null : sum / count;
    }
}

/// <param name="Evidence">For readers.</param>
/// <param name="LogLikelihood"><c>[cells]</c> of <see cref="ShareGrid"/>: of the outcomes and the silence, by fraud share.</param>
/// <param name="KnownWeight">Known outcomes, those of one account counted by <see cref="Witnesses"/>.</param>
/// <param name="Size">Members.</param>
internal sealed record Tally(OutcomeEvidence Evidence, double[] LogLikelihood, double KnownWeight, int Size)
{
    /// <summary><c>[cells]</c> the share of an ordinary group of the base share: what rings and risky findings are told apart from.</summary>
    public required double[] Ordinary { get; init; }

    /// <summary><c>[cells]</c> the same of the mean of its payments' own probabilities; <see cref="Ordinary"/> without them.</summary>
    public required double[] Expected { get; init; }

    /// <summary>
    /// ln of how much likelier the outcomes are for a ring than for an ordinary group of the base share, whatever its payments' own probabilities.
    /// </summary>
    public required double LogFactor { get; init; }
}

using Investigator.Engine.Tables;

namespace Investigator.Engine.Risk;

/// <summary>What makes a finding risky, or not.</summary>
public enum RiskBasis
{
    /// <summary>The outcomes known of its payments, which would do without any sign of coordination.</summary>
    Outcomes,

    /// <summary>Its signs of coordination: too few outcomes are known, or they do not decide.</summary>
    Coordination,
}

/// <summary>How risky one finding is, with its evidence: what is known of its outcomes and what its coordination shows, each with its parts.</summary>
public sealed record FindingRisk
{
    /// <summary>The finding's number.</summary>
    [FormerKey("cluster")]
    public required int Finding { get; init; }

    public required int Size { get; init; }

    public required bool Risky { get; init; }

    public required RiskBasis Basis { get; init; }

    /// <summary>P(fraud): the expected share of fraud among all members, whether their outcomes are known or not, 0..1.</summary>
    public double Probability { get; init; }

    /// <summary>5% quantile of the same.</summary>
    public double Low { get; init; }

    /// <summary>95% quantile of the same.</summary>
    public double High { get; init; }

    /// <summary>
    /// Probability that one hand is behind it and nearly all of it is fraud, 0..1; the rest of <see cref="Probability"/> is an ordinary group's share.
    /// </summary>
    public double Ring { get; init; }

    /// <summary>What it lacks; null where it is risky, and in runs from before it was said.</summary>
    public MissingEvidence? Missing { get; init; }

    /// <summary>What made it risky or not; null in runs from before it was kept.</summary>
    public BarEvidence? Bars { get; init; }

    /// <summary>Whether it comes again when rows are left out; null where it is not risky or the run was not asked for it.</summary>
    public FindingStability? Stability { get; init; }

    /// <summary>Amount of the members that the engine approved or challenged (of all, where no decision is mapped): declined money is not at risk.</summary>
    public double MoneyAtRisk { get; init; }

    /// <summary>
    /// <see cref="Probability"/> times <see cref="MoneyAtRisk"/> (times the payments at risk where no amount is mapped): lists are ordered by it. Money that
    /// is known as fraud already is part of it.
    /// </summary>
    public double ExpectedLoss { get; init; }

    public required OutcomeEvidence Outcomes { get; init; }

    public required CoordinationEvidence Coordination { get; init; }

    /// <summary>Sum of amounts of all members, whatever their outcome.</summary>
    public required double Money { get; init; }

    public required int Accounts { get; init; }

    /// <summary>First member's time, UTC.</summary>
    public required DateTime From { get; init; }

    /// <summary>Last member's time, UTC.</summary>
    public required DateTime To { get; init; }

    /// <summary>Outcomes known later than this, UTC, were not looked at.</summary>
    public DateTime AsOf { get; init; }
}

/// <summary>Only outcomes known by the run's as-of time.</summary>
/// <param name="Known">Members with a known outcome.</param>
/// <param name="Fraud">Known frauds among them.</param>
/// <param name="Share">Fraud / Known; 0 when none is known.</param>
/// <param name="LowerBound">5% quantile of the fraud share by outcomes alone, as of an ordinary group.</param>
/// <param name="UpperBound">95% quantile of the same.</param>
/// <param name="Lift">Known frauds per member over known frauds per transaction of the whole dataset; 0 when none is known. Unknown outcomes count below the
/// line on both sides,
/// because frauds become known weeks before legitimate payments do: a recent finding's <paramref name="Share"/> is high whatever it is.</param>
/// <param name="FraudMoney">Amount of known frauds.</param>
/// <param name="MissedFraud">Known frauds that the engine had approved.</param>
/// <param name="MissedFraudMoney">Their amount.</param>
/// <param name="Approved">Members that the engine approved.</param>
/// <param name="Declined">Members that the engine declined.</param>
public sealed record OutcomeEvidence(int Known, int Fraud, double Share, double LowerBound, double UpperBound, double Lift, double FraudMoney,
    int MissedFraud, double MissedFraudMoney, int Approved, int Declined)
{
    /// <summary>Outcomes known among all other transactions.</summary>
    public int RestKnown { get; init; }

    /// <summary>Known frauds among them.</summary>
    public int RestFraud { get; init; }

    /// <summary>Fraud share of all payments, as estimated for those whose outcome is not known too: what is expected of a finding.</summary>
    public double BaseShare { get; init; }
}

/// <param name="Score">Probability of a ring by coordination alone, before any outcome, 0..1.</param>
/// <param name="Signals">What it is made of, strongest first.</param>
public sealed record CoordinationEvidence(double Score, IReadOnlyList<CoordinationSignal> Signals);

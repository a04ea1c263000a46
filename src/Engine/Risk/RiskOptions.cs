using Investigator.Engine.Core;

namespace Investigator.Engine.Risk;

/// <summary>What is known, and how much of it makes a finding risky.</summary>
public sealed record RiskOptions
{
    /// <summary>The run's as-of time, UTC: outcomes that became known later do not exist for it. Null: the dataset's last transaction time.</summary>
    public DateTime? AsOf { get; init; }

    /// <summary>
    /// What is expected of a finding without looking at its outcomes counts as this many of them; more than 0. Four let one known fraud move a finding and
    /// three decide, where frauds are rare.
    /// </summary>
    public double PriorWeight { get; init; } = 4;

    /// <summary>
    /// How alike the payments of one account are, 0 (each a witness of its own) to 1 (an account is one witness). At 0.5 an account with fifty payments counts
    /// for two: its owner is the same, its payments not quite.
    /// </summary>
    public double AccountCorrelation { get; init; } = 0.5;

    /// <summary>Fewer known outcomes than this make no finding risky by themselves, payments of one account counted as above; 0 or more.</summary>
    public double MinKnownOutcomes { get; init; } = 2.5;

    /// <summary>By outcomes, a risky finding's fraud share has a 5% quantile of at least this; 0 to 1. One payment in five is worth a person's time.</summary>
    public double RiskyLowerBound { get; init; } = 0.2;

    /// <summary>
    /// And its odds are at least this many times those of the base share; 0 or more. A ratio of odds, not of shares, so that findings can stand out also where
    /// a fifth of everything is fraud (five times the odds is 56% there).
    /// </summary>
    public double RiskyOdds { get; init; } = 5;

    /// <summary>
    /// Or the probability that it is a ring is at least this, by its coordination and whatever outcomes it has; 0 to 1. It is one minus the local false
    /// discovery rate: of findings just at the bar, one in five is none.
    /// </summary>
    public double RiskyCoordination { get; init; } = 0.8;

    /// <summary>
    /// A sign of coordination counts where at most this part of the signs that are as unlikely would come by chance; 0 to 1. Chance is what random payments or
    /// accounts in the finding's place would show, over all findings and signs together.
    /// </summary>
    public double FalseDiscoveryRate { get; init; } = 0.05;

    /// <summary>
    /// How often all is clustered anew with a tenth of the rows left out, to see which risky findings come again; 0 to 20. Each time costs as much as the run's
    /// own neighbours, hierarchy and clusters, so it is not done unless asked for.
    /// </summary>
    public int StabilityRepeats { get; init; }

    /// <summary>The share that a finding's lower bound must reach to be risky by outcomes.</summary>
    /// <param name="baseShare">Fraud share of all payments.</param>
    public double Bar(double baseShare)
    {
        var odds = Math.Max(Odds(RiskyLowerBound), RiskyOdds * Odds(baseShare));
        return double.IsInfinity(odds) ? 1 : odds / (1 + odds);

        static double Odds(double share) => share / (1 - share);
    }

    /// <summary>Whether a finding of this evidence is called risky.</summary>
    /// <remarks>
    /// One known fraud makes a ring likely where frauds are rare; beside signs that make it likelier than not that is enough, alone it is one payment.
    /// </remarks>
    public bool CallsRisky(BarEvidence evidence)
    {
        var enough = evidence.KnownWeight >= MinKnownOutcomes;
        return (evidence.Ring >= RiskyCoordination && (evidence.RingBySigns >= 0.5 || enough)) || (enough && evidence.Low >= Bar(evidence.BaseShare));
    }

    /// <exception cref="InputException">An option lies outside its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("risk");
        check.Require(double.IsFinite(PriorWeight) && PriorWeight > 0, PriorWeight, "a number above 0");
        check.Between(AccountCorrelation, 0, 1);
        check.AtLeast(MinKnownOutcomes, 0);
        check.Between(RiskyLowerBound, 0, 1);
        check.AtLeast(RiskyOdds, 0);
        check.Between(RiskyCoordination, 0, 1);
        check.Between(FalseDiscoveryRate, 0, 1);
        check.Between(StabilityRepeats, 0, 20);
    }
}

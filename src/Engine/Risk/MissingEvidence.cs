namespace Investigator.Engine.Risk;

/// <summary>Why a finding is not risky.</summary>
public enum MissingKind
{
    /// <summary>Some more known frauds would make it risky.</summary>
    Outcomes,

    /// <summary>Its known outcomes speak against it: even the 95% quantile of its fraud share is below the bar.</summary>
    Contradicted,

    /// <summary>Too few of its outcomes are still to come to make it risky, and its signs of coordination do not.</summary>
    TooSmall,
}

/// <summary>What a finding that is not risky lacks.</summary>
/// <param name="Kind">Which it is.</param>
/// <param name="MoreFrauds">Payments with an unknown outcome, of different accounts, that would have to turn out fraud; null where that would not do.</param>
/// <param name="Unknown">Payments whose outcome is not known.</param>
/// <param name="Ring">Probability that it is a ring, 0..1.</param>
/// <param name="RingNeeded">The bar that this would have to reach.</param>
/// <param name="Low">5% quantile of its fraud share by signs and outcomes, its payments' own probabilities left out.</param>
/// <param name="LowNeeded">The bar that this would have to reach.</param>
public sealed record MissingEvidence(MissingKind Kind, int? MoreFrauds, int Unknown, double Ring, double RingNeeded, double Low, double LowNeeded);

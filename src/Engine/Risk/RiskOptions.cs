using Investigator.Engine.Core;

namespace Investigator.Engine.Risk;

/// <summary>What is known, and how much of it makes a cluster risky.</summary>
public sealed record RiskOptions
{
    /// <summary>The run's as-of time, UTC: outcomes that became known later do not exist for it. Null: the dataset's last transaction time.</summary>
    public DateTime? AsOf { get; init; }

    /// <summary>This many known outcomes (and a twentieth of the members) let outcomes decide; 1 or more.</summary>
    public int MinKnownOutcomes { get; init; } = 8;

    /// <summary>Half as many known outcomes are enough where they are this share of the members; 0 to 1.</summary>
    public double MinKnownShare { get; init; } = 0.2;

    /// <summary>The population's fraud share counts as this many observations beside the cluster's own; more than 0.</summary>
    public double PriorWeight { get; init; } = 4;

    /// <summary>By outcomes, a risky cluster's fraud share has a lower bound of at least this; 0 to 1.</summary>
    public double RiskyLowerBound { get; init; } = 0.2;

    /// <summary>And its lift is at least this; 0 or more. Guards against an early run, when frauds are known and legitimate payments are not yet.</summary>
    public double RiskyLowerBoundLift { get; init; } = 5;

    /// <summary>By coordination, a risky cluster scores at least this; 0 to 1. One kind of signal alone never reaches 0.36.</summary>
    public double RiskyCoordination { get; init; } = 0.5;

    /// <summary>And at least this many independent kinds of signal are strong; 1 or more.</summary>
    public int MinStrongSignals { get; init; } = 2;

    /// <exception cref="InputException">An option lies outside its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("risk");
        check.AtLeast(MinKnownOutcomes, 1);
        check.Between(MinKnownShare, 0, 1);
        check.Require(double.IsFinite(PriorWeight) && PriorWeight > 0, PriorWeight, "a number above 0");
        check.Between(RiskyLowerBound, 0, 1);
        check.AtLeast(RiskyLowerBoundLift, 0);
        check.Between(RiskyCoordination, 0, 1);
        check.AtLeast(MinStrongSignals, 1);
    }
}

using System.Text.Json.Serialization;
using Investigator.Engine.Risk;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Rules;

/// <summary>What a rule does on a part of the payments.</summary>
public sealed record RuleFigures
{
    /// <summary>Payments looked at.</summary>
    public int Rows { get; init; }

    /// <summary>Length of the time in which they lie, in days.</summary>
    public double Days { get; init; }

    /// <summary>Of the payments, the rule matches.</summary>
    public int Matched { get; init; }

    /// <summary>Of the matched, known as fraud by the run's as-of time.</summary>
    public int KnownFraud { get; init; }

    /// <summary>Of the matched, known as legitimate.</summary>
    public int KnownLegitimate { get; init; }

    /// <summary>Of the matched, members of the rule's own finding.</summary>
    [FormerKey("in_cluster")]
    public int InFinding { get; init; }

    /// <summary>Members of the rule's own finding among the payments.</summary>
    [FormerKey("cluster_rows")]
    public int FindingRows { get; init; }

    /// <summary>Of the matched, members of any risky finding.</summary>
    public int InRisky { get; init; }

    /// <summary>Of the matched, those that a rule should not hit: known as legitimate, or neither known as fraud nor in a risky finding.</summary>
    public int Others { get; init; }

    /// <summary>The same a day, as if all payments had been looked at.</summary>
    public double OthersPerDay { get; init; }

    /// <summary>
    /// Amount of the matched that the engine approved, or of which it decided nothing, and that are known as fraud or, not being known, in a risky finding;
    /// in the data's main currency.
    /// </summary>
    public double CaughtMoney { get; init; }

    /// <summary>The same as it was paid, in words; null in runs of before.</summary>
    public string? CaughtInWords { get; init; }

    /// <summary>Of the matched, those that another exported rule matches too.</summary>
    public int Shared { get; init; }

    /// <summary>Of the matched, outcomes that are known.</summary>
    [JsonIgnore]
    public int Known => KnownFraud + KnownLegitimate;

    /// <summary>Known frauds of the known outcomes among the matched; null where none is known.</summary>
    public double? FraudShare => Known == 0 ? null : (double)KnownFraud / Known;

    /// <summary>5% quantile of Beta(fraud + 1/2, legitimate + 1/2), Jeffreys' posterior of that share.</summary>
    public double FraudShareLow => BetaDistribution.Quantile(0.05, KnownFraud + 0.5, KnownLegitimate + 0.5);

    /// <summary>95% quantile of the same.</summary>
    public double FraudShareHigh => BetaDistribution.Quantile(0.95, KnownFraud + 0.5, KnownLegitimate + 0.5);
}

using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;

namespace Investigator.Findings;

/// <summary>One finding as the grid shows it.</summary>
public sealed record FindingSummary(
    int Number,
    int Size,
    bool Risky,
    RiskBasis Basis,
    double? Probability,
    double? Low,
    double? High,
    double MoneyAtRisk,
    double ExpectedLoss,
    int Known,
    int Fraud,
    double FraudShare,
    double Money,
    double FraudMoney,
    int MissedFraud,
    double MissedFraudMoney,
    int Approved,
    int Declined,
    double Coordination,
    int Accounts,
    DateTime From,
    DateTime To,
    string Headline)
{
    /// <summary>False where no amount is mapped: what is at risk is then told in payments.</summary>
    public bool HasMoney => Money > 0;
}

/// <summary>A finding with everything its page tells.</summary>
public sealed record FindingDetail(
    FindingSummary Summary, FindingNarrative Narrative, IReadOnlyList<CoordinationSignal> Signals, FindingParts Parts);

/// <summary>What the grid is narrowed to; null means no limit.</summary>
public sealed record FindingFilter
{
    public bool? Risky { get; init; }

    public RiskBasis? Basis { get; init; }

    public int? MinSize { get; init; }

    /// <summary>Words that the headline must contain.</summary>
    public string? Text { get; init; }

    /// <summary>The tag that a finding must bear, as a link names it.</summary>
    public int? Tag { get; init; }

    /// <summary>Numbers to choose from, as <see cref="Tag"/> was resolved.</summary>
    public IReadOnlyList<int>? Numbers { get; init; }

    /// <summary>Findings active at or after this time.</summary>
    public DateTime? From { get; init; }

    /// <summary>Findings active at or before this time.</summary>
    public DateTime? To { get; init; }
}

public enum FindingSort
{
    ExpectedLoss,
    Probability,
    Number,
    Size,
    FraudShare,
    MoneyAtRisk,
    MissedFraud,
    Coordination,
    Accounts,
    From,
}

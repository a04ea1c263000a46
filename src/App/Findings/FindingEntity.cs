using Investigator.Engine.Risk;
using Investigator.Storage.Database;

namespace Investigator.Findings;

/// <summary>A finding of a finished run: what the grid filters and sorts by as columns, the rest as JSON.</summary>
[NotAudited]
public sealed class FindingEntity
{
    public int Id { get; set; }

    public int RunId { get; set; }

    public int Number { get; set; }

    public int Size { get; set; }

    public bool Risky { get; set; }

    public RiskBasis Basis { get; set; }

    /// <summary>P(fraud), 0..1; null in runs of versions that did not estimate it.</summary>
    public double? Probability { get; set; }

    /// <summary>5% quantile of the same.</summary>
    public double? Low { get; set; }

    /// <summary>95% quantile of the same.</summary>
    public double? High { get; set; }

    /// <summary>Amount of the members that the engine approved or challenged.</summary>
    public double MoneyAtRisk { get; set; }

    /// <summary>Probability times money at risk, in two digits: lists are ordered by it.</summary>
    public double ExpectedLoss { get; set; }

    public int Known { get; set; }

    public int Fraud { get; set; }

    public double FraudShare { get; set; }

    /// <summary>Amount of all members.</summary>
    public double Money { get; set; }

    public double FraudMoney { get; set; }

    public int MissedFraud { get; set; }

    public double MissedFraudMoney { get; set; }

    public int Approved { get; set; }

    public int Declined { get; set; }

    public double Coordination { get; set; }

    /// <summary><c>CoordinationSignal[]</c> as JSON.</summary>
    public string Signals { get; set; } = "[]";

    /// <summary><see cref="FindingParts"/> as JSON.</summary>
    public required string Parts { get; set; }

    public int Accounts { get; set; }

    public DateTime From { get; set; }

    public DateTime To { get; set; }

    public required string Headline { get; set; }

    /// <summary><c>FindingNarrative</c> as JSON.</summary>
    public required string Narrative { get; set; }
}

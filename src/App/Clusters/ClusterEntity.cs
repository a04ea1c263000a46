using Investigator.Engine.Risk;
namespace Investigator.Clusters;

/// <summary>A cluster of a finished run: what the grid filters and sorts by as columns, the rest as JSON.</summary>
public sealed class ClusterEntity
{
    public int Id { get; set; }

    public int RunId { get; set; }

    public int Label { get; set; }

    public int Size { get; set; }

    public double Stability { get; set; }

    public double Persistence { get; set; }

    public bool Risky { get; set; }

    public RiskBasis Basis { get; set; }

    public double Score { get; set; }

    public int Known { get; set; }

    public int Fraud { get; set; }

    public double FraudShare { get; set; }

    public double LowerBound { get; set; }

    public double UpperBound { get; set; }

    public double Lift { get; set; }

    public double Money { get; set; }

    public double FraudMoney { get; set; }

    public int MissedFraud { get; set; }

    public double MissedFraudMoney { get; set; }

    public int Approved { get; set; }

    public int Declined { get; set; }

    public double Coordination { get; set; }

    /// <summary><c>CoordinationSignal[]</c> as JSON.</summary>
    public string Signals { get; set; } = "[]";

    public int Accounts { get; set; }

    public DateTime From { get; set; }

    public DateTime To { get; set; }

    public required string Headline { get; set; }

    /// <summary><c>FindingNarrative</c> as JSON.</summary>
    public required string Narrative { get; set; }
}

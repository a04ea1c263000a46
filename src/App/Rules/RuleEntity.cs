using Investigator.Storage.Database;

namespace Investigator.Rules;

/// <summary>A rule that a run made for one of its findings.</summary>
[NotAudited]
public sealed class RuleEntity
{
    public int Id { get; set; }

    public int RunId { get; set; }

    /// <summary>As the engine named it: <c>f12-r1</c>.</summary>
    public required string Code { get; set; }

    /// <summary>The finding's number.</summary>
    public int Finding { get; set; }

    public required string Text { get; set; }

    public required string Sql { get; set; }

    /// <summary><c>FindingRule</c> as JSON, with all figures. The columns below are copies by which a list is sorted.</summary>
    public required string Body { get; set; }

    /// <summary>False for one that is withheld from exports.</summary>
    public bool Exported { get; set; }

    /// <summary>Place in the order in which the joint set was chosen; null for a withheld rule, and for one of before there was a joint set.</summary>
    public int? Rank { get; set; }

    /// <summary>On the accounts kept apart: lower bound of the fraud share among known outcomes.</summary>
    public double FraudShareLow { get; set; }

    /// <summary>On the accounts kept apart, as all columns below.</summary>
    public int Matched { get; set; }

    public int KnownFraud { get; set; }

    public double CaughtMoney { get; set; }

    public double OthersPerDay { get; set; }
}

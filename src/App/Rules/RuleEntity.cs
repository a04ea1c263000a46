namespace Investigator.Rules;

/// <summary>A rule that a run proposed for one of its clusters.</summary>
public sealed class RuleEntity
{
    public int Id { get; set; }

    public int RunId { get; set; }

    /// <summary>As the engine named it: <c>c12-r1</c>.</summary>
    public required string Code { get; set; }

    public int Label { get; set; }

    public required string Text { get; set; }

    public required string Sql { get; set; }

    /// <summary><c>ClusterRule</c> as JSON.</summary>
    public required string Body { get; set; }

    public double Precision { get; set; }

    public double Recall { get; set; }

    public int Matched { get; set; }

    public int KnownFraud { get; set; }

    public int KnownLegitimate { get; set; }
}

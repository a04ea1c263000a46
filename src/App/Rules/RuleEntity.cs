namespace Investigator.Rules;

/// <summary>A rule that a run proposed for one of its findings.</summary>
public sealed class RuleEntity
{
    public int Id { get; set; }

    public int RunId { get; set; }

    /// <summary>As the engine named it: <c>c12-r1</c>.</summary>
    public required string Code { get; set; }

    public int Label { get; set; }

    public required string Text { get; set; }

    public required string Sql { get; set; }

    /// <summary><c>FindingRule</c> as JSON, with both parts' measures. The columns below are copies by which a list is sorted.</summary>
    public required string Body { get; set; }

    /// <summary>On the later transactions, which the rule was not learned from.</summary>
    public double LaterPrecision { get; set; }

    /// <inheritdoc cref="LaterPrecision"/>
    public double LaterRecall { get; set; }

    /// <inheritdoc cref="LaterPrecision"/>
    public int LaterMatched { get; set; }

    /// <inheritdoc cref="LaterPrecision"/>
    public int LaterKnownFraud { get; set; }
}

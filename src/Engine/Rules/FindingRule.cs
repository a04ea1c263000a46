using System.Text.Json.Serialization;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Rules;

/// <summary>A conjunction that picks out a risky finding.</summary>
public sealed record FindingRule
{
    /// <summary>Unique within a run: <c>c12-r1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The finding's number.</summary>
    [FormerKey("cluster")]
    public required int Finding { get; init; }

    /// <summary>All must hold; they are on features known at payment time.</summary>
    public required IReadOnlyList<RuleCondition> Conditions { get; init; }

    [JsonIgnore]
    public RuleExpression Expression => new AllOf(Conditions);

    /// <summary>In plain words: <c>accounts on this device in the last 24 hours is at least 5 and …</c>.</summary>
    public required string Text { get; init; }

    /// <summary>A DuckDB predicate over the feature columns.</summary>
    public required string Sql { get; init; }

    /// <summary>Measured on the part of the window that the rule was learned from.</summary>
    public required RuleMeasures Learned { get; init; }

    /// <summary>Measured on the later part of the window, which the rule was not learned from.</summary>
    public required RuleMeasures Later { get; init; }
}

/// <param name="Rows">Transactions looked at.</param>
/// <param name="Matched">Of those, the rule matches.</param>
/// <param name="InCluster">Of the matched, members of the cluster.</param>
/// <param name="ClusterRows">Members of the cluster among the rows.</param>
/// <param name="KnownFraud">Of the matched, known as fraud by the run's as-of time.</param>
/// <param name="KnownLegitimate">Of the matched, known as legitimate.</param>
/// <param name="MatchedMoney">Amount of the matched.</param>
public sealed record RuleMeasures(int Rows, int Matched, int InCluster, int ClusterRows, int KnownFraud, int KnownLegitimate, double MatchedMoney)
{
    /// <summary>InCluster / Matched, 0 when nothing matched.</summary>
    public double Precision => Matched == 0 ? 0 : (double)InCluster / Matched;

    /// <summary>Transactions looked at that are not members.</summary>
    [JsonIgnore]
    public int Others => Rows - ClusterRows;

    /// <summary>Of those, the rule matches.</summary>
    [JsonIgnore]
    public int MatchedOthers => Matched - InCluster;

    /// <summary>InCluster / ClusterRows, 0 when the cluster has no rows here.</summary>
    public double Recall => ClusterRows == 0 ? 0 : (double)InCluster / ClusterRows;
}

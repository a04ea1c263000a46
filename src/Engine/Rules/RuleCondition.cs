using System.Text.Json.Serialization;

namespace Investigator.Engine.Rules;

/// <summary>How a condition compares. In JSON by name: <c>at_least</c>, <c>is_not</c>, <c>missing</c>.</summary>
public enum RuleOperator
{
    AtLeast,
    AtMost,
    Above,
    Below,
    Is,
    IsNot,

    /// <summary>One of several categories.</summary>
    In,

    /// <summary>A category, but none of several.</summary>
    NotIn,

    /// <summary>Has a value.</summary>
    Known,

    /// <summary>Has none.</summary>
    Missing,
}

/// <summary>
/// One condition on a field: a feature, or something that a run knows of a transaction.
/// A missing value meets no condition but <see cref="RuleOperator.Missing"/>.
/// </summary>
/// <param name="Feature">Name of the field; for a feature its name in the catalogue.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Number">The threshold, for numbers. A yes or no is a number: at least 1 is yes, at most 0 is no.</param>
/// <param name="Category">The level, for <see cref="RuleOperator.Is"/> and <see cref="RuleOperator.IsNot"/>.</param>
public sealed record RuleCondition(string Feature, RuleOperator Operator, double? Number = null, string? Category = null) : RuleExpression
{
    /// <summary>The levels, for <see cref="RuleOperator.In"/> and <see cref="RuleOperator.NotIn"/>; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Compares with a threshold.</summary>
    [JsonIgnore]
    public bool ComparesNumbers => Operator is RuleOperator.AtLeast or RuleOperator.AtMost or RuleOperator.Above or RuleOperator.Below;
}

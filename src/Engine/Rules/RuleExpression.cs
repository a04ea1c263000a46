using System.Text.Json.Serialization;

namespace Investigator.Engine.Rules;

/// <summary>
/// What a transaction must meet: a <see cref="RuleCondition"/>, or a group of expressions of which all or any must hold.
/// Rules, filters and selections are all this tree.
/// It is checked by <see cref="RuleParser"/>, said by <see cref="RuleText"/>,
/// and decided by <see cref="RuleMatch"/> on arrays and <see cref="RuleSql"/> in DuckDB.
/// </summary>
/// <remarks>In JSON a condition is its members, a group <c>{"all": […]}</c> or <c>{"any": […]}</c>.</remarks>
[JsonConverter(typeof(RuleExpressionJson))]
public abstract record RuleExpression
{
    /// <summary>Every condition of the tree, in reading order.</summary>
    public IEnumerable<RuleCondition> Leaves() => this switch
    {
        AllOf all => all.Terms.SelectMany(t => t.Leaves()),
        AnyOf any => any.Terms.SelectMany(t => t.Leaves()),
        _ => [(RuleCondition)this],
    };
}

/// <summary>Every term holds; without terms it always does.</summary>
public sealed record AllOf(IReadOnlyList<RuleExpression> Terms) : RuleExpression;

/// <summary>At least one term holds; without terms none does.</summary>
public sealed record AnyOf(IReadOnlyList<RuleExpression> Terms) : RuleExpression;

using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

/// <summary>Which rows a conjunction matches. A missing value fulfils no condition, as NULL does in SQL; no conditions match every row.</summary>
public static class RuleMatch
{
    /// <param name="features">The matrix.</param>
    /// <param name="conditions">All must hold.</param>
    /// <param name="rows">Only these rows are looked at; null for all.</param>
    /// <returns>Matching rows, in the order looked at.</returns>
    /// <exception cref="InputException">A condition names a feature that is not there, or lacks its threshold or category.</exception>
    public static int[] Rows(FeatureMatrix features, IReadOnlyList<RuleCondition> conditions, IReadOnlyList<int>? rows = null)
    {
        var tests = conditions.Select(c => ConditionTest.Of(features, c)).ToArray();
        var matched = new List<int>();
        var count = rows?.Count ?? features.Count;
        for (var i = 0; i < count; i++)
        {
            var row = rows is null ? i : rows[i];
            if (Holds(tests, row)) matched.Add(row);
        }
        return [.. matched];
    }

    internal static bool Holds(ConditionTest[] tests, int row)
    {
        foreach (var test in tests)
        {
            if (!test.Holds(row)) return false;
        }
        return true;
    }
}

/// <summary>A condition bound to its column.</summary>
/// <param name="Values"><c>[n]</c> of the column.</param>
/// <param name="Number">Threshold; for categories the level's index, -1 for a level that does not occur.</param>
internal readonly record struct ConditionTest(float[] Values, RuleOperator Operator, double Number)
{
    // Comparisons with NaN are false, except IsNot's, which asks first.
    public bool Holds(int row) => Operator switch
    {
        RuleOperator.AtLeast => Values[row] >= Number,
        RuleOperator.AtMost => Values[row] <= Number,
        RuleOperator.Is => Values[row] == Number,
        _ => !float.IsNaN(Values[row]) && Values[row] != Number,
    };

    public static ConditionTest Of(FeatureMatrix features, RuleCondition condition)
    {
        var column = features.Find(condition.Feature) ?? throw new InputException("a rule names a feature that is not there", value: condition.Feature, expected: "a feature of this run");
        if (condition.Operator is RuleOperator.AtLeast or RuleOperator.AtMost)
        {
            return new(column.Values, condition.Operator, condition.Number ?? throw new InputException("a rule's condition lacks its threshold", value: condition.Feature));
        }
        if (condition.Category is null || column.Levels is null) throw new InputException("a rule's condition lacks its category", value: condition.Feature);
        return new(column.Values, condition.Operator, Array.IndexOf(column.Levels, condition.Category));
    }
}

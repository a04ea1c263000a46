using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

/// <summary>Which rows an expression matches, on arrays; <see cref="RuleSql"/> says the same in DuckDB.</summary>
public static class RuleMatch
{
    /// <param name="features">The matrix.</param>
    /// <param name="conditions">All must hold; none match every row.</param>
    /// <param name="rows">Only these rows are looked at; null for all.</param>
    /// <returns>Matching rows, in the order looked at.</returns>
    /// <exception cref="InputException">A condition names a feature that is not there, or lacks its threshold or category.</exception>
    public static int[] Rows(FeatureMatrix features, IReadOnlyList<RuleCondition> conditions, IReadOnlyList<int>? rows = null) =>
        Rows(features, new AllOf(conditions), rows);

    /// <summary>How many of all rows meet a condition.</summary>
    /// <exception cref="InputException">It names a feature that is not there, or lacks its threshold or category.</exception>
    public static int Count(FeatureMatrix features, RuleCondition condition) => RowBits.Count(ConditionTest.Of(features, condition), features.Count);

    /// <inheritdoc cref="Rows(FeatureMatrix, IReadOnlyList{RuleCondition}, IReadOnlyList{int})"/>
    public static int[] Rows(FeatureMatrix features, RuleExpression expression, IReadOnlyList<int>? rows = null)
    {
        var test = RowTest.Of(features, expression);
        var matched = new List<int>();
        var count = rows?.Count ?? features.Count;
        for (var i = 0; i < count; i++)
        {
            var row = rows is null ? i : rows[i];
            if (test.Holds(row)) matched.Add(row);
        }
        return [.. matched];
    }
}

/// <summary>An expression bound to its columns.</summary>
/// <param name="Any">One of the terms is enough.</param>
/// <param name="Conditions">Terms that are conditions.</param>
/// <param name="Groups">Terms that are groups.</param>
internal sealed record RowTest(bool Any, ConditionTest[] Conditions, RowTest[] Groups)
{
    public bool Holds(int row)
    {
        foreach (var condition in Conditions)
        {
            if (condition.Holds(row) == Any) return Any;
        }
        foreach (var group in Groups)
        {
            if (group.Holds(row) == Any) return Any;
        }
        return !Any;
    }

    public static RowTest Of(FeatureMatrix features, RuleExpression expression)
    {
        var terms = expression switch { AllOf all => all.Terms, AnyOf any => any.Terms, _ => [expression] };
        return new(
            expression is AnyOf,
            [.. terms.OfType<RuleCondition>().Select(c => ConditionTest.Of(features, c))],
            [.. terms.Where(t => t is not RuleCondition).Select(t => Of(features, t))]);
    }
}

/// <summary>A condition bound to its column.</summary>
/// <param name="Values"><c>[n]</c> of the column.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Number">Threshold; for a category the level's index, -1 for a level that does not occur.</param>
/// <param name="Levels">The levels' indices, for a list of categories; null otherwise.</param>
internal readonly record struct ConditionTest(float[] Values, RuleOperator Operator, double Number, float[]? Levels = null)
{
    // Comparisons with NaN are false; those that deny must ask first.
    public bool Holds(int row)
    {
        var value = Values[row];
        return Operator switch
        {
            RuleOperator.AtLeast => value >= Number,
            RuleOperator.AtMost => value <= Number,
            RuleOperator.Above => value > Number,
            RuleOperator.Below => value < Number,
            RuleOperator.Is => value == Number,
            RuleOperator.IsNot => !float.IsNaN(value) && value != Number,
            RuleOperator.In => !float.IsNaN(value) && Levels.AsSpan().Contains(value),
            RuleOperator.NotIn => !float.IsNaN(value) && !Levels.AsSpan().Contains(value),
            RuleOperator.Known => !float.IsNaN(value),
            _ => float.IsNaN(value),
        };
    }

    /// <summary>The same comparison in float32, as the values are; null for an operator that is none.</summary>
    public FloatTest? AsFloats()
    {
        var near = (float)Number;
        if (!float.IsFinite(near)) return null;
        var (above, below) = (near < Number ? MathF.BitIncrement(near) : near, near > Number ? MathF.BitDecrement(near) : near);
        return Operator switch
        {
            RuleOperator.AtLeast => new FloatTest(Values, RuleOperator.AtLeast, above),
            RuleOperator.Above => new FloatTest(Values, RuleOperator.AtLeast, MathF.BitIncrement(below)),
            RuleOperator.AtMost => new FloatTest(Values, RuleOperator.AtMost, below),
            RuleOperator.Below => new FloatTest(Values, RuleOperator.AtMost, MathF.BitDecrement(above)),
            RuleOperator.Is when above == below => new FloatTest(Values, RuleOperator.Is, near),
            _ => null,
        };
    }

    public static ConditionTest Of(FeatureMatrix features, RuleCondition condition)
    {
        var column = features.Find(condition.Feature)
            ?? throw new InputException("a rule names a feature that is not there", value: condition.Feature, expected: "a feature of this run");
        if (condition.Operator is RuleOperator.Known or RuleOperator.Missing) return new(column.Values, condition.Operator, 0);
        if (condition.ComparesNumbers) return new(column.Values, condition.Operator, condition.Number ?? throw RuleSql.Lacks("threshold", condition));
        var levels = column.Levels ?? throw new InputException("a condition asks a number for its category", value: condition.Feature);
        if (condition.Operator is not (RuleOperator.In or RuleOperator.NotIn))
        {
            return new(column.Values, condition.Operator, Array.IndexOf(levels, condition.Category ?? throw RuleSql.Lacks("category", condition)));
        }
        var categories = condition.Categories is { Count: > 0 } some ? some : throw RuleSql.Lacks("categories", condition);
        return new(column.Values, condition.Operator, 0, [.. categories.Select(c => (float)Array.IndexOf(levels, c))]);
    }
}

/// <summary>A comparison of float32 values with a float32 number.</summary>
/// <param name="Values"><c>[n]</c> of the column.</param>
/// <param name="Operator">At least, at most or is.</param>
/// <param name="Number">Finite or infinite.</param>
internal readonly record struct FloatTest(float[] Values, RuleOperator Operator, float Number)
{
    /// <summary>How many of <paramref name="rows"/> hold; some number above <paramref name="most"/> where it is more.</summary>
    public int Count(ReadOnlySpan<int> rows, int most)
    {
        const int Part = 1024;
        var count = 0;
        for (var start = 0; start < rows.Length && count <= most; start += Part)
        {
            var part = rows.Slice(start, Math.Min(Part, rows.Length - start));
            count += Operator switch
            {
                RuleOperator.AtLeast => AtLeast(part),
                RuleOperator.AtMost => AtMost(part),
                _ => Equal(part),
            };
        }
        return count;
    }

    private int AtLeast(ReadOnlySpan<int> rows)
    {
        var (values, number, count) = (Values, Number, 0);
        foreach (var row in rows) count += values[row] >= number ? 1 : 0;
        return count;
    }

    private int AtMost(ReadOnlySpan<int> rows)
    {
        var (values, number, count) = (Values, Number, 0);
        foreach (var row in rows) count += values[row] <= number ? 1 : 0;
        return count;
    }

    private int Equal(ReadOnlySpan<int> rows)
    {
        var (values, number, count) = (Values, Number, 0);
        foreach (var row in rows) count += values[row] == number ? 1 : 0;
        return count;
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

/// <summary>
/// Adds to a rule what its matches have in common and the ordinary payments that nearly meet it have not: a tree stops where its leaf is pure, but a rule that
/// one count keeps pure is met by the next busy customer.
/// </summary>
/// <param name="features">The matrix.</param>
/// <param name="usable">Features that rules may use.</param>
/// <param name="others">Rows learned from that no rule should hit, ascending; the same as <paramref name="otherBits"/>.</param>
/// <param name="otherBits">The same rows.</param>
/// <param name="most">Conditions that a rule may have.</param>
internal sealed class RuleTightener(FeatureMatrix features, IReadOnlyList<FeatureColumn> usable, int[] others, RowBits otherBits, int most)
{
    private const int SampleRows = 20_000;

    /// <param name="conditions">A rule.</param>
    /// <param name="members">Rows of the finding that it was learned from.</param>
    /// <returns>The rule with one more condition each time, as long as one helps; empty where none does.</returns>
    public IEnumerable<IReadOnlyList<RuleCondition>> Tighten(IReadOnlyList<RuleCondition> conditions, int[] members)
    {
        var rule = conditions;
        var near = rule.Count == 0 ? others : RuleMargin.Rows(features, rule, otherBits);
        while (rule.Count < most && near.Length > 0)
        {
            var matched = RuleMatch.Rows(features, rule, members);
            if (Best(rule, matched, Sample(near)) is not { } found) yield break;
            yield return rule = [.. rule, found];
            near = RuleMargin.Rows(features, rule, otherBits);
        }
    }

    /// <summary>Evenly spread rows, no more than are needed to compare conditions by the part that each takes away.</summary>
    private static int[] Sample(int[] rows)
    {
        var step = (rows.Length + SampleRows - 1) / SampleRows;
        return step <= 1 ? rows : [.. Enumerable.Range(0, (rows.Length + step - 1) / step).Select(i => rows[i * step])];
    }

    /// <summary>The condition that nearly all matches meet and, loosened, fewest of the others; null where none takes away a third of them.</summary>
    private RuleCondition? Best(IReadOnlyList<RuleCondition> rule, int[] matched, int[] near)
    {
        RuleCondition? best = null;
        var left = (int)(near.Length * 2L / 3);
        foreach (var column in usable)
        {
            foreach (var condition in Common(column, matched))
            {
                if (rule.Any(r => r.Feature == condition.Feature && r.Operator == condition.Operator)) continue;
                if (RuleMargin.Loosen(features, condition) is not { } loose) continue;
                var count = Count(ConditionTest.Of(features, loose), near, left);
                if (count < left || (count == left && best is null)) (best, left) = (condition, count);
            }
        }
        return best;
    }

    /// <summary>How many rows hold; some number above <paramref name="most"/> where it is more.</summary>
    private static int Count(ConditionTest test, int[] rows, int most) =>
        test.AsFloats() is { } floats ? floats.Count(rows, most) : rows.Count(row => test.Holds(row));

    /// <summary>Bounds that all but a thirtieth of the rows keep in one feature, with a round number as loose as a sixth allows.</summary>
    private static IEnumerable<RuleCondition> Common(FeatureColumn column, int[] rows)
    {
        if (column.IsCategory) yield break;
        var name = column.Definition.Name;
        var values = new float[rows.Length];
        for (var i = 0; i < rows.Length; i++) values[i] = column.Values[rows[i]];
        if (values.Length == 0 || values.Any(float.IsNaN)) yield break;
        Array.Sort(values);
        var trim = values.Length / 30;
        var (low, high) = ((double)values[trim], (double)values[^(1 + trim)]);
        var unit = column.Definition.Unit;
        if (unit == Units.YesNo)
        {
            if (low == high) yield return low >= 0.5 ? new(name, RuleOperator.AtLeast, 1) : new(name, RuleOperator.AtMost, 0);
            yield break;
        }
        if (low > 0 && RoundNumbers.Between(low - (low / 6), low, unit) is { } least) yield return new(name, RuleOperator.AtLeast, least);
        if (high >= 0 && RoundNumbers.Between(high, high + (high / 6), unit) is { } largest) yield return new(name, RuleOperator.AtMost, largest);
    }
}

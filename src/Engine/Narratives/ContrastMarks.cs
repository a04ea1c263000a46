using Investigator.Engine.Features;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Narratives;

/// <summary>The strongest contrasts as conditions, so that a sentence counts rows and a reader can open them.</summary>
internal static class ContrastMarks
{
    /// <summary>At most so many conditions that most members fulfil, no two of the same matter (a window of an hour and one of a day tell the same story).</summary>
    public static List<RuleCondition> Of(FeatureMatrix features, int[] members, IReadOnlyList<FeatureContrast> contrasts, int most)
    {
        var marks = new List<RuleCondition>();
        var matters = new HashSet<string>(StringComparer.Ordinal);
        foreach (var contrast in contrasts)
        {
            if (marks.Count == most) break;
            var column = features.Find(contrast.Feature)!;
            if (!matters.Add(Matter(column.Definition))) continue;
            if (Condition(column, members, contrast) is { } condition) marks.Add(condition);
        }
        return marks;
    }

    /// <summary>The condition's opposite among rows that have a value.</summary>
    public static RuleCondition Opposite(RuleCondition condition) => condition.Operator switch
    {
        RuleOperator.AtLeast => condition with { Operator = RuleOperator.AtMost, Number = Next(condition.Number!.Value, down: true) },
        RuleOperator.AtMost => condition with { Operator = RuleOperator.AtLeast, Number = Next(condition.Number!.Value, down: false) },
        RuleOperator.Is => condition with { Operator = RuleOperator.IsNot },
        _ => condition with { Operator = RuleOperator.Is },
    };

    private static RuleCondition? Condition(FeatureColumn column, int[] members, FeatureContrast contrast)
    {
        if (contrast.Category is not null) return new RuleCondition(contrast.Feature, contrast.Effect > 0 ? RuleOperator.Is : RuleOperator.IsNot, null, contrast.Category);
        var mine = SortedValues.Sort(members.Select(r => column.Values[r]));
        // The roundest threshold that between 80% and 95% of members fulfil; with few values the outermost quantile itself.
        var (near, far) = contrast.Effect > 0 ? (0.05, 0.2) : (0.8, 0.95);
        var (low, high) = (SortedValues.Quantile(mine, near), SortedValues.Quantile(mine, far));
        var number = RoundNumbers.Between(low, high, column.Definition.Unit) ?? (contrast.Effect > 0 ? mine[0] : mine[^1]);
        return new RuleCondition(contrast.Feature, contrast.Effect > 0 ? RuleOperator.AtLeast : RuleOperator.AtMost, number, null);
    }

    /// <summary>The feature's name without its window.</summary>
    private static string Matter(FeatureDefinition feature)
    {
        var at = feature.Name.LastIndexOf('_');
        return at > 0 && at + 1 < feature.Name.Length && char.IsAsciiDigit(feature.Name[at + 1]) ? feature.Name[..at] : feature.Name;
    }

    /// <summary>The nearest float on the other side of the threshold: columns are floats.</summary>
    private static double Next(double number, bool down)
    {
        var value = (float)number;
        if (down) return value < number ? value : MathF.BitDecrement(value);
        return value > number ? value : MathF.BitIncrement(value);
    }
}

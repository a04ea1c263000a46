using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Rules;
using Investigator.Features;

namespace Investigator.Rules;

/// <summary>Conditions on features as a link carries them (<c>amount:ge:250</c>), as a chip says them and as DuckDB reads them.</summary>
/// <remarks>A link may come from anywhere: what it names is looked up in the run's own features, and names and values are quoted, before any of it reaches SQL.</remarks>
public static class ConditionText
{
    public static string Format(RuleCondition condition) =>
        $"{condition.Feature}:{Code(condition.Operator)}:{(condition.Number is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : condition.Category)}";

    /// <summary>False for anything that is not a condition on one of <paramref name="features"/>.</summary>
    public static bool TryParse(string text, IReadOnlyList<FeatureSummary> features, out RuleCondition condition)
    {
        condition = new RuleCondition("", RuleOperator.Is, null, null);
        var parts = text.Split(':', 3);
        if (parts.Length != 3 || features.FirstOrDefault(f => f.Name == parts[0]) is not { } feature) return false;
        RuleOperator? found = parts[1] switch { "ge" => RuleOperator.AtLeast, "le" => RuleOperator.AtMost, "is" => RuleOperator.Is, "not" => RuleOperator.IsNot, _ => null };
        if (found is not { } op) return false;
        if (op is RuleOperator.Is or RuleOperator.IsNot)
        {
            condition = new RuleCondition(feature.Name, op, null, parts[2]);
            return feature.IsCategory;
        }

        if (feature.IsCategory || !double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) return false;
        condition = new RuleCondition(feature.Name, op, number, null);
        return true;
    }

    /// <summary>In plain words, by the feature's phrase.</summary>
    public static string Words(RuleCondition condition, IReadOnlyList<FeatureSummary> features)
    {
        var feature = features.FirstOrDefault(f => f.Name == condition.Feature);
        var phrase = feature?.Phrase ?? condition.Feature;
        var value = condition.Number is { } number ? Wording.Value(number, feature?.Unit ?? "") : condition.Category;
        return condition.Operator switch
        {
            RuleOperator.AtLeast => $"{phrase} is at least {value}",
            RuleOperator.AtMost => $"{phrase} is at most {value}",
            RuleOperator.Is => $"{phrase} is {value}",
            _ => $"{phrase} is not {value}",
        };
    }

    /// <summary>A predicate over the columns of <c>features.parquet</c>; what is missing fulfils no condition.</summary>
    public static string Predicate(IReadOnlyList<RuleCondition> conditions) => RuleSql.Predicate(new AllOf(conditions));

    private static string Code(RuleOperator op) => op switch { RuleOperator.AtLeast => "ge", RuleOperator.AtMost => "le", RuleOperator.Is => "is", _ => "not" };
}

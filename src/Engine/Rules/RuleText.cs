using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

/// <summary>An expression in plain words.</summary>
public static class RuleText
{
    /// <summary><c>accounts on this device in the last 24 hours is at least 5 and amount is at most 40.00</c>.</summary>
    public static string Words(FeatureMatrix features, IReadOnlyList<RuleCondition> conditions) => Words(RuleSchema.Of(features), new AllOf(conditions));

    /// <summary>The same for any expression; a field that is not there is called by its name.</summary>
    public static string Words(RuleSchema fields, RuleExpression expression) => expression switch
    {
        AllOf { Terms.Count: 0 } => "every transaction",
        AnyOf { Terms.Count: 0 } => "no transaction",
        AllOf all => string.Join(" and ", all.Terms.Select(t => Term(fields, t))),
        AnyOf any => string.Join(" or ", any.Terms.Select(t => Term(fields, t))),
        _ => Words(fields.Find(((RuleCondition)expression).Feature), (RuleCondition)expression),
    };

    private static string Term(RuleSchema fields, RuleExpression term) => term is RuleCondition ? Words(fields, term) : $"({Words(fields, term)})";

    private static string Words(RuleField? field, RuleCondition condition)
    {
        var phrase = field?.Phrase ?? condition.Feature;
        return condition.Operator switch
        {
            RuleOperator.Is => $"{phrase} is {condition.Category}",
            RuleOperator.IsNot => $"{phrase} is not {condition.Category}",
            RuleOperator.In => $"{phrase} is one of {List(condition)}",
            RuleOperator.NotIn => $"{phrase} is none of {List(condition)}",
            RuleOperator.Known => $"{phrase} is known",
            RuleOperator.Missing => $"{phrase} is missing",
            _ when field?.Kind == FieldKind.YesNo => $"{phrase} is {YesNo(condition)}",
            RuleOperator.AtMost or RuleOperator.Below when WithinStep() is { } step => $"{phrase} is {Wording.Duration(0, step)}",
            RuleOperator.AtLeast or RuleOperator.Above when WithinStep() is { } step => $"{phrase} is not {Wording.Duration(0, step)}",
            RuleOperator.AtMost when field?.Unit == Units.Share && condition.Number == 0 => $"{phrase} is none",
            RuleOperator.AtLeast => $"{phrase} is at least {Threshold()}",
            RuleOperator.AtMost => $"{phrase} is at most {Threshold()}",
            RuleOperator.Above => $"{phrase} is above {Threshold()}",
            _ => $"{phrase} is below {Threshold()}",
        };

        // A clock cannot tell such a threshold from the next step below or above it.
        ClockStep? WithinStep() => field?.Clock is { } clock && condition.Number is { } number && number >= 0 && number < clock.Seconds()
            && (number > 0 || condition.Operator is RuleOperator.AtMost or RuleOperator.Above) ? clock : null;

        string Threshold() => Wording.Value(condition.Number ?? 0, field?.Unit ?? "");
    }

    private static string List(RuleCondition condition) => string.Join(", ", condition.Categories ?? []);

    /// <summary>Which of the two values, 1 and 0, meet the threshold.</summary>
    private static string YesNo(RuleCondition condition)
    {
        var (yes, no) = (Meets(1), Meets(0));
        return yes && no ? "known" : yes ? "yes" : no ? "no" : "neither yes nor no";

        bool Meets(float value) => new ConditionTest([value], condition.Operator, condition.Number ?? 0).Holds(0);
    }
}

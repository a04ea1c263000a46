using Investigator.Engine.Rules;
using Investigator.Runs;

namespace Investigator.Rules;

/// <summary>A rule as someone may see it: to read, and not to be used elsewhere, where it names personal values.</summary>
internal static class MaskedRule
{
    public static FindingRule Of(FindingRule rule, RunMask mask)
    {
        if (!rule.Conditions.Any(c => mask.Hides(c.Feature))) return rule;
        RuleCondition[] conditions = [.. rule.Conditions.Select(mask.Show)];
        return rule with
        {
            Conditions = conditions,
            Text = string.Join(" and ", conditions.Select(c => Words(c, mask))),
            Sql = string.Join(" AND ", conditions.Select(c => mask.HidesNumber(c.Feature) ? $"/* {c.Feature} is masked */ true" : RuleSql.Predicate(c))),
            Features = [.. rule.Features.Select(f => mask.Hides(f.Name) ? f with { Sql = "" } : f)],
        };
    }

    private static string Words(RuleCondition condition, RunMask mask)
    {
        var feature = mask.Features.First(f => f.Definition.Name == condition.Feature).Definition;
        if (mask.HidesNumber(condition.Feature)) return feature.Phrase + " is masked";
        var isCategory = condition.Category is not null || condition.Categories is not null;
        return RuleText.Words(new RuleSchema([RuleField.OfFeature(feature.Name, feature.Phrase, feature.Unit, isCategory, feature.Clock)]), condition);
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

/// <summary>
/// What a rule would match if its thresholds lay nearer to ordinary payments. A rule that no ordinary payment meets may still be one that many nearly meet:
/// those are met by next month's. So rules are judged by their looser selves too, which see more than a rare hit or none.
/// </summary>
internal static class RuleMargin
{
    /// <summary>
    /// Part of a threshold that the looser one lies away. Of 0.3 to 0.8, tried on five simulated shops, this let the joint set hit fewest innocent payments in
    /// the two weeks after the run while it still caught 70% of the fraud: it takes all worth from "two payments within an hour", which busy customers make
    /// too.
    /// </summary>
    private const double Loose = 0.75;

    /// <summary>A share lies this far away at least: between no page of a kind and one of ten there is little.</summary>
    private const double LeastShare = 0.1;

    /// <summary>
    /// Rows that meet a rule with each threshold moved out (a count by one at least) and without its categories: between two of them nothing lies, so that
    /// they say nothing of how near ordinary payments come. A rule of categories alone is nearly met where all but one of them are.
    /// </summary>
    /// <param name="features">The matrix.</param>
    /// <param name="conditions">The rule; none match every row.</param>
    /// <param name="within">Only these rows are looked at.</param>
    /// <param name="most">Rows to stop at.</param>
    /// <returns>Ascending.</returns>
    public static int[] Rows(FeatureMatrix features, IReadOnlyList<RuleCondition> conditions, RowBits within, int most = int.MaxValue)
    {
        var loose = conditions.Select(c => Loosen(features, c)).OfType<RuleCondition>().ToList();
        if (loose.Count > 0 || conditions.Count == 0) return Matches(loose, most);
        if (conditions.Count == 1) return Matches(conditions, most);
        var rows = Enumerable.Range(0, conditions.Count).SelectMany(left => Matches([.. conditions.Where((_, i) => i != left)], int.MaxValue));
        return [.. rows.Distinct().Order().Take(most)];

        int[] Matches(IReadOnlyList<RuleCondition> all, int most) =>
            RowBits.Rows([within, .. all.Select(c => RowBits.Of(ConditionTest.Of(features, c), features.Count))], most);
    }

    /// <returns>Null for a category.</returns>
    public static RuleCondition? Loosen(FeatureMatrix features, RuleCondition condition)
    {
        if (condition.Number is not { } number) return condition.Operator is RuleOperator.Known or RuleOperator.Missing ? condition : null;
        var unit = features.Find(condition.Feature)!.Definition.Unit;
        return unit == Units.YesNo ? condition : condition with { Number = Loosen(number, unit, condition.Operator == RuleOperator.AtLeast ? -1 : 1) };
    }

    private static double Loosen(double number, string unit, int direction)
    {
        var step = Loose * Math.Abs(number);
        if (unit is Units.Count or Units.Hour) step = Math.Max(1, Math.Round(step));
        if (unit == Units.Share) step = Math.Max(LeastShare, step);
        return number + (direction * step);
    }
}

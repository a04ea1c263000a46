using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;

namespace Investigator.Engine.Rules;

/// <summary>
/// One side of a split of the tree: at most the largest value of <see cref="Bin"/>, at least the smallest of the bin after it,
/// or is (not) the level <see cref="Bin"/>.
/// </summary>
internal readonly record struct Split(BinnedFeature Feature, RuleOperator Operator, int Bin)
{
    /// <summary>The condition with the threshold as the data has it, before rounding.</summary>
    /// <returns>
    /// Null for the level of rare values of a category with more frequent ones than a list may name: "other" is a word of ours, which no payment bears, so
    /// that it is said as none (or one) of the frequent values.
    /// </returns>
    public RuleCondition? Exact()
    {
        var name = Feature.Column.Definition.Name;
        if (Operator == RuleOperator.AtLeast) return new(name, Operator, Feature.Lows[Bin + 1]);
        if (Operator == RuleOperator.AtMost) return new(name, Operator, Feature.Highs[Bin]);
        var levels = Feature.Column.Levels!;
        if (levels[Bin] != Category.Other) return new(name, Operator, Category: levels[Bin]);
        string[] frequent = [.. levels.Where(l => l != Category.Other)];
        if (frequent.Length is 0 or > RuleParser.MostConditions) return null;
        return new(name, Operator == RuleOperator.Is ? RuleOperator.NotIn : RuleOperator.In) { Categories = frequent };
    }
}

using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

/// <summary>
/// One side of a split of the tree: at most the largest value of <see cref="Bin"/>, at least the smallest of the bin after it,
/// or is (not) the level <see cref="Bin"/>.
/// </summary>
internal readonly record struct Split(BinnedFeature Feature, RuleOperator Operator, int Bin)
{
    /// <summary>The condition with the threshold as the data has it, before rounding.</summary>
    public RuleCondition Exact() => Operator switch
    {
        RuleOperator.AtLeast => new(Feature.Column.Definition.Name, Operator, Feature.Lows[Bin + 1]),
        RuleOperator.AtMost => new(Feature.Column.Definition.Name, Operator, Feature.Highs[Bin]),
        _ => new(Feature.Column.Definition.Name, Operator, Category: Feature.Column.Levels![Bin]),
    };
}

using Investigator.Engine.Core;

namespace Investigator.Engine.Rules;

/// <summary>How rules are learned and which are kept.</summary>
public sealed record RuleOptions
{
    /// <summary>Deepest decision tree, and so the most conditions before simplification; 1 to 8.</summary>
    public int MaxDepth { get; init; } = 4;

    /// <summary>Rules kept per cluster; 1 or more.</summary>
    public int MaxRules { get; init; } = 3;

    /// <summary>A rule is kept where at least this part of what it matches, at population weight, is the cluster; 0 to 1.</summary>
    public double MinPrecision { get; init; } = 0.3;

    /// <summary>And where it matches at least this part of the cluster; 0 to 1.</summary>
    public double MinRecall { get; init; } = 0.05;

    /// <summary>The part of the cluster's members, in time, that is learned from; the later part measures. More than 0, less than 1.</summary>
    public double LearnShare { get; init; } = 0.7;

    /// <summary>A smaller cluster is learned from whole, and nothing is left to measure on (its later measures count 0 rows); 1 or more.</summary>
    public int MinMembersToSplit { get; init; } = 10;

    /// <summary>Quantile bins a number is cut into before splits are sought; 2 to 240.</summary>
    public int Bins { get; init; } = 64;

    /// <summary>What a simpler or rounder rule may lose of precision and of recall, as a part of them; 0 to 1.</summary>
    public double Tolerance { get; init; } = 0.02;

    /// <exception cref="InputException">An option lies outside its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("rule");
        check.Between(MaxDepth, 1, 8);
        check.AtLeast(MaxRules, 1);
        check.Between(MinPrecision, 0, 1);
        check.Between(MinRecall, 0, 1);
        check.Require(LearnShare is > 0 and < 1, LearnShare, "more than 0 and less than 1");
        check.AtLeast(MinMembersToSplit, 1);
        check.Between(Bins, 2, 240);
        check.Between(Tolerance, 0, 1);
    }
}

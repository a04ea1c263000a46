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
        if (MaxDepth is < 1 or > 8) throw Bad(nameof(MaxDepth), MaxDepth, "1 to 8");
        if (MaxRules < 1) throw Bad(nameof(MaxRules), MaxRules, "1 or more");
        if (MinPrecision is not (>= 0 and <= 1)) throw Bad(nameof(MinPrecision), MinPrecision, "0 to 1");
        if (MinRecall is not (>= 0 and <= 1)) throw Bad(nameof(MinRecall), MinRecall, "0 to 1");
        if (LearnShare is not (> 0 and < 1)) throw Bad(nameof(LearnShare), LearnShare, "more than 0 and less than 1");
        if (MinMembersToSplit < 1) throw Bad(nameof(MinMembersToSplit), MinMembersToSplit, "1 or more");
        if (Bins is < 2 or > 240) throw Bad(nameof(Bins), Bins, "2 to 240");
        if (Tolerance is not (>= 0 and <= 1)) throw Bad(nameof(Tolerance), Tolerance, "0 to 1");
    }

    private static InputException Bad(string option, object value, string expected) =>
        new($"the rule option {option} is out of range", value: FormattableString.Invariant($"{value}"), expected: expected);
}

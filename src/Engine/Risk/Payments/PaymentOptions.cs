using Investigator.Engine.Core;

namespace Investigator.Engine.Risk.Payments;

/// <summary>How each payment's own probability of fraud is learned from known outcomes, and which payments are listed as singles.</summary>
public sealed record PaymentOptions
{
    /// <summary>Nothing is learned from fewer known frauds, or from fewer known legitimate payments; 2 or more.</summary>
    public int MinKnown { get; init; } = 20;

    /// <summary>Nor where either kind comes from fewer accounts: payments of one account are alike, and each part needs its own; 2 or more.</summary>
    public int MinKnownAccounts { get; init; } = 5;

    /// <summary>Parts that the accounts are dealt into; each part's payments are judged by trees learned on the others; 2 to 20.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Most trees of each part; the number that does best on the parts left out is kept; 1 or more.</summary>
    public int MaxTrees { get; init; } = 300;

    /// <summary>Growing stops after this many trees that bring nothing on the parts left out; 1 or more.</summary>
    public int Patience { get; init; } = 25;

    /// <summary>Splits from a tree's root to its leaves; 1 to 8.</summary>
    public int MaxDepth { get; init; } = 3;

    /// <summary>The part of a tree's answer that is added; above 0, at most 1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Fewest known payments in a leaf; 1 or more.</summary>
    public int MinLeafRows { get; init; } = 5;

    /// <summary>Quantile bins that a number is cut into before splits are sought; 2 to 240.</summary>
    public int Bins { get; init; } = 64;

    /// <summary>Most known payments that are learned from: frauds first, up to half of it, and the others weigh more for those left out; 100 or more.</summary>
    public int MaxRows { get; init; } = 40_000;

    /// <exception cref="InputException">An option lies outside its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("payment");
        check.AtLeast(MinKnown, 2);
        check.AtLeast(MinKnownAccounts, 2);
        check.Between(Folds, 2, 20);
        check.AtLeast(MaxTrees, 1);
        check.AtLeast(Patience, 1);
        check.Between(MaxDepth, 1, 8);
        check.Require(LearningRate is > 0 and <= 1, LearningRate, "above 0, at most 1");
        check.AtLeast(MinLeafRows, 1);
        check.Between(Bins, 2, 240);
        check.AtLeast(MaxRows, 100);
    }
}

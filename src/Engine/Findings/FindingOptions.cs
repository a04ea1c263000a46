using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Findings;

/// <summary>When a cluster becomes several findings, and when several become one.</summary>
public sealed record FindingOptions
{
    /// <summary>Whether clusters that mix groups with nothing in common are divided.</summary>
    public bool Divide { get; init; } = true;

    /// <summary>Whether risky parts of one ring are joined.</summary>
    public bool Join { get; init; } = true;

    /// <summary>A value that more accounts have than this (a carrier's address, a shop's own card) is a public place and ties nobody; 2 or more.</summary>
    public int MaxSharers { get; init; } = PublicPlace.MaxAccounts;

    /// <summary>
    /// Two findings share entities when values that they have in common cover at least this share of the payments of each; 0 to 1. Parts of one ring had 0.39
    /// or more and different rings nothing (three simulated shops of 100,000 payments).
    /// </summary>
    public double MinCover { get; init; } = 0.2;

    /// <summary>
    /// Two findings share a script when pages that they have in common cover at least this share of the payments of each, at the same time and pace and
    /// with like features; 0 to 1. People at work skip or repeat a page in two visits of five.
    /// </summary>
    public double MinScriptCover { get; init; } = 0.3;

    /// <summary>
    /// Where parts are joined, a payment of no cluster goes to the risky finding that more than this share of its nearest neighbours are in; 0.5 to 1, which
    /// takes none in.
    /// </summary>
    public double MinVote { get; init; } = 0.6;

    /// <exception cref="InputException">A value is out of its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("findings");
        check.AtLeast(MaxSharers, 2);
        check.Between(MinCover, 0, 1);
        check.Between(MinScriptCover, 0, 1);
        check.Between(MinVote, 0.5, 1);
    }
}

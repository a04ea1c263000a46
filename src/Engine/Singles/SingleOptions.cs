using Investigator.Engine.Core;

namespace Investigator.Engine.Singles;

/// <summary>Which payments are listed as singles.</summary>
public sealed record SingleOptions
{
    /// <summary>Most payments in the list; 0 or more.</summary>
    public int MaxSingles { get; init; } = 1000;

    /// <summary>The odds of a listed payment's own probability are at least this many times those of all payments; 1 or more.</summary>
    public double MinOddsRatio { get; init; } = 5;

    /// <summary>Reasons given of each; 1 or more.</summary>
    public int MaxReasons { get; init; } = 3;

    /// <exception cref="InputException">An option lies outside its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("single");
        check.AtLeast(MaxSingles, 0);
        check.AtLeast(MinOddsRatio, 1);
        check.AtLeast(MaxReasons, 1);
    }
}

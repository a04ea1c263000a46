using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Risk;
using Investigator.Engine.Tables;

namespace Investigator.Settings;

/// <summary>What the team has agreed on for everyone: changed only by a request that a second person approves.</summary>
/// <remarks>The bars are those of <see cref="RiskOptions"/>, and so are their defaults and ranges.</remarks>
public sealed record PolicySettings
{
    /// <summary>Longest name of a masked column.</summary>
    public const int LongestName = 64;

    /// <summary>Most masked columns.</summary>
    public const int MostColumns = 50;

    // Beyond these a person has mistyped; a form must be able to show what is in force.
    private const double MostOf = 1e6;
    private const double MostMoney = 1e12;

    private static readonly RiskOptions Usual = new();

    /// <summary><see cref="RiskOptions.RiskyLowerBound"/>.</summary>
    public double RiskyLowerBound { get; init; } = Usual.RiskyLowerBound;

    /// <summary><see cref="RiskOptions.RiskyOdds"/>.</summary>
    public double RiskyOdds { get; init; } = Usual.RiskyOdds;

    /// <summary><see cref="RiskOptions.MinKnownOutcomes"/>.</summary>
    public double MinKnownOutcomes { get; init; } = Usual.MinKnownOutcomes;

    /// <summary><see cref="RiskOptions.RiskyCoordination"/>.</summary>
    public double RiskyCoordination { get; init; } = Usual.RiskyCoordination;

    /// <summary>Closing a case of more money at risk than this needs a second person; 0 or more.</summary>
    public double ClosureAmount { get; init; } = 10_000;

    /// <summary>
    /// Names of columns whose values are personal in every dataset, beside those that its mapping marks: the account as <c>account</c>, entities and attributes
    /// by their own names.
    /// </summary>
    public IReadOnlyList<string> MaskedColumns { get; init; } = [];

    /// <summary>The same with these bars.</summary>
    public RunOptions In(RunOptions options) => options with { Risk = In(options.Risk) };

    /// <summary>The same with these bars.</summary>
    public RiskOptions In(RiskOptions options) => options with
    {
        RiskyLowerBound = RiskyLowerBound,
        RiskyOdds = RiskyOdds,
        MinKnownOutcomes = MinKnownOutcomes,
        RiskyCoordination = RiskyCoordination,
    };

    /// <summary>The same with the names of columns trimmed, each once and in order, so that two ways to write the same are no change.</summary>
    public PolicySettings Tidy() => this with
    {
        MaskedColumns = [.. MaskedColumns.Select(static name => name.Trim()).Where(static name => name.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)],
    };

    /// <exception cref="InputException">A value is out of its range.</exception>
    public void Validate()
    {
        In(Usual).Validate();
        var check = new OptionCheck("policy");
        check.Between(RiskyOdds, 0, MostOf);
        check.Between(MinKnownOutcomes, 0, MostOf);
        check.Between(ClosureAmount, 0, MostMoney);
        check.Require(MaskedColumns.Count <= MostColumns, MaskedColumns.Count, $"at most {MostColumns} columns", nameof(MaskedColumns));
        foreach (var name in MaskedColumns)
        {
            check.Require(IsName(name), name, $"names of columns, of at most {LongestName} characters and without control characters", nameof(MaskedColumns));
        }
    }

    public bool Equals(PolicySettings? other) => other is not null && JsonFile.Text(this) == JsonFile.Text(other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(JsonFile.Text(this));

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && !name.Any(char.IsControl);
}

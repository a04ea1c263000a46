using System.Globalization;
using Investigator.Engine.Core;

namespace Investigator.Settings;

/// <summary>A setting as pages and requests say it.</summary>
/// <param name="Name">Of the setting.</param>
/// <param name="Value">In words.</param>
/// <param name="Effect">What follows from it.</param>
public sealed record PolicyValue(string Name, string Value, string Effect);

/// <summary>The policy settings in plain words.</summary>
public static class PolicyWords
{
    /// <summary>Every setting, in the same order for all.</summary>
    public static IReadOnlyList<PolicyValue> Of(PolicySettings settings) => [.. Bars(settings), .. Others(settings)];

    /// <summary>Those that decide which findings are called risky.</summary>
    public static IReadOnlyList<PolicyValue> Bars(PolicySettings settings) =>
    [
        new("Least fraud share", Plain(settings.RiskyLowerBound * 100) + "%",
            "By its known outcomes a finding is risky when its fraud share is very likely (19 times in 20) at least this."),
        new("Times the usual odds", Plain(settings.RiskyOdds),
            "And when its odds of fraud are at least this many times those of all payments, so that it stands out where fraud is common."),
        new("Known outcomes needed", Plain(settings.MinKnownOutcomes),
            "Fewer known outcomes than this make no finding risky by themselves; several of one account count as little more than one."),
        new("Ring probability", Plain(settings.RiskyCoordination * 100) + "%",
            "Or a finding is risky when it is a coordinated ring with at least this probability, by what its payments share and the outcomes it has."),
    ];

    private static PolicyValue[] Others(PolicySettings settings) =>
    [
        new("Closing alone up to", Wording.Money(settings.ClosureAmount, null),
            "Kept for cases, which this version does not have yet: one with more money at risk is closed once a second person agrees."),
        new("Masked columns", settings.MaskedColumns.Count == 0 ? "none" : string.Join(", ", settings.MaskedColumns),
            "Personal in every dataset, beside the columns that its mapping marks: people without the right to see personal values see stand-ins."),
    ];

    private static string Plain(double number) => number.ToString("#,0.######", CultureInfo.InvariantCulture);
}

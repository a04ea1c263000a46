using Investigator.Settings;

namespace Investigator.Web.Pages.Settings;

/// <summary>Settings as a person types them: shares as percent, columns as one text. Decimal, so that 29% is the 0.29 that was meant.</summary>
internal sealed class SettingsDraft
{
    public decimal LowerBound { get; set; }

    public decimal Odds { get; set; }

    public decimal KnownOutcomes { get; set; }

    public decimal Coordination { get; set; }

    public decimal ClosureAmount { get; set; }

    public string MaskedColumns { get; set; } = "";

    public PolicySettings Settings => new PolicySettings
    {
        RiskyLowerBound = (double)(LowerBound / 100),
        RiskyOdds = (double)Odds,
        MinKnownOutcomes = (double)KnownOutcomes,
        RiskyCoordination = (double)(Coordination / 100),
        ClosureAmount = (double)ClosureAmount,
        MaskedColumns = MaskedColumns.Split(','),
    }.Tidy();

    public static SettingsDraft Of(PolicySettings settings) => new()
    {
        LowerBound = Percent(settings.RiskyLowerBound),
        Odds = (decimal)settings.RiskyOdds,
        KnownOutcomes = (decimal)settings.MinKnownOutcomes,
        Coordination = Percent(settings.RiskyCoordination),
        ClosureAmount = (decimal)settings.ClosureAmount,
        MaskedColumns = string.Join(", ", settings.MaskedColumns),
    };

    // Divided by a one of all the digits that a decimal has, a number loses the zeros at its end: 30, not 30.00.
    private static decimal Percent(double share) => (decimal)share * 100 / 1.0000000000000000000000000000m;
}

using Investigator.Engine.Simulation.Customers;

namespace Investigator.Engine.Simulation.Groups;

/// <summary>
/// What becomes known of a transaction, and when: chargebacks after one to eight weeks, quiet ones confirmed after a month or so, many never.
/// </summary>
internal static class LateOutcomes
{
    private const double LegitimateConfirmed = 0.85;
    private const double FraudTakenForLegitimate = 0.02;
    private const double ChallengedKnown = 0.5;
    private const double DeclinedKnown = 0.06;

    /// <param name="purchase">Already decided; its class and time of knowledge are set, or left null.</param>
    /// <param name="dice">The actor's stream.</param>
    /// <param name="knownShare">Share of approved fraud that is ever reported.</param>
    public static void Settle(Purchase purchase, Dice dice, double knownShare)
    {
        var reach = purchase.Decision switch { 'A' => 1, 'C' => ChallengedKnown, _ => DeclinedKnown };
        var (share, delay, outcome) = (0.0, 0.0, 0);
        if (purchase.IsFraud && !dice.Chance(FraudTakenForLegitimate))
            (share, delay, outcome) = (knownShare, Math.Clamp(dice.LogNormal(19, 0.5), 7, 56), 1);
        else
            (share, delay, outcome) = (LegitimateConfirmed, dice.Uniform(30, 45), 0);
        if (!dice.Chance(share * reach)) return;
        purchase.Class = outcome;
        purchase.KnownAt = purchase.Time + (long)(delay * ShopRhythm.Day);
    }
}

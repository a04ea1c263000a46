namespace Investigator.Engine.Simulation.Groups;

/// <summary>
/// The shop's scoring of one transaction at a time: a few signs, much noise, two thresholds. It knows nothing of groups, which is why much of a ring passes.
/// </summary>
internal static class RealTimeEngine
{
    public const double ChallengeAbove = 3.0;
    private const double DeclineAbove = 4.2;

    /// <summary>The score before noise: a new device on a settled account, a young account, an unusual amount.</summary>
    public static double Signs(Purchase purchase) =>
        (purchase.NewDevice && purchase.AccountAgeDays > 30 ? 0.9 : 0)
        + (purchase.AccountAgeDays < 2 ? 0.5 : 0)
        + (0.4 * Math.Max(0, Math.Log(Math.Max(purchase.Amount, 1) / 200)));

    /// <param name="purchase">Its decision is set.</param>
    /// <param name="dice">Noise.</param>
    /// <param name="exposure">What else the engine can see in this one: a listed network, a known device.</param>
    public static void Decide(Purchase purchase, Dice dice, double exposure = 0)
    {
        var score = Signs(purchase) + exposure + dice.Normal();
        purchase.Decision = score > DeclineAbove ? 'D' : score > ChallengeAbove ? 'C' : 'A';
    }
}

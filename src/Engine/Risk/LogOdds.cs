namespace Investigator.Engine.Risk;

/// <summary>Probabilities as ln (p / (1 - p)), and back.</summary>
internal static class LogOdds
{
    public static double Of(double probability) => Math.Log(probability / (1 - probability));

    /// <summary>The logistic function.</summary>
    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}

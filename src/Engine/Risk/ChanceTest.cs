namespace Investigator.Engine.Risk;

/// <summary>A share among a finding's payments or accounts, held against the share of the rest.</summary>
internal static class ChanceTest
{
    /// <summary>
    /// P(k or more of n) when each shows it with the rest's share: the binomial tail I_p(k, n − k + 1) (DLMF 8.17.5), also between whole numbers. Random sets
    /// of the same size have, of a large dataset, just this distribution, so none need be drawn.
    /// </summary>
    /// <param name="count">k, 0..n; need not be whole.</param>
    /// <param name="of">n.</param>
    /// <param name="rest">p, 0..1.</param>
    public static double AtLeast(double count, double of, double rest) => count <= 0 ? 1 : BetaDistribution.Cumulative(rest, count, of - count + 1);

    /// <summary>5% quantile of the share behind k of n: few members show only what is sure of them.</summary>
    public static double Lower(double count, double of) => BetaDistribution.Quantile(0.05, count + 0.5, of - count + 0.5);

    /// <summary>Share of the rest, never 0: one that has not been seen among m may be one in m + 1.</summary>
    public static double Rest(double count, double of) => of <= 0 ? 1 : Math.Clamp(Math.Max(count, of / (of + 1)) / of, 0, 1);

    /// <summary>
    /// Of each probability, the share of false discoveries among all that are at most as large (Benjamini and Hochberg, "Controlling the false discovery rate",
    /// J. R. Statist. Soc. B 57, 1995).
    /// </summary>
    /// <param name="chances">Probabilities of one family of tests.</param>
    public static double[] FalseDiscovery(IReadOnlyList<double> chances)
    {
        int[] order = [.. Enumerable.Range(0, chances.Count).OrderByDescending(i => chances[i]).ThenBy(i => i)];
        var rates = new double[chances.Count];
        var least = 1.0;
        for (var i = 0; i < order.Length; i++)
        {
            var rank = order.Length - i;
            least = Math.Min(least, chances[order[i]] * order.Length / rank);
            rates[order[i]] = least;
        }
        return rates;
    }
}

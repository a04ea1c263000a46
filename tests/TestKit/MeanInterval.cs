using Investigator.Engine.Risk;

namespace Investigator.TestKit;

/// <summary>A mean and how far the true one may lie from it, at 95% (Student's t).</summary>
/// <param name="Mean">NaN without values.</param>
/// <param name="Half">Half the interval's width; NaN with fewer than two values.</param>
public sealed record MeanInterval(double Mean, double Half)
{
    public static MeanInterval Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0) return new MeanInterval(double.NaN, double.NaN);
        var mean = values.Average();
        if (values.Count == 1) return new MeanInterval(mean, double.NaN);
        var variance = values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
        return new MeanInterval(mean, StudentQuantile(values.Count - 1) * Math.Sqrt(variance / values.Count));
    }

    /// <summary>
    /// The t within which 95% of Student's distribution lies: ν / (ν + t²) is the 5% quantile of Beta(ν / 2, 1 / 2), Abramowitz and Stegun 26.7.1.
    /// </summary>
    private static double StudentQuantile(int freedom)
    {
        var x = BetaDistribution.Quantile(0.05, freedom / 2.0, 0.5);
        return Math.Sqrt(freedom * (1 - x) / x);
    }
}

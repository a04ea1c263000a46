using Investigator.Engine.Risk;

namespace Investigator.Engine.Tests.Risk;

public class BetaDistributionTests
{
    // Beta(1, 1) is uniform; Beta(a, 1) has quantile p^(1/a); Beta(1, b) has 1 - (1 - p)^(1/b); Beta(2, 3)'s cumulative is 6x² - 8x³ + 3x⁴.
    [Theory]
    [InlineData(0.05, 2, 3, 0.0976114)]
    [InlineData(0.95, 2, 3, 0.7513954)]
    [InlineData(0.3, 1, 1, 0.3)]
    [InlineData(0.05, 5, 1, 0.5492802717)]
    [InlineData(0.95, 1, 8, 0.3123442)]
    [InlineData(0.5, 7, 7, 0.5)]
    public void Quantile_OfKnownCase_IsTheKnownNumber(double p, double a, double b, double expected) =>
        Assert.Equal(expected, BetaDistribution.Quantile(p, a, b), 6);

    [Theory]
    [InlineData(0.02, 4)]
    [InlineData(38.08, 6.92)]
    [InlineData(400, 12_000)]
    public void Quantile_OfItsCumulative_ComesBack(double a, double b)
    {
        foreach (var p in (double[])[0.05, 0.3, 0.5, 0.9, 0.95])
        {
            var x = BetaDistribution.Quantile(p, a, b);
            // Smaller than this a share is nothing, and is not sought further.
            if (x > 1e-12) Assert.Equal(p, BetaDistribution.Cumulative(x, a, b), 9);
            else Assert.True(BetaDistribution.Cumulative(1e-12, a, b) >= p);
        }
    }

    [Fact]
    public void Cumulative_OfPolynomialCase_EqualsThePolynomial()
    {
        foreach (var x in (double[])[0, 0.1, 0.35, 0.5, 0.8, 1])
        {
            Assert.Equal((6 * x * x) - (8 * x * x * x) + (3 * x * x * x * x), BetaDistribution.Cumulative(x, 2, 3), 12);
        }
    }

    [Fact]
    public void Quantile_OfBadParameters_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaDistribution.Quantile(0.5, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaDistribution.Quantile(1.5, 1, 1));
    }
}

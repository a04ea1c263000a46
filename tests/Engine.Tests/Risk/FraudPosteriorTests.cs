using Investigator.Engine.Risk;

namespace Investigator.Engine.Tests.Risk;

public class FraudPosteriorTests
{
    [Theory]
    [InlineData(0, 0, 0.05)]
    [InlineData(3, 20, 0.05)]
    [InlineData(35, 3, 0.02)]
    [InlineData(0, 400, 0.1)]
    public void Of_ForAnOrdinaryGroup_IsTheBetaPosterior(int fraud, int legitimate, double share)
    {
        var (a, b) = ((4 * share) + fraud, (4 * (1 - share)) + legitimate);
        var posterior = FraudPosterior.Of(0, FraudPosterior.Ordinary(share, 4), Likelihood(fraud, legitimate));
        Assert.Equal(a / (a + b), posterior.Mean, 3);
        Assert.Equal(BetaDistribution.Quantile(0.05, a, b), posterior.Low, 3);
        Assert.Equal(BetaDistribution.Quantile(0.95, a, b), posterior.High, 3);
    }

    [Fact]
    public void Of_ThreeFraudsOfThree_TurnsTheOddsByTheirBayesFactor()
    {
        // E[θ³] of Beta(4.75, 0.25) over that of Beta(0.08, 3.92): a (a+1) (a+2) / (n (n+1) (n+2)) of each.
        var expected = Math.Log(4.75 * 5.75 * 6.75 / (5.0 * 6 * 7)) - Math.Log(0.08 * 1.08 * 2.08 / (4.0 * 5 * 6));
        var posterior = FraudPosterior.Of(0.1, FraudPosterior.Ordinary(0.02, 4), Likelihood(3, 0));
        Assert.Equal(expected, posterior.LogFactor, 2);
        Assert.Equal(1 / (1 + (9 * Math.Exp(-expected))), posterior.Ring, 3);
    }

    [Fact]
    public void Of_MoreFraudAndMoreSuspicion_NeverLowersTheShare()
    {
        var ordinary = FraudPosterior.Ordinary(0.05, 4);
        foreach (var ring in (double[])[0.01, 0.3, 0.9])
        {
            double[] means = [.. Enumerable.Range(0, 12).Select(f => FraudPosterior.Of(ring, ordinary, Likelihood(f, 11 - f)).Mean)];
            Assert.Equal(means.Order(), means);
        }
        double[] byRing = [.. ((double[])[0, 0.1, 0.5, 0.98]).Select(ring => FraudPosterior.Of(ring, ordinary, Likelihood(2, 2)).Mean)];
        Assert.Equal(byRing.Order(), byRing);
    }

    [Fact]
    public void Of_PaymentsExpectedToBeFraud_AreNoLessLikelyARing()
    {
        var ordinary = FraudPosterior.Ordinary(0.02, 4);
        FraudPosterior[] byExpected =
        [
            .. ((double[])[0.01, 0.02, 0.3, 0.9]).Select(share => FraudPosterior.Of(0.6, ordinary, Likelihood(2, 0), FraudPosterior.Ordinary(share, 4))),
        ];
        Assert.All(byExpected, p => Assert.Equal((byExpected[1].Ring, byExpected[1].LogFactor), (p.Ring, p.LogFactor)));
        Assert.Equal(byExpected[1], FraudPosterior.Of(0.6, ordinary, Likelihood(2, 0)));
        Assert.Equal(byExpected.Select(p => p.Mean).Order(), byExpected.Select(p => p.Mean));
        Assert.True(byExpected[0].Mean < byExpected[3].Mean);
    }

    [Fact]
    public void Of_OutcomesThatRuleOutBoth_StaysDefined()
    {
        var posterior = FraudPosterior.Of(0.5, FraudPosterior.Ordinary(1e-9, 4), Likelihood(100_000, 0));
        Assert.All([posterior.Mean, posterior.Low, posterior.High, posterior.Ring], v => Assert.InRange(v, 0, 1));
    }

    private static double[] Likelihood(double fraud, double legitimate) =>
        [.. Enumerable.Range(0, ShareGrid.Cells).Select(c => (fraud * ShareGrid.Log[c]) + (legitimate * ShareGrid.LogRest[c]))];
}

using Investigator.Engine.Risk;

namespace Investigator.Engine.Tests.Risk;

public class ChanceTestTests
{
    [Theory]
    [InlineData(1, 10, 0.1)]
    [InlineData(4, 12, 0.25)]
    [InlineData(12, 12, 0.3)]
    public void AtLeast_OfWholeNumbers_IsTheSumOfTheBinomialsTail(int count, int of, double share)
    {
        double tail = 0;
        for (var k = count; k <= of; k++) tail += Choose(of, k) * Math.Pow(share, k) * Math.Pow(1 - share, of - k);
        Assert.Equal(tail, ChanceTest.AtLeast(count, of, share), 12);
    }

    [Fact]
    public void AtLeast_None_IsCertain() => Assert.Equal(1, ChanceTest.AtLeast(0, 5, 0.2));

    // The example of Benjamini and Hochberg's paper, table 1: at a rate of 0.05 the first four are found.
    [Fact]
    public void FalseDiscovery_OfThePapersExample_FindsFour()
    {
        double[] chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];
        var rates = ChanceTest.FalseDiscovery(chances);
        Assert.Equal(4, rates.Count(r => r <= 0.05));
        Assert.Equal(0.0095 * 15 / 4, rates[3], 12);
        Assert.Equal(0.0201 * 15 / 5, rates[4], 12);
        Assert.Equal(rates.Reverse(), ChanceTest.FalseDiscovery([.. chances.Reverse()]));
    }

    [Fact]
    public void FalseDiscovery_OfNone_IsEmpty() => Assert.Empty(ChanceTest.FalseDiscovery([]));

    private static double Choose(int n, int k) => k == 0 ? 1 : Choose(n - 1, k - 1) * n / k;
}

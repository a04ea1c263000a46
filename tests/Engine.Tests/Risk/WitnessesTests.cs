using Investigator.Engine.Risk;

namespace Investigator.Engine.Tests.Risk;

public class WitnessesTests
{
    [Fact]
    public void Each_OfAccountsOfTheirOwn_IsOne() => Assert.Equal(1, Witnesses.Each([0, 1, 2], [0, 1, 2], 0.5));

    [Fact]
    public void Each_OfOneAccount_LetsItCountForTwo() => Assert.Equal(50 / 25.5, 50 * Witnesses.Each([.. Enumerable.Range(0, 50)], new int[50], 0.5), 12);

    // One account with 4 payments and two with 1: a payment's account has (16 + 1 + 1) / 6 = 3 payments on average.
    [Fact]
    public void Each_OfMixedAccounts_IsKishsDesignEffect() =>
        Assert.Equal(1 / (1 + (2 * 0.25)), Witnesses.Each([1, 2, 3, 4, 5, 6], [0, 1, 1, 1, 1, 5, 6], 0.25), 12);

    [Fact]
    public void Each_OfNothing_IsOne() => Assert.Equal(1, Witnesses.Each([], [], 0.5));
}

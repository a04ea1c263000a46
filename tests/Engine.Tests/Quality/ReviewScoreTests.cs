using Investigator.TestKit;

namespace Investigator.Engine.Tests.Quality;

public class ReviewScoreTests
{
    /// <summary>Rows 0 to 3 are missed fraud, 4 is fraud that was declined, of 9 no one knows, the others are legitimate.</summary>
    private static readonly MissedFraud Truth = new([true, true, true, true, true, false, false, false, false, null],
        [true, true, true, true, false, false, false, false, false, false], 0);

    private static readonly (int[] Members, double Score, bool Risky)[] Clusters = [([3, 5, 6, 7], 20, false), ([0, 1, 4], 90, true), ([2, 8, 9], 60, true)];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(4.5, 2.5)] // half of the second cluster
    [InlineData(6, 3)]
    [InlineData(8, 3.5)]
    [InlineData(100, 4)]
    public void Of_Budget_IsSpentOnTheRiskiestFirst(double budget, double caught)
    {
        var score = ReviewScore.Of(Clusters, Truth, budget);
        Assert.Equal(caught / 4, score.CaughtInBudget, 12);
        Assert.Equal(Math.Min(1, budget / 4), score.BudgetLimit, 12);
    }

    [Fact]
    public void Of_RiskyClusters_CountsWhatIsKnown()
    {
        var score = ReviewScore.Of(Clusters, Truth, 3);
        Assert.Equal(3 / 4.0, score.CaughtInRisky, 12);
        Assert.Equal(4 / 5.0, score.Precision, 12); // rows 0, 1, 2 and 4 of five that are known
    }

    [Fact]
    public void Of_NothingRisky_HasNoPrecision() => Assert.Equal(double.NaN, ReviewScore.Of([([5, 6], 10, false)], Truth, 1).Precision);
}

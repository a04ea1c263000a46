using Investigator.TestKit;

namespace Investigator.Engine.Tests.Quality;

public class RankingTests
{
    [Fact]
    public void Auc_PerfectReversedAndEqual_IsOneZeroAndAHalf()
    {
        bool[] fraud = [true, false, true, false];
        Assert.Equal(1, Ranking.Auc([0.9, 0.1, 0.8, 0.2], fraud));
        Assert.Equal(0, Ranking.Auc([0.1, 0.9, 0.2, 0.8], fraud));
        Assert.Equal(0.5, Ranking.Auc([0.3, 0.3, 0.3, 0.3], fraud));
        Assert.True(double.IsNaN(Ranking.Auc([0.3, 0.4], [false, false])));
    }

    [Fact]
    public void Auc_AnyScores_IsTheShareOfPairsInOrder()
    {
        var random = new Random(4);
        var scores = Enumerable.Range(0, 80).Select(_ => (double)random.Next(12)).ToArray();
        var fraud = scores.Select(s => random.NextDouble() < (s + 2) / 20).ToArray();
        var pairs = from i in Enumerable.Range(0, 80)
                    from j in Enumerable.Range(0, 80)
                    where fraud[i] && !fraud[j]
                    select scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        Assert.Equal(pairs.Average(), Ranking.Auc(scores, fraud), 12);
    }

    [Fact]
    public void RecallAt_ReviewEndsWithinATie_CountsItsRowsInPart()
    {
        bool[] fraud = [true, true, false, true, false, false, false, false, false, false];
        double[] scores = [0.9, 0.5, 0.5, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1, 0.1];
        Assert.Equal(1 / 3.0, Ranking.RecallAt(scores, fraud, 0.1), 12);
        Assert.Equal((1 + (2 * 2 / 4.0)) / 3, Ranking.RecallAt(scores, fraud, 0.3), 12);
        Assert.Equal(1, Ranking.RecallAt(scores, fraud, 1), 12);
    }
}

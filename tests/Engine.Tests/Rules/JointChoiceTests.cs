using Investigator.Engine.Rules;

namespace Investigator.Engine.Tests.Rules;

public class JointChoiceTests
{
    [Fact]
    public void Take_OfOneSet_LeavesTheOthersWhatIsTheirsAlone()
    {
        var left = new UntakenRows([[1, 2, 3], [3, 4], [5]], row => row == 5 ? 0 : row / 10.0);
        Assert.Equal([0.6, 0.7, 0], [left[0], left[1], left[2]]);
        left.Take(0);
        Assert.Equal([0, 0.4, 0], [left[0], left[1], left[2]]);
        left.Take(1);
        left.Take(1);
        Assert.Equal(0, left[1]);
    }

    [Fact]
    public void Rows_OfBits_AreThoseInEverySet()
    {
        int[] odd = [.. Enumerable.Range(0, 200).Where(static r => r % 2 == 1)];
        int[] threes = [.. Enumerable.Range(0, 200).Where(static r => r % 3 == 0)];
        var (first, second) = (RowBits.Of(odd, 200), RowBits.Of(threes, 200));
        Assert.Equal(odd.Intersect(threes), RowBits.Rows([first, second]));
        Assert.Equal(33, RowBits.Count(first, [second]));
        Assert.Equal(100, RowBits.Count(first, [second], except: 0));
        Assert.True(first.Contains(199));
        Assert.False(first.Contains(128));
    }

    [Theory]
    [InlineData(0.5, 0.25, 127, AccountPart.Learn)]
    [InlineData(0.5, 0.25, 128, AccountPart.Choose)]
    [InlineData(0.5, 0.25, 191, AccountPart.Choose)]
    [InlineData(0.5, 0.25, 192, AccountPart.Measure)]
    [InlineData(0.001, 0.001, 255, AccountPart.Measure)]
    [InlineData(0.998, 0.001, 255, AccountPart.Measure)]
    public void Part_OfAHash_FollowsTheShares(double learn, double choose, byte hash, AccountPart expected) =>
        Assert.Equal(expected, AccountShares.Of(new RuleOptions { LearnShare = learn, ChooseShare = choose }).Of(hash));

    [Fact]
    public void FalseAlarms_FewPayments_AllowOneUnlessNoneIsAllowed()
    {
        Assert.Equal(1, new RuleOptions().FalseAlarms(1200));
        Assert.Equal(3, new RuleOptions().FalseAlarms(15_000), 9);
        Assert.Equal(0, new RuleOptions { FalseAlarmsPer10000 = 0 }.FalseAlarms(1200));
    }
}

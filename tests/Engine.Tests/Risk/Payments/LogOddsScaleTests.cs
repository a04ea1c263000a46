using Investigator.Engine.Risk;
using Investigator.Engine.Risk.Payments;

namespace Investigator.Engine.Tests.Risk.Payments;

public class LogOddsScaleTests
{
    /// <summary>Log odds that say twice what they mean and are one too high: the line back has slope a half.</summary>
    [Fact]
    public void Fit_LogOddsThatSayTooMuch_AreBroughtBack()
    {
        var random = new Random(4);
        double[] meant = [.. Enumerable.Range(0, 40_000).Select(_ => (random.NextDouble() * 6) - 4)];
        bool[] isFraud = [.. meant.Select(x => random.NextDouble() < LogOdds.Probability(x))];
        var scale = LogOddsScale.Fit([.. meant.Select(static x => (2 * x) + 1)], isFraud, [.. meant.Select(static _ => 1.0)]);
        Assert.InRange(scale.Slope, 0.48, 0.52);
        Assert.InRange(scale.Offset, -0.57, -0.43);
    }

    [Fact]
    public void Fit_FewOutcomes_StaysNearWhatWasSaid()
    {
        var scale = LogOddsScale.Fit([-1, -1, 1, 1], [false, false, true, true], [1, 1, 1, 1]);
        Assert.InRange(scale.Slope, 0.9, 1.6);
        Assert.InRange(scale.Offset, -0.1, 0.1);
    }

    [Fact]
    public void Fit_OrderTurnedRound_KeepsTheOrder() => Assert.True(LogOddsScale.Fit([-1, -2, 3, 4], [true, true, false, false], [90, 90, 90, 90]).Slope > 0);
}

using Investigator.Engine.Risk;

namespace Investigator.Engine.Tests.Risk;

public class DelayDistributionTests
{
    [Fact]
    public void Estimate_OldPayments_IsTheShareOfDelays()
    {
        // Nothing is truncated: of 100 outcomes 30 came after 10, 50 after 20, 20 after 40.
        long[] delays = [.. Enumerable.Range(0, 100).Select(i => i < 30 ? 10L : i < 80 ? 20 : 40)];
        var known = DelayDistribution.Estimate([.. delays], [.. delays.Select(_ => 1000L)]);
        Assert.Equal([0, 0.3, 0.3, 0.8, 1, 1], ((long[])[9, 10, 19, 20, 40, 5000]).Select(known.Within).Select(v => Math.Round(v, 12)));
    }

    [Fact]
    public void Estimate_YoungPayments_UndoesTheHasteOfWhatIsKnownOfThem()
    {
        // Half of the outcomes come after 1, half after 10. A hundred payments are 20 old and show all; a hundred are 5 old and show the quick half only.
        long[] delays = [.. Enumerable.Repeat(1L, 50), .. Enumerable.Repeat(10L, 50), .. Enumerable.Repeat(1L, 50)];
        long[] ages = [.. Enumerable.Repeat(20L, 100), .. Enumerable.Repeat(5L, 50)];
        var known = DelayDistribution.Estimate(delays, ages);
        // A share of what is known would say two thirds.
        Assert.Equal((0.5, 1), (known.Within(5), known.Within(10)));
    }

    [Fact]
    public void Estimate_OfTruncatedExponentialDelays_ComesNearTheirDistribution()
    {
        var random = new Random(11);
        var (delays, ages) = (new List<long>(), new List<long>());
        while (delays.Count < 20_000)
        {
            var (age, delay) = ((long)(random.NextDouble() * 60_000), (long)(-20_000 * Math.Log(1 - random.NextDouble())));
            if (delay > age) continue;
            delays.Add(delay);
            ages.Add(age);
        }
        var known = DelayDistribution.Estimate([.. delays], [.. ages]);
        double Truth(double age) => (1 - Math.Exp(-age / 20_000)) / (1 - Math.Exp(-60_000 / 20_000.0));
        foreach (var age in (long[])[5_000, 10_000, 20_000, 40_000]) Assert.Equal(Truth(age), known.Within(age), 0.04);
        // What is known without regard to truncation is much faster.
        Assert.True(delays.Count(d => d <= 10_000) / 20_000.0 > Truth(10_000) + 0.1);
    }

    [Fact]
    public void Estimate_OfNothing_IsNeverKnown() => Assert.Equal(0, DelayDistribution.Estimate([], []).Within(long.MaxValue));
}

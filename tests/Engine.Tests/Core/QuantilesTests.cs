using CsCheck;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tests.Core;

public class QuantilesTests
{
    [Fact]
    public void Quantiles_BetweenTwoValues_DifferAsTheirNamesSay()
    {
        float[] sorted = [1, 2, 4, 8];
        Assert.Equal(3, Quantiles.Median(sorted));
        Assert.Equal(4, Quantiles.UpperMedian<float>(sorted));
        Assert.Equal(2, Quantiles.Lower(sorted, 5, 10));
        Assert.Equal(4, Quantiles.Upper(sorted, 5, 10));
        Assert.Equal((1, 2), (Quantiles.Upper(sorted, 24, 100), Quantiles.Upper(sorted, 25, 100)));
        Assert.Equal(1.3, Quantiles.Linear<float>(sorted, 0.1), 9);
        Assert.Equal(8, Quantiles.Linear<float>(sorted, 1));
    }

    [Fact]
    public void Quantiles_OfOneValue_AreThatValue() =>
        Assert.All([Quantiles.Median([7]), Quantiles.UpperMedian<float>([7]), Quantiles.Lower([7], 9, 10), (float)Quantiles.Linear<float>([7], 0.9)],
            q => Assert.Equal(7, q));

    [Fact]
    public void SortedSearch_AnyValues_CountsWhatALinearScanCounts() => Gen.Select(Gen.Int[0, 9].Array, Gen.Int[-1, 10]).Sample((values, value) =>
    {
        Array.Sort(values);
        return SortedSearch.CountBelow<int>(values, value) == values.Count(v => v < value)
            && SortedSearch.CountUpTo<int>(values, value) == values.Count(v => v <= value);
    });

    [Fact]
    public void FirstSeen_RepeatedKeys_KeepTheNumberOfTheirFirstSight()
    {
        var seen = new FirstSeen<string>(StringComparer.OrdinalIgnoreCase);
        Assert.Equal([0, 1, 0, 2, 1], ((string[])["b", "a", "B", "c", "A"]).Select(key => seen.NumberOf(key, out _)));
        Assert.Equal(3, seen.Count);
        seen.NumberOf("d", out var isNew);
        Assert.True(isNew);
    }
}

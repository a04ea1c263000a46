using Investigator.TestKit;

namespace Investigator.Engine.Tests.Quality;

public class MeanIntervalTests
{
    /// <summary>Half widths from a table of Student's t: 12.706, 4.303, 2.776, 2.262 and 2.045 for 1, 2, 4, 9 and 29 degrees of freedom.</summary>
    [Theory]
    [InlineData(2, 12.706)]
    [InlineData(3, 4.303)]
    [InlineData(5, 2.776)]
    [InlineData(10, 2.262)]
    [InlineData(30, 2.045)]
    public void Of_SomeValues_TakesStudentsQuantile(int count, double quantile)
    {
        var values = Enumerable.Range(0, count).Select(static i => (double)i).ToArray();
        var mean = (count - 1) / 2.0;
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (count - 1));
        var interval = MeanInterval.Of(values);
        Assert.Equal(mean, interval.Mean, 12);
        Assert.Equal(quantile, interval.Half / deviation * Math.Sqrt(count), 3);
    }

    [Fact]
    public void Of_EqualValues_HasNoWidth() => Assert.Equal(new MeanInterval(0.5, 0), MeanInterval.Of([0.5, 0.5, 0.5]));

    [Fact]
    public void Of_OneValue_HasNoInterval()
    {
        Assert.Equal(new MeanInterval(3, double.NaN), MeanInterval.Of([3]));
        Assert.Equal(double.NaN, MeanInterval.Of([]).Mean);
    }
}

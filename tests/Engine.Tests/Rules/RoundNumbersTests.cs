using Investigator.Engine.Core;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Tests.Rules;

public class RoundNumbersTests
{
    [Theory]
    [InlineData(4.2, 5.9, "count", 5.0)]
    [InlineData(4.2, 4.9, "count", null)]
    [InlineData(36.7, 44.1, "currency", 40.0)]
    [InlineData(0.031, 0.034, "ratio", 0.032)]
    [InlineData(-0.5, 3, "ratio", 0.0)]
    [InlineData(-7.9, -6.2, "number", -7.0)]
    [InlineData(3400, 3700, "seconds", 3600.0)]
    [InlineData(80, 130, "seconds", 120.0)]
    [InlineData(0.26, 0.34, "seconds", 0.3)]
    [InlineData(1.9e6, 2.6e6, "seconds", 2419200.0)]
    [InlineData(5, 4, "count", null)]
    [InlineData(double.NaN, 4, "count", null)]
    public void Between_Interval_GivesItsRoundestNumber(double low, double high, string unit, double? expected) =>
        Assert.Equal(expected, RoundNumbers.Between(low, high, unit));

    [Theory]
    [InlineData(5, "count", "5")]
    [InlineData(1234.5, "currency", "1,234.50")]
    [InlineData(5400, "seconds", "1.5 h")]
    [InlineData(2.1, "seconds", "2.1 s")]
    [InlineData(90, "seconds", "1.5 min")]
    [InlineData(0.4, "share", "40%")]
    [InlineData(1, "yes or no", "yes")]
    public void Value_WithUnit_IsSaidAsPeopleSayIt(double value, string unit, string expected) => Assert.Equal(expected, Wording.Value(value, unit));
}

using Investigator.Web.Controls;


namespace Investigator.App.Tests.Controls;

public sealed class FormatTests
{
    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(9999.5, "9,999.50")]
    [InlineData(12_345, "12.3 k")]
    [InlineData(-4_560_000, "-4.6 m")]
    [InlineData(7.1e9, "7.1 bn")]
    public void CompactMoney_AnyAmount_KeepsThreeDigitsOrTheCents(double amount, string expected) => Assert.Equal(expected, Format.CompactMoney(amount));

    [Theory]
    [InlineData(38, 41, "38 of 41 (92.7%)")]
    [InlineData(0, 41, "0 of 41 (0%)")]
    [InlineData(41, 41, "41 of 41 (100%)")]
    [InlineData(1, 15001, "1 of 15,001 (<0.1%)")]
    [InlineData(15000, 15001, "15,000 of 15,001 (>99.9%)")]
    [InlineData(0, 0, "0 of 0")]
    public void Of_PartAndWhole_NamesTheDenominator(long part, long whole, string expected) => Assert.Equal(expected, Format.Of(part, whole));

    [Theory]
    [InlineData(-1, "0 s")]
    [InlineData(9.96, "10.0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(95, "1 min 35 s")]
    [InlineData(7265, "2 h 1 min")]
    [InlineData(90000, "1 d 1 h")]
    public void Duration_Seconds_ReadsAsAPersonSaysIt(double seconds, string expected) =>
        Assert.Equal(expected, Format.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(1, "1 cluster")]
    [InlineData(2000, "2,000 clusters")]
    public void Count_WithANoun_AgreesInNumber(long count, string expected) => Assert.Equal(expected, Format.Count(count, "cluster"));

    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(4.26, "4.3")]
    [InlineData(43.2, "43")]
    [InlineData(432.1, "430")]
    [InlineData(4321, "4.3 k")]
    [InlineData(43_210, "43 k")]
    [InlineData(432_100, "430 k")]
    [InlineData(4_321_000, "4.3 m")]
    public void TwoDigits_OfAnEstimate_PretendsToNoMore(double value, string expected) => Assert.Equal(expected, Format.TwoDigits(value));
}

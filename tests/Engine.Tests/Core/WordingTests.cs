using Investigator.Engine.Core;

namespace Investigator.Engine.Tests.Core;

public class WordingTests
{
    [Theory]
    [InlineData(0, ClockStep.Minute, "under a minute", "within the same minute")]
    [InlineData(59, ClockStep.Minute, "under a minute", "within the same minute")]
    [InlineData(60, ClockStep.Minute, "1 min", "over 1 min")]
    [InlineData(1800, ClockStep.Hour, "under an hour", "within the same hour")]
    [InlineData(0, ClockStep.Day, "under a day", "within the same day")]
    [InlineData(0, ClockStep.Second, "under a second", "at one moment")]
    [InlineData(0.4, ClockStep.Fraction, "0.4 s", "at one moment")]
    [InlineData(0, null, "0 s", "at one moment")]
    [InlineData(90, null, "1.5 min", "over 1.5 min")]
    public void Duration_ClockThatCannotTellIt_IsSaidAsUnderItsStep(double seconds, ClockStep? clock, string duration, string over)
    {
        Assert.Equal(duration, Wording.Duration(seconds, clock));
        Assert.Equal(over, Wording.Over(seconds, clock));
        Assert.Equal(duration, Wording.Value(seconds, Units.Seconds, clock));
    }

    [Theory]
    [InlineData("payment", "payments")]
    [InlineData("IP address", "IP addresses")]
    [InlineData("city", "cities")]
    [InlineData("day", "days")]
    [InlineData("basis", "bases")]
    [InlineData("batch", "batches")]
    [InlineData("tax", "taxes")]
    public void Many_OfANoun_IsItsPlural(string one, string many) => Assert.Equal(many, Wording.Many(one));

    [Theory]
    [InlineData(0, "no payments")]
    [InlineData(1, "1 payment")]
    [InlineData(1204, "1,204 payments")]
    public void Counted_AnyCount_AgreesWithItsNoun(long count, string expected) => Assert.Equal(expected, Wording.Counted(count, "payment"));

    [Theory]
    [InlineData(0, 1, "not the one payment")]
    [InlineData(1, 1, "the one payment")]
    [InlineData(2, 2, "both payments")]
    [InlineData(0, 52, "none of the 52 payments")]
    [InlineData(47, 52, "47 of 52 payments")]
    [InlineData(52, 52, "all 52 payments")]
    public void PartOf_AnyPart_SaysTheWholeToo(long part, long whole, string expected) => Assert.Equal(expected, Wording.PartOf(part, whole, "payment"));

    [Theory]
    [InlineData(0, "0%")]
    [InlineData(0.0004, "<0.1%")]
    [InlineData(0.0417, "4.2%")]
    [InlineData(0.0996, "10%")]
    [InlineData(0.834, "83%")]
    [InlineData(0.997, ">99%")]
    [InlineData(1, "100%")]
    public void Chance_OfAProbability_HasTwoDigitsAndNeverPretendsToBeCertain(double probability, string expected) =>
        Assert.Equal(expected, Wording.Chance(probability));

    [Fact]
    public void Verdict_WithItsInterval_SaysItInWordsAndNumbers()
    {
        Assert.Equal("probably fraud: 83% (70 to 92%)", Wording.Verdict(0.83, 0.7, 0.92));
        Assert.Equal("almost certainly not fraud: <0.1% (<0.1%)", Wording.Verdict(0.0001, 0.00005, 0.0002));
    }
}

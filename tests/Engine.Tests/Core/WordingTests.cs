using Investigator.Engine.Core;

namespace Investigator.Engine.Tests.Core;

public class WordingTests
{
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
}

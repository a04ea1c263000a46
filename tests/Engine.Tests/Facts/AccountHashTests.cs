using Investigator.Engine.Facts;
using Investigator.Engine.Tests.Risk;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Facts;

public class AccountHashTests
{
    /// <summary>Stored measurements rest on it: another hash would divide the accounts of earlier runs otherwise.</summary>
    [Theory]
    [InlineData("", 239)]
    [InlineData("u1", 146)]
    [InlineData("u2", 76)]
    [InlineData("Zoë", 197)]
    public void Of_Id_IsTheSameForEver(string account, byte expected) => Assert.Equal(expected, AccountHash.Of(account));

    [Fact]
    public void Of_NumberedIds_AreSpreadEvenly()
    {
        var counts = new int[4];
        for (var i = 0; i < 40_000; i++) counts[AccountHash.Of($"customer-{i}") >> 6]++;
        // Four standard deviations of a binomial of 40,000 and a quarter are 346.
        Assert.All(counts, c => Assert.InRange(c, 9_650, 10_350));
    }

    [Fact]
    public void Read_Rows_BearTheHashOfTheirAccount()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(60).AddRing(0, _ => (null, null));
        Assert.Equal(shop.Payments.Select(p => AccountHash.Of(p.Account)), shop.Facts(shop.Write(folder.Path)).AccountHashes);
    }
}

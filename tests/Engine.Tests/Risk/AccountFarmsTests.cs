using Investigator.Engine.Facts;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Tests.Risk;

public class AccountFarmsTests
{
    // Twelve accounts on two devices and two addresses: nothing is anybody's own.
    [Fact]
    public void Of_DevicesAndAddressesOfSix_IsAFarm() => Assert.Equal((12, 12, 0), Farm(12, i => $"fd{i % 2}", i => $"fi{i % 2}"));

    [Fact]
    public void Of_OneAddressWithDevicesOfTheirOwn_IsAPlace() => Assert.Null(Farm(12, i => $"od{i}", _ => "office", entity: 1));

    [Fact]
    public void Of_FamiliesOfFive_IsNone() => Assert.Null(Farm(15, i => $"td{i % 3}", i => $"ti{i % 3}"));

    [Fact]
    public void Of_AWholeTown_IsAPublicPlace() => Assert.Null(Farm(210, _ => "kiosk", _ => "kiosk"));

    private static (int Mine, int Of, int Elsewhere)? Farm(int accounts, Func<int, string> device, Func<int, string> ip, int entity = 0)
    {
        var shop = new Shop().AddCrowd(300).AddLoose(0, accounts, i => $"f{i}", _ => null, device: device, ip: ip);
        using var folder = new Investigator.TestKit.TempFolder();
        var facts = shop.Facts(shop.Write(folder.Path));
        EntityCrowds[] crowds = [.. facts.Entities.Select(e => new EntityCrowds(e, facts.Accounts))];
        var members = shop.Clustering().Members()[0];
        var farm = new AccountFarms(facts, crowds).Of(entity, members, crowds[entity].Pairs(members));
        return farm is null ? null : (farm.Mine, farm.Of, farm.Rest);
    }
}

using Investigator.Engine.Risk;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Risk;

public class CoordinationFindingsTests
{
    [Fact]
    public void Measure_WhatMostFindingsShow_SaysNothing()
    {
        // Twenty-four groups, each at one price of its own; one of them within a day, the others at any time.
        var shop = new Shop();
        for (var g = 0; g < 24; g++)
        {
            var group = g;
            shop.Add(new Shop().AddLoose(group, 20, i => $"g{group}_{i}", _ => null, seed: 50 + group).Payments
                .Select((p, i) => p with { Amount = Math.Round(10 * Math.Pow(1.4, group), 2), Hours = group == 0 ? 300 + (i * 0.5) : p.Hours }));
        }
        var inputs = Measure(shop).Inputs;
        Assert.All(inputs, i => Assert.Equal(0, i.Values[(int)SignalFamily.Amount]));
        Assert.True(inputs[0].Values[(int)SignalFamily.Burst] > 0.9);
    }

    [Fact]
    public void Measure_WhatOneFindingShows_Counts()
    {
        var shop = new Shop().AddCrowd(400);
        shop.Add(new Shop().AddLoose(0, 20, i => $"g{i}", _ => null, seed: 50).Payments.Select(p => p with { Amount = 10 }));
        Assert.True(Measure(shop).Inputs[0].Values[(int)SignalFamily.Amount] > 0.9);
    }

    [Fact]
    public void Measure_TwoPaymentsAlike_AreChance()
    {
        var shop = new Shop().AddCrowd(400);
        shop.Add(new Shop().AddLoose(0, 2, i => $"g{i}", _ => null, seed: 50).Payments.Select(p => p with { Hours = 300, Amount = 10 }));
        Assert.All(Measure(shop).Inputs[0].Values, v => Assert.Equal(0, v));
    }

    private static CoordinationFindings Measure(Shop shop)
    {
        using var folder = new TempFolder();
        var dataset = shop.Write(folder.Path);
        var coordination = new Coordination(shop.Facts(dataset), shop.Scripts(dataset), dataset.HasDecisions, 0.5);
        return CoordinationFindings.Measure(shop.Clustering().Members(), coordination, 0.05, Shop.Context);
    }
}

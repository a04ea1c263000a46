using Investigator.Engine.Risk;

namespace Investigator.Engine.Tests.Risk;

public class CoordinationModelTests
{
    [Fact]
    public void Ring_ByDefault_NeedsTwoFamiliesOrAFarm()
    {
        var model = CoordinationModel.Default;
        Assert.InRange(model.Ring(Inputs()), 0.005, 0.01);
        Assert.InRange(model.Ring(Inputs((SignalKind.EntitySharing, "ip"))), 0, 0.06);
        Assert.InRange(model.Ring(Inputs((SignalKind.DayBurst, null), (SignalKind.SameAmount, null), (SignalKind.NewAccounts, null))), 0, 0.11);
        Assert.InRange(model.Ring(Inputs((SignalKind.EntitySharing, "ip"), (SignalKind.DayBurst, null))), 0.9, 1);
        Assert.InRange(model.Ring(Inputs((SignalKind.EntitySharing, "device"), (SignalKind.AccountFarm, "device"))), 0.85, 0.95);
    }

    [Fact]
    public void Inputs_OfATravellersNewAddresses_AreOneThing()
    {
        var traveller = Inputs((SignalKind.EntitySpread, "ip"), (SignalKind.NewEntities, "ip"));
        var cards = Inputs((SignalKind.EntitySpread, "card"), (SignalKind.NewEntities, "device"));
        Assert.Equal((0.0, 1.0), (traveller.Values[CoordinationInputs.Agreement], cards.Values[CoordinationInputs.Agreement]));
    }

    [Fact]
    public void Fit_WhereSharingIsInnocentHere_TakesItsWeightAway()
    {
        // Forty findings that share and pay in a burst, all known to be legitimate, and ten with machine-like pace known to be fraud.
        var (offices, rings) = (Inputs((SignalKind.EntitySharing, "ip"), (SignalKind.DayBurst, null)), Inputs((SignalKind.SamePace, null)));
        var model = CoordinationModel.Fit(
            [.. Enumerable.Repeat(offices, 40), .. Enumerable.Repeat(rings, 10)], [.. Enumerable.Repeat(-8.0, 40), .. Enumerable.Repeat(8.0, 10)]);
        Assert.Equal(50, model.LearnedFrom);
        Assert.All(model.Weights, w => Assert.True(w >= 0));
        Assert.True(model.Ring(offices) < CoordinationModel.Default.Ring(offices) / 3);
        Assert.True(model.Ring(rings) > 3 * CoordinationModel.Default.Ring(rings));
    }

    [Fact]
    public void Fit_OfFewOutcomesOrOfOneKind_KeepsTheDefaults()
    {
        var inputs = Inputs((SignalKind.SamePace, null));
        CoordinationModel Fit(IReadOnlyList<double> factors) => CoordinationModel.Fit([.. factors.Select(_ => inputs)], factors);
        Assert.Same(CoordinationModel.Default, Fit([.. Enumerable.Repeat(-8.0, 100)]));
        Assert.Same(CoordinationModel.Default, Fit([.. Enumerable.Range(0, 20).Select(i => (i % 2 * 16) - 8.0)]));
    }

    private static CoordinationInputs Inputs(params (SignalKind Kind, string? Entity)[] signals) =>
        CoordinationInputs.Of([.. signals.Select(s => new Signal(s.Kind, s.Entity, "", 1, 0, 1, 0))], [.. signals.Select(_ => 1.0)]);
}

using Investigator.Engine.Risk;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Risk;

public class RiskCalibrationTests
{
    [Fact]
    public void Measure_CountsEveryKnownOutcomeOfAFindingOnce()
    {
        var shop = Mixed();
        var bands = Measure(shop).Bands;
        // What became known after the last payment is not known to the run.
        var known = shop.Payments.Where(p => p.Cluster >= 0 && p.KnownAtHours <= shop.Payments[^1].Hours).ToList();
        Assert.Equal((known.Count, known.Count(p => p.Outcome == "fraud")), (bands.Sum(b => b.Payments), bands.Sum(b => b.Fraud)));
        Assert.All(bands.Where(b => b.Payments > 0), b => Assert.InRange(b.Said, b.Low, b.High));
        Assert.Equal((0.0, 1.0), (bands[0].Low, bands[^1].High));
    }

    [Fact]
    public void Measure_FindingsOfDifferentShares_SaysNearlyWhatTheyAre()
    {
        var bands = Measure(Mixed()).Bands;
        // Ten findings of nine in ten, ten of a tenth: what is said of each is learned from four fifths of it.
        foreach (var band in bands.Where(b => b.Payments >= 100)) Assert.Equal(band.Said, (double)band.Fraud / band.Payments, 0.08);
        Assert.True(bands.Where(b => b.Low >= 0.7).Sum(b => b.Payments) >= 250);
        Assert.True(bands.Where(b => b.High <= 0.2).Sum(b => b.Payments) >= 250);
    }

    [Fact]
    public void Measure_DoesNotSeeWhatItIsHeldAgainst()
    {
        // One account a finding: hiding it hides all, so nothing but the base share can be said, however fraudulent it is.
        var shop = new Shop().AddLoose(-1, 600, i => $"a{i}", i => i % 20 == 0 ? "fraud" : "legitimate").AddLoose(0, 30, _ => "one", _ => "fraud", seed: 3);
        var band = Assert.Single(Measure(shop).Bands, b => b.Payments > 0);
        Assert.Equal((30, 30), (band.Payments, band.Fraud));
        Assert.InRange(band.Said, 0, 0.15);
    }

    [Fact]
    public void Measure_WithoutOutcomes_HasEmptyBands() =>
        Assert.All(Measure(new Shop().AddCrowd(50).With(_ => true, p => p with { Cluster = 0, Outcome = null })).Bands, b => Assert.Equal(0, b.Payments));

    [Fact]
    public void Save_ThenFind_IsTheSame()
    {
        using var folder = new TempFolder();
        var calibration = Measure(Mixed());
        Assert.Null(RiskCalibration.Find(folder.Path));
        calibration.Save(folder.Path);
        Assert.Equal(calibration.Bands, RiskCalibration.Find(folder.Path)!.Bands);
    }

    private static Shop Mixed()
    {
        var shop = new Shop().AddLoose(-1, 1000, i => $"a{i}", i => i % 10 == 0 ? "fraud" : "legitimate");
        for (var f = 0; f < 20; f++)
        {
            var finding = f;
            shop.AddLoose(finding, 30, i => $"m{finding}_{i}", i => (i % 10 == 0) == (finding % 2 == 1) ? "fraud" : "legitimate", seed: 20 + finding);
        }
        return shop;
    }

    private static RiskCalibration Measure(Shop shop)
    {
        using var folder = new TempFolder();
        var dataset = shop.Write(folder.Path);
        return RiskCalibration.Measure(
            dataset, shop.Clustering().Members(), shop.Facts(dataset), shop.Scripts(dataset), new RiskOptions(), 5, null, Shop.Context);
    }
}

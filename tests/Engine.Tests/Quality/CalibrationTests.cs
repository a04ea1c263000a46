using Investigator.TestKit;

namespace Investigator.Engine.Tests.Quality;

public class CalibrationTests
{
    [Fact]
    public void Add_EdgesAndEnds_FallIntoTheBandTheyBegin()
    {
        var calibration = new Calibration();
        foreach (var said in (double[])[0, 0.0009, 0.8, 0.8999, 1]) calibration.Add(said, said > 0.5);
        Assert.Equal((2, 0), calibration.Bands.Where(static b => b.Low == 0).Select(static b => (b.Rows, b.Fraud)).Single());
        var high = calibration.Bands.Single(static b => b.Low == 0.8);
        Assert.Equal((2, 2), (high.Rows, high.Fraud));
        Assert.Equal(0.84995, high.Said, 12);
        Assert.Equal(1, calibration.Bands[^1].Rows);
    }

    [Fact]
    public void Add_AnotherTable_SumsBoth()
    {
        var (one, other) = (new Calibration(), new Calibration());
        one.Add(0.3, false);
        other.Add(0.32, true);
        one.Add(other);
        var band = one.Bands.Single(static b => b.Low == 0.3);
        Assert.Equal((2, 0.5), (band.Rows, band.Share));
    }
}

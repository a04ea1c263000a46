using Investigator.Engine.Risk.Payments;

namespace Investigator.Engine.Tests.Risk.Payments;

public class RankQualityTests
{
    [Fact]
    public void AreaUnderCurve_OfPairs_CountsATieHalf() =>
        // Fraud 3 is above 1 and 2 and ties with 3; fraud 2 is above 1, ties with 2 and is below 3: (2.5 + 1.5) of 6 pairs.
        Assert.Equal(4.0 / 6, RankQuality.AreaUnderCurve([3, 2, 1, 2, 3], [true, true, false, false, false]), 12);

    /// <summary>Without trees every fold has one value, which is lower the more of its payments are fraud.</summary>
    [Fact]
    public void AreaUnderCurve_OfOneValueAFold_IsAHalf() =>
        Assert.Equal(0.5, RankQuality.AreaUnderCurve([1, 1, 1, 2, 2, 2], [true, true, false, true, false, false], [0, 0, 0, 1, 1, 1]));

    [Fact]
    public void AreaUnderCurve_OfOneKind_IsNotANumber() => Assert.Equal(double.NaN, RankQuality.AreaUnderCurve([1, 2], [true, true]));
}

using System.Runtime.Intrinsics;
using Investigator.Engine.Projection;

namespace Investigator.Engine.Tests.Projection;

public class VectorPowerTests
{
    [Theory]
    [InlineData(0.79f)]
    [InlineData(0.895f)]
    [InlineData(1.2f)]
    public void Pow_OfSmallAndLarge_IsThePower(float power)
    {
        for (var x = 1e-12f; x < 1e12f; x *= 1.37f)
        {
            var found = VectorPower.Pow(Vector256.Create(x), power);
            Assert.Equal(1, found[0] / Math.Pow(x, power), 2e-5);
            Assert.Equal(Vector256.Create(found[0]), found);
        }
    }

    [Fact]
    public void Exp2_OfWholeNumbers_IsExact()
    {
        for (var i = -126; i <= 127; i++) Assert.Equal(MathF.ScaleB(1, i), VectorPower.Exp2(Vector256.Create((float)i))[5]);
    }

    [Fact]
    public void Exp2_BeyondWhatFloatsHold_StaysFinite()
    {
        Assert.InRange(VectorPower.Exp2(Vector256.Create(float.NegativeInfinity))[0], 0, 1e-37f);
        Assert.InRange(VectorPower.Exp2(Vector256.Create(float.PositiveInfinity))[0], 1e38f, float.MaxValue);
    }
}

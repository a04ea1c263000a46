using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Investigator.Engine.Projection;

/// <summary>Powers of eight numbers at once, to about six digits.</summary>
internal static class VectorPower
{
    // Beyond these the result would not be an ordinary number; 2^-126 counts as nothing.
    private const float Lowest = -126;
    private const float Highest = 127;

    /// <summary><c>2^x</c>: by the nearest whole number exactly, by the Taylor series for what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp2(Vector256<float> x)
    {
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(Lowest)), Vector256.Create(Highest));
        var whole = Vector256.Round(x);
        var rest = x - whole;
        var sum = Vector256.Create(1.5403530e-4f);  // ln(2)^6 / 6!, then of 5, 4, …
        sum = Vector256.MultiplyAddEstimate(sum, rest, Vector256.Create(1.3333558e-3f));
        sum = Vector256.MultiplyAddEstimate(sum, rest, Vector256.Create(9.6181291e-3f));
        sum = Vector256.MultiplyAddEstimate(sum, rest, Vector256.Create(5.5504109e-2f));
        sum = Vector256.MultiplyAddEstimate(sum, rest, Vector256.Create(2.4022651e-1f));
        sum = Vector256.MultiplyAddEstimate(sum, rest, Vector256.Create(6.9314718e-1f));
        sum = Vector256.MultiplyAddEstimate(sum, rest, Vector256<float>.One);
        return sum * ((Vector256.ConvertToInt32(whole) + Vector256.Create(127)) << 23).AsSingle();
    }

    /// <summary><c>x^power</c> for x above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Pow(Vector256<float> x, float power) => Exp2(Vector256.Log2(x) * power);
}

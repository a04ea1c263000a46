namespace Investigator.Engine.Risk;

/// <summary>Quantiles of the Beta distribution, for bounds on a share of which few cases are known.</summary>
public static class BetaDistribution
{
    /// <summary>The x with P(X ≤ x) = <paramref name="p"/> for X ~ Beta(<paramref name="a"/>, <paramref name="b"/>), by bisection.</summary>
    /// <exception cref="ArgumentOutOfRangeException">a or b is not above 0, or p lies outside 0..1.</exception>
    public static double Quantile(double p, double a, double b)
    {
        if (p is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p));
        if (p is 0 or 1) return p;
        double low = 0, high = 1;
        // Small a puts a quantile near 1e-40, so halve until the two ends are neighbours as doubles.
        for (var i = 0; i < 1100; i++)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high) break;
            if (Cumulative(middle, a, b) < p) low = middle;
            else high = middle;
            if (high < 1e-12 || high - low < 1e-14) break;
        }
        return (low + high) / 2;
    }

    /// <summary>The regularised incomplete beta function I_x(a, b): DLMF 8.17.22, the continued fraction summed by Lentz's method.</summary>
    public static double Cumulative(double x, double a, double b)
    {
        if (!(a > 0)) throw new ArgumentOutOfRangeException(nameof(a));
        if (!(b > 0)) throw new ArgumentOutOfRangeException(nameof(b));
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        // The fraction converges fast only below the mean: beyond it use the symmetry DLMF 8.17.4.
        if (x > (a + 1) / (a + b + 2)) return 1 - Cumulative(1 - x, b, a);
        var front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) + LogGamma(a + b) - LogGamma(a) - LogGamma(b)) / a;
        return front * Fraction(x, a, b);
    }

    private static double Fraction(double x, double a, double b)
    {
        const double Tiny = 1e-300;
        double c = 1, d = 1 / NotZero(1 - ((a + b) * x / (a + 1))), value = d;
        for (var m = 1; m <= 10_000; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            value *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15) break;
        }
        return value;

        static double NotZero(double v) => Math.Abs(v) < Tiny ? Tiny : v;
    }

    /// <summary>ln Γ(x) for x above 0: Stirling's series DLMF 5.11.1 from 10 on, the recurrence Γ(x + 1) = x Γ(x) below.</summary>
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 10; x++) shift += Math.Log(x);
        var r = 1 / (x * x);
        var series = (1.0 / 12 - (r * (1.0 / 360 - (r * (1.0 / 1260 - (r * (1.0 / 1680 - (r * (1.0 / 1188))))))))) / x;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series - shift;
    }
}

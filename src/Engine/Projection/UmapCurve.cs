namespace Investigator.Engine.Projection;

/// <summary>Similarity on the map as a smooth function of distance, <c>1 / (1 + A d^(2 B))</c>.</summary>
internal readonly record struct UmapCurve(double A, double B)
{
    private const int Samples = 300;

    /// <summary>
    /// The curve nearest, in least squares over distances up to three spreads, to 1 below the minimum distance and a falling exponential beyond it (McInnes et
    /// al. 2018, section 4.1, and the umap-learn package).
    /// </summary>
    public static UmapCurve Fit(double minDistance, double spread)
    {
        // Levenberg and Marquardt over log A and B; two unknowns, so the normal equations are written out.
        var (logA, b, damping) = (0.0, 1.0, 1e-3);
        var error = Error(logA, b, minDistance, spread, out var equations);
        for (var round = 0; round < 200 && damping < 1e12; round++)
        {
            var (aa, ab, bb, ga, gb) = equations;
            var (da, db) = (aa * (1 + damping), bb * (1 + damping));
            var determinant = (da * db) - (ab * ab);
            if (determinant == 0) break;
            var (nextA, nextB) = (logA - (((db * ga) - (ab * gb)) / determinant), b - (((da * gb) - (ab * ga)) / determinant));
            var nextError = Error(nextA, nextB, minDistance, spread, out var nextEquations);
            if (nextError < error)
            {
                (logA, b, equations, damping) = (nextA, nextB, nextEquations, damping / 3);
                if (error - nextError < 1e-14) break;
                error = nextError;
            }
            else
            {
                damping *= 4;
            }
        }

        return new UmapCurve(Math.Exp(logA), b);
    }

    private static double Error(double logA, double b, double minDistance, double spread, out (double AA, double AB, double BB, double GA, double GB) equations)
    {
        double sum = 0, aa = 0, ab = 0, bb = 0, ga = 0, gb = 0;
        for (var i = 1; i < Samples; i++)
        {
            var x = 3 * spread * i / (Samples - 1);
            var wanted = x < minDistance ? 1 : Math.Exp(-(x - minDistance) / spread);
            var power = Math.Exp(logA) * Math.Pow(x, 2 * b);
            var value = 1 / (1 + power);
            var (off, slope) = (value - wanted, -power * value * value);
            var (byA, byB) = (slope, slope * 2 * Math.Log(x));
            (sum, aa, ab, bb, ga, gb) = (sum + (off * off), aa + (byA * byA), ab + (byA * byB), bb + (byB * byB), ga + (byA * off), gb + (byB * off));
        }

        equations = (aa, ab, bb, ga, gb);
        return double.IsFinite(sum) ? sum : double.PositiveInfinity;
    }
}

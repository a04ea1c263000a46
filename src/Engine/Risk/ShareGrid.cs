namespace Investigator.Engine.Risk;

/// <summary>
/// A share between 0 and 1 as cells of equal width in log odds: fine where a share is near 0 or 1. Distributions are a mass a cell, likelihoods a value at each
/// cell's middle.
/// </summary>
internal static class ShareGrid
{
    /// <summary>Log odds from −<see cref="Reach"/> to <see cref="Reach"/>: shares from one in a million.</summary>
    private const double Reach = 14;
    private const double Width = 0.05;

    public static int Cells { get; } = (int)Math.Round(2 * Reach / Width);

    /// <summary><c>[cells]</c> ln θ.</summary>
    public static double[] Log { get; } = [.. Enumerable.Range(0, Cells).Select(static c => -Math.Log(1 + Math.Exp(-Middle(c))))];

    /// <summary><c>[cells]</c> ln (1 − θ).</summary>
    public static double[] LogRest { get; } = [.. Enumerable.Range(0, Cells).Select(static c => -Math.Log(1 + Math.Exp(Middle(c))))];

    /// <summary><c>[cells]</c> θ.</summary>
    public static double[] Share { get; } = [.. Enumerable.Range(0, Cells).Select(static c => LogOdds.Probability(Middle(c)))];

    /// <summary><c>[cells]</c> mass of Beta(a, b); what lies beyond the grid is in its first and last cell.</summary>
    public static double[] Beta(double a, double b)
    {
        var mass = new double[Cells];
        var below = 0.0;
        for (var c = 0; c < Cells; c++)
        {
            var upTo = c == Cells - 1 ? 1 : BetaDistribution.Cumulative(LogOdds.Probability(Edge(c + 1)), a, b);
            mass[c] = Math.Max(0, upTo - below);
            below = upTo;
        }
        return mass;
    }

    /// <summary>The share below which <paramref name="p"/> of the mass lies.</summary>
    /// <param name="mass"><c>[cells]</c> of sum 1.</param>
    /// <param name="p">0..1.</param>
    public static double Quantile(double[] mass, double p)
    {
        var below = 0.0;
        for (var c = 0; c < Cells; c++)
        {
            if (below + mass[c] < p)
            {
                below += mass[c];
                continue;
            }
            return mass[c] == 0 ? Share[c] : LogOdds.Probability(Edge(c) + (Width * (p - below) / mass[c]));
        }
        return Share[^1];
    }

    private static double Edge(int cell) => -Reach + (cell * Width);

    private static double Middle(int cell) => -Reach + ((cell + 0.5) * Width);
}

namespace Investigator.Engine.Risk.Payments;

/// <summary>
/// Log odds made to mean what they say (Platt 1999): p = 1 / (1 + exp(-(slope x + offset))), fitted on payments that were left out of learning.
/// </summary>
/// <param name="Slope">Above 0, so that the order stays.</param>
/// <param name="Offset">Log odds.</param>
public sealed record LogOddsScale(double Slope, double Offset)
{
    private const double LeastSlope = 0.05;

    /// <summary>The line to which few outcomes are held: trees say what they mean.</summary>
    private const double Held = 1;

    public double LogOddsOf(double logOdds) => (Slope * logOdds) + Offset;

    /// <summary>
    /// Newton's method on the weighted logistic loss with a small penalty for leaving the line x = y; the labels are Platt's, never quite 0 or 1.
    /// </summary>
    /// <param name="logOdds"><c>[m]</c>.</param>
    /// <param name="isFraud"><c>[m]</c>.</param>
    /// <param name="weights"><c>[m]</c>.</param>
    public static LogOddsScale Fit(double[] logOdds, bool[] isFraud, double[] weights)
    {
        double frauds = 0, others = 0;
        for (var i = 0; i < logOdds.Length; i++)
        {
            if (isFraud[i]) frauds += weights[i];
            else others += weights[i];
        }
        var (yes, no) = ((frauds + 1) / (frauds + 2), 1 / (others + 2));
        var (slope, offset) = (1.0, 0.0);
        for (var step = 0; step < 50; step++)
        {
            double ga = Held * (1 - slope), gb = -Held * offset, haa = Held, hab = 0, hbb = Held;
            for (var i = 0; i < logOdds.Length; i++)
            {
                var p = LogOdds.Probability((slope * logOdds[i]) + offset);
                var (error, curve) = (weights[i] * ((isFraud[i] ? yes : no) - p), weights[i] * p * (1 - p));
                ga += error * logOdds[i];
                gb += error;
                haa += curve * logOdds[i] * logOdds[i];
                hab += curve * logOdds[i];
                hbb += curve;
            }
            var determinant = (haa * hbb) - (hab * hab);
            var (da, db) = (((hbb * ga) - (hab * gb)) / determinant, ((haa * gb) - (hab * ga)) / determinant);
            // A step of the size of the line itself overshoots where outcomes are few.
            var length = Math.Max(1, Math.Max(Math.Abs(da), Math.Abs(db)));
            (slope, offset) = (slope + (da / length), offset + (db / length));
            if (Math.Max(Math.Abs(da), Math.Abs(db)) < 1e-9) break;
        }
        return new LogOddsScale(Math.Max(LeastSlope, slope), offset);
    }
}

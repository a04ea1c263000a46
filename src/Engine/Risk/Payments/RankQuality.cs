namespace Investigator.Engine.Risk.Payments;

/// <summary>How well values put frauds first.</summary>
internal static class RankQuality
{
    /// <summary>
    /// The area under the receiver operating characteristic: the probability that a fraud's value is above a legitimate payment's, a tie being half
    /// (Mann and Whitney 1947).
    /// </summary>
    /// <param name="values"><c>[m]</c>.</param>
    /// <param name="isFraud"><c>[m]</c>.</param>
    /// <param name="folds">
    /// <c>[m]</c> only pairs within one are compared: values of two models are not on one scale. A fold with more fraud was judged by a model that saw less.
    /// Null for values of one model.
    /// </param>
    /// <returns>NaN where no fold has both kinds.</returns>
    public static double AreaUnderCurve(double[] values, bool[] isFraud, int[]? folds = null)
    {
        double below = 0, pairs = 0;
        foreach (var fold in Enumerable.Range(0, values.Length).GroupBy(i => folds?[i]))
        {
            var (foldBelow, foldPairs) = Pairs([.. fold.OrderBy(i => values[i])], values, isFraud);
            (below, pairs) = (below + foldBelow, pairs + foldPairs);
        }
        return below / pairs;
    }

    /// <summary>Pairs of a fraud and a legitimate payment, and those of which the fraud's value is above.</summary>
    private static (double Below, double All) Pairs(int[] order, double[] values, bool[] isFraud)
    {
        double below = 0, frauds = 0, others = 0;
        for (int i = 0, end; i < order.Length; i = end)
        {
            double tiedFrauds = 0, tiedOthers = 0;
            for (end = i; end < order.Length && values[order[end]] == values[order[i]]; end++)
            {
                if (isFraud[order[end]]) tiedFrauds++;
                else tiedOthers++;
            }
            below += tiedFrauds * (others + (tiedOthers / 2));
            frauds += tiedFrauds;
            others += tiedOthers;
        }
        return (below, frauds * others);
    }
}

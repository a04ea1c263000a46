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
    /// <returns>NaN where either kind is missing.</returns>
    public static double AreaUnderCurve(double[] values, bool[] isFraud)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(values.ToArray(), order);
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
        return below / (frauds * others);
    }
}

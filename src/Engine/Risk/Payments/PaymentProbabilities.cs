using Investigator.Engine.Core;

namespace Investigator.Engine.Risk.Payments;

/// <summary>A payment's probability of fraud: that of its finding, where the finding is risky and the payment belongs to it, or its own.</summary>
/// <remarks>
/// Membership strengths mean nothing across clusters: one point of very high density makes all others of its cluster look weak. So a member is weak where its
/// strength is less than a tenth of the median of its finding's members of its cluster.
/// </remarks>
public static class PaymentProbabilities
{
    /// <summary>Members of less than this part of the median strength in their finding and cluster are judged by themselves.</summary>
    public const double WeakStrength = 0.1;

    /// <summary><c>[n]</c> 0..1.</summary>
    /// <param name="own"><c>[n]</c> each payment's own probability.</param>
    /// <param name="follows"><c>[n]</c> from <see cref="Followers"/>.</param>
    /// <param name="numbers"><c>[n]</c> number of each row's finding, -1 for none.</param>
    /// <param name="risks">One per finding, by number.</param>
    public static float[] Of(float[] own, bool[] follows, int[] numbers, IReadOnlyList<FindingRisk> risks)
    {
        var probabilities = own.ToArray();
        for (var row = 0; row < own.Length; row++) if (follows[row]) probabilities[row] = (float)risks[numbers[row]].Probability;
        return probabilities;
    }

    /// <summary><c>[n]</c> whether a row is judged by its finding.</summary>
    /// <param name="members">Rows of each finding.</param>
    /// <param name="labels"><c>[n]</c> the row's cluster.</param>
    /// <param name="strengths"><c>[n]</c> membership strength in the row's cluster, 0..1.</param>
    /// <param name="risks">One per finding, by number.</param>
    public static bool[] Followers(IReadOnlyList<int[]> members, int[] labels, float[] strengths, IReadOnlyList<FindingRisk> risks)
    {
        var follows = new bool[strengths.Length];
        for (var finding = 0; finding < members.Count; finding++)
        {
            if (!risks[finding].Risky) continue;
            foreach (var cluster in members[finding].GroupBy(row => labels[row]))
            {
                float[] sorted = [.. cluster.Select(row => strengths[row]).Order()];
                var least = WeakStrength * Quantiles.Median(sorted);
                foreach (var row in cluster) follows[row] = strengths[row] >= least;
            }
        }
        return follows;
    }
}

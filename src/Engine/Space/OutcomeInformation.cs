using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Space;

/// <summary>How much of what is unknown about an outcome a feature's value tells.</summary>
/// <remarks>
/// Mutual information of the binned value and the outcome over the outcome's entropy (the uncertainty coefficient; Theil 1970), less what chance gives: for
/// independent values 2 N I is chi-square with bins - 1 degrees of freedom (the likelihood-ratio test), of which the mean and two deviations are taken off.
/// </remarks>
internal static class OutcomeInformation
{
    private const int MostBins = 16;
    private const int FraudAccountsPerBin = 5;

    /// <returns>0 to 1.</returns>
    public static double Of(FeatureColumn column, OutcomeSample sample)
    {
        var bins = column.IsCategory ? Levels(column, sample.Rows) : Quantiles(column.Values, sample.Rows, (int)(sample.FraudAccounts / FraudAccountsPerBin));
        var (all, frauds) = (new double[bins.Max() + 1], new double[bins.Max() + 1]);
        for (var i = 0; i < bins.Length; i++)
        {
            all[bins[i]] += sample.Weights[i];
            if (sample.Frauds[i]) frauds[bins[i]] += sample.Weights[i];
        }

        var (n, share) = (sample.Accounts, sample.FraudAccounts / sample.Accounts);
        var (information, used) = (0.0, 0);
        for (var b = 0; b < all.Length; b++)
        {
            if (!(all[b] > 0)) continue;
            used++;
            information += (Term(frauds[b], all[b] * share) + Term(all[b] - frauds[b], all[b] * (1 - share))) / n;
        }

        var chance = (used - 1 + (2 * Math.Sqrt(2.0 * (used - 1)))) / (2 * n);
        var entropy = -((share * Math.Log(share)) + ((1 - share) * Math.Log(1 - share)));
        return Math.Clamp((information - chance) / entropy, 0, 1);
    }

    private static double Term(double seen, double expected) => seen > 0 ? seen * Math.Log(seen / expected) : 0;

    /// <summary>Bin 0 where the value is missing.</summary>
    private static int[] Levels(FeatureColumn column, int[] rows) =>
        Array.ConvertAll(rows, row => float.IsNaN(column.Values[row]) ? 0 : (int)column.Values[row] + 1);

    /// <summary>About as many rows in each bin; equal values share one. Bin 0 where the value is missing.</summary>
    private static int[] Quantiles(float[] values, int[] rows, int most)
    {
        var bins = Math.Clamp(most, 2, MostBins);
        var present = Array.FindAll(Array.ConvertAll(rows, row => values[row]), float.IsFinite);
        Array.Sort(present);
        var edges = new List<float>();
        for (var k = 1; k < bins && present.Length > 0; k++)
        {
            var edge = present[(int)((long)k * (present.Length - 1) / bins)];
            if (edges.Count == 0 || edge > edges[^1]) edges.Add(edge);
        }

        float[] sorted = [.. edges];
        return Array.ConvertAll(rows, row => float.IsFinite(values[row]) ? 1 + SortedSearch.CountBelow(sorted, values[row]) : 0);
    }
}

using System.Numerics.Tensors;
using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Space;

/// <summary>How much of what is unknown about an outcome a feature's value tells.</summary>
/// <remarks>
/// Mutual information of the binned value and the outcome among payments of like age, over the outcome's entropy there (the uncertainty coefficient; Theil
/// 1970), less what chance gives: for independent values 2 N I is chi-square with bins - 1 degrees of freedom for each age (the likelihood-ratio test), of
/// which the mean and two deviations are taken off.
/// </remarks>
internal static class OutcomeInformation
{
    private const int MostBins = 16;
    private const int FraudAccountsPerBin = 3;

    /// <returns>0 to 1.</returns>
    public static double Of(FeatureColumn column, OutcomeSample sample)
    {
        var bins = column.IsCategory ? Levels(column, sample.Rows) : Quantiles(column.Values, sample.Rows, MostOf(sample));
        var width = bins.Max() + 1;
        var (all, frauds) = (new double[sample.AgeCount * width], new double[sample.AgeCount * width]);
        for (var i = 0; i < bins.Length; i++)
        {
            var cell = (sample.Ages[i] * width) + bins[i];
            all[cell] += sample.Weights[i];
            if (sample.Frauds[i]) frauds[cell] += sample.Weights[i];
        }

        var (information, entropy, freedom) = (0.0, 0.0, 0);
        for (var age = 0; age < sample.AgeCount; age++)
        {
            var cells = all.AsSpan(age * width, width);
            var fraudCells = frauds.AsSpan(age * width, width);
            var (accounts, fraudAccounts) = (TensorPrimitives.Sum<double>(cells), TensorPrimitives.Sum<double>(fraudCells));
            if (fraudAccounts <= 0 || fraudAccounts >= accounts) continue;
            var share = fraudAccounts / accounts;
            entropy -= (fraudAccounts * Math.Log(share)) + ((accounts - fraudAccounts) * Math.Log(1 - share));
            freedom--;
            for (var b = 0; b < width; b++)
            {
                if (!(cells[b] > 0)) continue;
                freedom++;
                information += Term(fraudCells[b], cells[b] * share) + Term(cells[b] - fraudCells[b], cells[b] * (1 - share));
            }
        }

        var chance = (freedom + (2 * Math.Sqrt(2.0 * freedom))) / 2;
        return entropy > 0 ? Math.Clamp((information - chance) / entropy, 0, 1) : 0;
    }

    /// <summary>So few bins that each has some frauds of each age to go by.</summary>
    private static int MostOf(OutcomeSample sample) => Math.Clamp((int)(sample.FraudAccounts / (FraudAccountsPerBin * sample.AgeCount)), 2, MostBins);

    private static double Term(double seen, double expected) => seen > 0 ? seen * Math.Log(seen / expected) : 0;

    /// <summary>Bin 0 where the value is missing.</summary>
    private static int[] Levels(FeatureColumn column, int[] rows) =>
        Array.ConvertAll(rows, row => float.IsNaN(column.Values[row]) ? 0 : (int)column.Values[row] + 1);

    /// <summary>About as many rows in each bin; equal values share one. Bin 0 where the value is missing.</summary>
    private static int[] Quantiles(float[] values, int[] rows, int bins)
    {
        var present = Array.FindAll(Array.ConvertAll(rows, row => values[row]), float.IsFinite);
        FloatSort.Sort(present, new float[present.Length]);
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

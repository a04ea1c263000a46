using System.Runtime.InteropServices;

namespace Investigator.Engine.Risk;

/// <summary>
/// What payments count for when those of one account are alike. Of accounts with m payments each, n in all, their share tells as much as n / (1 + (m' − 1) ρ)
/// independent ones, m' being the mean size of the account that a payment is in, Σm² / n: the design effect of samples in clusters of different sizes (Kish,
/// "Survey Sampling", 1965). The share itself stays that of the payments. With ρ = 0.5 one account never counts for more than two.
/// </summary>
internal static class Witnesses
{
    /// <summary>What each of some payments counts for, 0..1; 1 where each has an account of its own.</summary>
    /// <param name="rows">The payments.</param>
    /// <param name="accounts"><c>[n]</c> account of each row of the dataset.</param>
    /// <param name="correlation">ρ, 0..1.</param>
    public static double Each(IReadOnlyList<int> rows, int[] accounts, double correlation)
    {
        if (rows.Count == 0) return 1;
        var sizes = new Dictionary<int, int>();
        foreach (var row in rows) CollectionsMarshal.GetValueRefOrAddDefault(sizes, accounts[row], out _)++;
        var mean = sizes.Values.Sum(static m => (double)m * m) / rows.Count;
        return 1 / (1 + ((mean - 1) * correlation));
    }
}

using Investigator.Engine.Hierarchy;


namespace Investigator.Engine.Clusters;

/// <summary>
/// The smallest cluster size that the data itself suggests (after the idea of Bot, McInnes and Aerts 2025, "Persistent Multiscale Density-based Clustering").
/// As the smallest size m rises, splits with a side below m stop being splits. A child a of a split is a leaf for every m with
/// <code>
/// (the greatest lesser side of any split below a) &lt; m &lt;= (the lesser side of a's own split)
/// </code>
/// and the length of that interval is its persistence: a chance bump is a leaf for few sizes, a cluster for many. The m whose leaves persist longest together
/// is chosen. Lengths are in points, so the large decide: clusters far smaller than the rest can be given up, and more min_samples leave fewer bumps.
/// </summary>
internal static class LeafPersistence
{
    /// <param name="tree">Condensed at <paramref name="least"/>.</param>
    /// <param name="least">Smallest size considered.</param>
    /// <returns>
    /// The size, the smallest among equals (leaves only change at the ends of intervals); <paramref name="least"/> when nothing splits.
    /// </returns>
    public static int BestSize(CondensedTree tree, int least)
    {
        var (below, own) = Intervals(tree, least);
        var changes = new List<(int Size, long Change)>(2 * tree.Clusters);
        for (var c = 1; c < tree.Clusters; c++)
        {
            if (own[c] <= below[c]) continue;
            changes.Add((below[c] + 1, own[c] - below[c]));
            changes.Add((own[c] + 1, below[c] - own[c]));
        }

        changes.Sort();
        var (best, most, total) = (least, 0L, 0L);
        for (var i = 0; i < changes.Count; i++)
        {
            total += changes[i].Change;
            var complete = i + 1 == changes.Count || changes[i + 1].Size != changes[i].Size;
            if (complete && total > most) (best, most) = (changes[i].Size, total);
        }

        return best;
    }

    /// <returns><c>[clusters]</c> each: the interval of sizes, its lower end not included.</returns>
    private static (int[] Below, int[] Own) Intervals(CondensedTree tree, int least)
    {
        var below = new int[tree.Clusters];
        var own = new int[tree.Clusters];
        Array.Fill(below, least - 1);

        // Siblings have consecutive numbers, the first one odd; children are visited before parents.
        for (var second = tree.Clusters - 1; second > 1; second -= 2)
        {
            var first = second - 1;
            var lesser = Math.Min(tree.Size[first], tree.Size[second]);
            (own[first], own[second]) = (lesser, lesser);
            ref var parent = ref below[tree.Parent[first]];
            parent = Math.Max(Math.Max(parent, lesser), Math.Max(below[first], below[second]));
        }

        return (below, own);
    }
}

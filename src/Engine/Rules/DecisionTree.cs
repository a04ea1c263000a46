using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

/// <summary>
/// A classification tree (Breiman et al. 1984) of one cluster against all other rows.
/// Every row weighs the same, so that impurities and leaves are at population weight.
/// </summary>
/// <remarks>
/// Splits are sought on counts by bin. Those of the root are the members' and the others', which are the same for every cluster; of two children the smaller
/// one is counted and the larger one is the rest of the parent.
/// </remarks>
internal sealed class DecisionTree(IReadOnlyList<BinnedFeature> features, int maxDepth, CancellationToken cancel)
{
    /// <summary>Bins of a feature, the one of missing values the last.</summary>
    private const int Bins = 256;

    /// <summary><c>[features][256]</c> rows in each bin.</summary>
    public static int[][] Histograms(IReadOnlyList<BinnedFeature> features, int[] rows)
    {
        var counts = new int[features.Count][];
        for (var f = 0; f < counts.Length; f++)
        {
            var (count, codes) = (counts[f] = new int[Bins], features[f].Codes);
            foreach (var row in rows) count[codes[row]]++;
        }
        return counts;
    }

    /// <summary>The paths to leaves in which members are not rarer than <paramref name="minPrecision"/>.</summary>
    /// <param name="members">Rows of the cluster.</param>
    /// <param name="others">All other rows learned from.</param>
    /// <param name="histograms">Of the others.</param>
    /// <param name="minPrecision">Smallest part of members in a leaf, 0..1.</param>
    public List<List<Split>> Paths(int[] members, int[] others, int[][] histograms, double minPrecision)
    {
        var paths = new List<List<Split>>();
        Grow(new Node(members, others, Histograms(features, members), histograms), [], paths, minPrecision);
        return paths;
    }

    private void Grow(Node node, List<Split> path, List<List<Split>> paths, double minPrecision)
    {
        cancel.ThrowIfCancellationRequested();
        if (node.Members.Length == 0) return;
        var split = path.Count < maxDepth && node.Others.Length > 0 ? Best(node) : null;
        if (split is not var (feature, bin, missingLeft))
        {
            if (path.Count > 0 && node.Members.Length >= minPrecision * node.Count) paths.Add(path);
            return;
        }
        var (leftMembers, rightMembers) = Divide(node.Members);
        var (leftOthers, rightOthers) = Divide(node.Others);
        // At the deepest level nothing is split any more, nor is what has no members.
        var isLast = path.Count + 1 >= maxDepth;
        var (leftMemberCounts, rightMemberCounts) = isLast ? ([], []) : Counts(leftMembers, rightMembers, node.MemberCounts);
        var (leftOtherCounts, rightOtherCounts) = isLast ? ([], []) : Counts(leftOthers, rightOthers, node.OtherCounts);
        var category = feature.Column.IsCategory;
        Grow(
            new Node(leftMembers, leftOthers, leftMemberCounts, leftOtherCounts),
            [.. path, new Split(feature, category ? RuleOperator.Is : RuleOperator.AtMost, bin)], paths, minPrecision);
        Grow(
            new Node(rightMembers, rightOthers, rightMemberCounts, rightOtherCounts),
            [.. path, new Split(feature, category ? RuleOperator.IsNot : RuleOperator.AtLeast, bin)], paths, minPrecision);

        (int[] Left, int[] Right) Divide(int[] rows)
        {
            var (codes, isLeft) = (feature.Codes, new bool[Bins]);
            for (var code = 0; code < Bins; code++) isLeft[code] = IsLeft(feature, (byte)code, bin, missingLeft);
            var lefts = 0;
            foreach (var row in rows) lefts += isLeft[codes[row]] ? 1 : 0;
            var (left, right) = (new int[lefts], new int[rows.Length - lefts]);
            var (l, r) = (0, 0);
            foreach (var row in rows)
            {
                if (isLeft[codes[row]]) left[l++] = row;
                else right[r++] = row;
            }
            return (left, right);
        }
    }

    private (int[][] Left, int[][] Right) Counts(int[] left, int[] right, int[][] all)
    {
        if (left.Length > right.Length)
        {
            var (few, rest) = Counts(right, left, all);
            return (rest, few);
        }
        var counted = Histograms(features, left);
        return (counted, [.. all.Select((bins, f) => Less(bins, counted[f]))]);

        static int[] Less(int[] bins, int[] part)
        {
            var rest = new int[Bins];
            for (var b = 0; b < Bins; b++) rest[b] = bins[b] - part[b];
            return rest;
        }
    }

    private static bool IsLeft(BinnedFeature feature, byte code, int bin, bool missingLeft) =>
        code == BinnedFeature.Missing ? missingLeft : feature.Column.IsCategory ? code == bin : code <= bin;

    /// <summary>The split with the least Gini impurity left; the first feature and bin win a tie.</summary>
    private (BinnedFeature Feature, int Bin, bool MissingLeft)? Best(Node node)
    {
        (BinnedFeature Feature, int Bin, bool MissingLeft)? best = null;
        var (members, rows) = (node.Members.Length, node.Count);
        // A split must take away a hundred thousandth of the impurity, or it only follows rounding.
        var least = Impurity(members, rows) * (1 - 1e-5);
        for (var f = 0; f < features.Count; f++)
        {
            var feature = features[f];
            if (feature.Count < 2 && feature.Column.Levels is null) continue;
            var (inMembers, inOthers) = (node.MemberCounts[f], node.OtherCounts[f]);
            var missingMembers = inMembers[BinnedFeature.Missing];
            var missing = missingMembers + inOthers[BinnedFeature.Missing];
            int left = 0, leftMembers = 0;
            for (var bin = 0; bin < feature.Count; bin++)
            {
                if (feature.Column.IsCategory) (left, leftMembers) = (0, 0);
                var here = inMembers[bin] + inOthers[bin];
                left += here;
                leftMembers += inMembers[bin];
                if (here == 0) continue;
                if (!feature.Column.IsCategory && bin == feature.Count - 1) break;
                Try(feature, bin, false, left, leftMembers);
                if (missing > 0 && !feature.Column.IsCategory) Try(feature, bin, true, left + missing, leftMembers + missingMembers);
            }
        }
        return best;

        void Try(BinnedFeature feature, int bin, bool missingLeft, int left, int leftMembers)
        {
            if (left == 0 || left == rows) return;
            var impurity = Impurity(leftMembers, left) + Impurity(members - leftMembers, rows - left);
            if (impurity >= least) return;
            (least, best) = (impurity, (feature, bin, missingLeft));
        }
    }

    /// <summary>Gini impurity times rows.</summary>
    private static double Impurity(int members, int rows) => 2.0 * members * (rows - members) / rows;

    /// <param name="Members">Rows of the cluster.</param>
    /// <param name="Others">Other rows.</param>
    /// <param name="MemberCounts"><c>[features][256]</c>; empty at the deepest level.</param>
    /// <param name="OtherCounts">Likewise.</param>
    private sealed record Node(int[] Members, int[] Others, int[][] MemberCounts, int[][] OtherCounts)
    {
        public int Count => Members.Length + Others.Length;
    }
}

using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

/// <summary>
/// A classification tree (Breiman et al. 1984) of one cluster against all other rows.
/// Every row weighs the same, so that impurities and leaves are at population weight.
/// </summary>
internal sealed class DecisionTree(IReadOnlyList<BinnedFeature> features, bool[] isMember, int maxDepth, CancellationToken cancel)
{
    private readonly int[] _all = new int[256];
    private readonly int[] _members = new int[256];

    /// <summary>The paths to leaves in which members are not rarer than <paramref name="minPrecision"/>.</summary>
    /// <param name="rows">Rows learned from.</param>
    /// <param name="minPrecision">Smallest part of members in a leaf, 0..1.</param>
    public List<List<Split>> Paths(int[] rows, double minPrecision)
    {
        var paths = new List<List<Split>>();
        Grow(rows, [], paths, minPrecision);
        return paths;
    }

    private void Grow(int[] rows, List<Split> path, List<List<Split>> paths, double minPrecision)
    {
        cancel.ThrowIfCancellationRequested();
        var members = rows.Where(r => isMember[r]).ToArray();
        if (members.Length == 0) return;
        var split = path.Count < maxDepth && members.Length < rows.Length ? Best(rows, members) : null;
        if (split is null)
        {
            if (path.Count > 0 && members.Length >= minPrecision * rows.Length) paths.Add(path);
            return;
        }
        var (feature, bin, missingLeft) = split.Value;
        var left = Array.FindAll(rows, r => IsLeft(feature, feature.Codes[r], bin, missingLeft));
        var right = Array.FindAll(rows, r => !IsLeft(feature, feature.Codes[r], bin, missingLeft));
        var category = feature.Column.IsCategory;
        Grow(left, [.. path, new Split(feature, category ? RuleOperator.Is : RuleOperator.AtMost, bin)], paths, minPrecision);
        Grow(right, [.. path, new Split(feature, category ? RuleOperator.IsNot : RuleOperator.AtLeast, bin)], paths, minPrecision);
    }

    private static bool IsLeft(BinnedFeature feature, byte code, int bin, bool missingLeft) =>
        code == BinnedFeature.Missing ? missingLeft : feature.Column.IsCategory ? code == bin : code <= bin;

    /// <summary>The split with the least Gini impurity left; the first feature and bin win a tie.</summary>
    private (BinnedFeature Feature, int Bin, bool MissingLeft)? Best(int[] rows, int[] members)
    {
        (BinnedFeature Feature, int Bin, bool MissingLeft)? best = null;
        // A split must take away a hundred thousandth of the impurity, or it only follows rounding.
        var least = Impurity(members.Length, rows.Length) * (1 - 1e-5);
        foreach (var feature in features)
        {
            if (feature.Count < 2 && feature.Column.Levels is null) continue;
            Array.Clear(_all);
            Array.Clear(_members);
            var codes = feature.Codes;
            foreach (var row in rows) _all[codes[row]]++;
            foreach (var row in members) _members[codes[row]]++;
            var (missing, missingMembers) = (_all[BinnedFeature.Missing], _members[BinnedFeature.Missing]);
            int left = 0, leftMembers = 0;
            for (var bin = 0; bin < feature.Count; bin++)
            {
                if (feature.Column.IsCategory) (left, leftMembers) = (0, 0);
                left += _all[bin];
                leftMembers += _members[bin];
                if (_all[bin] == 0) continue;
                if (!feature.Column.IsCategory && bin == feature.Count - 1) break;
                Try(feature, bin, false, left, leftMembers);
                if (missing > 0 && !feature.Column.IsCategory) Try(feature, bin, true, left + missing, leftMembers + missingMembers);
            }
        }
        return best;

        void Try(BinnedFeature feature, int bin, bool missingLeft, int left, int leftMembers)
        {
            if (left == 0 || left == rows.Length) return;
            var impurity = Impurity(leftMembers, left) + Impurity(members.Length - leftMembers, rows.Length - left);
            if (impurity >= least) return;
            (least, best) = (impurity, (feature, bin, missingLeft));
        }
    }

    /// <summary>Gini impurity times rows.</summary>
    private static double Impurity(int members, int rows) => 2.0 * members * (rows - members) / rows;
}

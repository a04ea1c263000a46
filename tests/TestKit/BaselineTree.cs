using Investigator.Engine.Features;

namespace Investigator.TestKit;

/// <summary>
/// A plain classification tree (Breiman et al. 1984, Gini) over all features of a run: the obvious rule that a ranking must not lose to.
/// It is written for that comparison alone and shares no code with the engine's rules.
/// </summary>
public sealed class BaselineTree
{
    private readonly FeatureMatrix _features;
    private readonly Node _root;

    private BaselineTree(FeatureMatrix features, Node root) => (_features, _root) = (features, root);

    /// <param name="features">Of all rows; a missing value goes where it is purer.</param>
    /// <param name="known">Rows with a known outcome.</param>
    /// <param name="fraud">Whether a row is fraud; asked for the known rows only.</param>
    /// <param name="depth">Questions on each way.</param>
    public static BaselineTree Learn(FeatureMatrix features, int[] known, Func<int, bool> fraud, int depth = 3) =>
        new(features, Grow(features, known, fraud, depth));

    /// <summary>Share of frauds in the leaf of a row; 0 where nothing was known at all.</summary>
    public double Score(int row)
    {
        var node = _root;
        while (node.Split is { } split) node = split.IsLeft(_features.Columns[split.Feature], row) ? node.Left! : node.Right!;
        return node.Share;
    }

    private static Node Grow(FeatureMatrix features, int[] rows, Func<int, bool> fraud, int depth)
    {
        var frauds = rows.Count(fraud);
        var leaf = new Node(rows.Length == 0 ? 0 : (double)frauds / rows.Length, null, null, null);
        if (depth == 0 || frauds == 0 || frauds == rows.Length) return leaf;
        var best = Enumerable.Range(0, features.Columns.Count)
            .AsParallel().AsOrdered()
            .Select(f => Best(features.Columns[f], f, rows, fraud))
            .AsEnumerable()
            .MinBy(static s => s.Impurity);
        if (best.Split is null || best.Impurity >= Impurity(frauds, rows.Length) - 1e-9) return leaf;
        var column = features.Columns[best.Split.Feature];
        return leaf with
        {
            Split = best.Split,
            Left = Grow(features, [.. rows.Where(r => best.Split.IsLeft(column, r))], fraud, depth - 1),
            Right = Grow(features, [.. rows.Where(r => !best.Split.IsLeft(column, r))], fraud, depth - 1),
        };
    }

    private static (Split? Split, double Impurity) Best(FeatureColumn column, int feature, int[] rows, Func<int, bool> fraud)
    {
        var present = rows.Where(r => !float.IsNaN(column.Values[r])).ToArray();
        var all = rows.Count(fraud);
        var missing = (Rows: rows.Length - present.Length, Fraud: all - present.Count(fraud));
        (Split? Split, double Impurity) best = (null, double.PositiveInfinity);
        if (column.IsCategory)
        {
            foreach (var level in present.GroupBy(r => column.Values[r])) Try(level.Key, level.Count(), level.Count(fraud));
            return best;
        }

        Array.Sort(present.Select(r => column.Values[r]).ToArray(), present);
        var leftFraud = 0;
        for (var i = 0; i < present.Length - 1; i++)
        {
            if (fraud(present[i])) leftFraud++;
            var (value, next) = (column.Values[present[i]], column.Values[present[i + 1]]);
            // Half way between the two, but never so near the second that rounding takes it in.
            if (value < next) Try((value / 2) + (next / 2) is var middle && middle > value && middle < next ? middle : value, i + 1, leftFraud);
        }
        if (missing.Rows > 0 && present.Length > 0) Try(column.Values[present[^1]], present.Length, all - missing.Fraud);
        return best;

        void Try(float value, int count, int frauds)
        {
            foreach (var missingLeft in (bool[])[false, true])
            {
                if (missingLeft && missing.Rows == 0) continue;
                var (inside, insideFraud) = missingLeft ? (count + missing.Rows, frauds + missing.Fraud) : (count, frauds);
                if (inside == 0 || inside == rows.Length) continue;
                var impurity = Impurity(insideFraud, inside) + Impurity(all - insideFraud, rows.Length - inside);
                if (impurity < best.Impurity) best = (new Split(feature, value, missingLeft), impurity);
            }
        }
    }

    /// <summary>Gini impurity times rows.</summary>
    private static double Impurity(int fraud, int rows) => 2.0 * fraud * (rows - fraud) / rows;

    /// <summary>Left: at most <paramref name="Value"/>, or of that level.</summary>
    private sealed record Split(int Feature, float Value, bool MissingLeft)
    {
        public bool IsLeft(FeatureColumn column, int row)
        {
            var value = column.Values[row];
            return float.IsNaN(value) ? MissingLeft : column.IsCategory ? value == Value : value <= Value;
        }
    }

    private sealed record Node(double Share, Split? Split, Node? Left, Node? Right);
}

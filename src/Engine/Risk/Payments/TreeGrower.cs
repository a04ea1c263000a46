using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Investigator.Engine.Features;

namespace Investigator.Engine.Risk.Payments;

/// <summary>Grows regression trees by Newton steps on the logistic loss (Friedman 2001), splits sought on histograms of binned features.</summary>
/// <remarks>
/// A node of gradient sum G and curvature sum H is worth G / (H + 1), and its split into two gains GL²/(HL + 1) + GR²/(HR + 1) - G²/(H + 1). Rows without a
/// value go to whichever side gains more. The levels of a category are put in the order of their own values, in which the best division of two is a cut
/// (Fisher 1958); few rows make an extreme value, so levels are held back by <see cref="LevelPenalty"/>. The larger child's histogram is its parent's less
/// the smaller one's. One grower serves one thread at a time.
/// </remarks>
internal sealed class TreeGrower
{
    private const double Penalty = 1;
    private const double LevelPenalty = 10;

    /// <summary>A leaf of a handful of rows, all of a kind, would otherwise be worth any number.</summary>
    private const double MostLogOdds = 4;

    private readonly IReadOnlyList<BinnedFeature> _features;
    private readonly byte[][] _codes;
    private readonly int _maxDepth;
    private readonly int _minRows;
    private readonly double _rate;
    private readonly Bin[][] _small;
    private readonly Bin[][] _large;
    private readonly int[] _moved;
    private readonly Vector128<double>[] _sums;
    private readonly List<TreeNode> _nodes = [];
    private int[] _rows = [];
    private double[] _gradients = [];
    private double[] _curvatures = [];

    /// <param name="features">Binned.</param>
    /// <param name="codes"><c>[features][m]</c> bins of the rows learned from.</param>
    /// <param name="options">Depth, rate, fewest rows in a leaf.</param>
    public TreeGrower(IReadOnlyList<BinnedFeature> features, byte[][] codes, PaymentOptions options)
    {
        (_features, _codes) = (features, codes);
        (_maxDepth, _minRows, _rate) = (options.MaxDepth, options.MinLeafRows, options.LearningRate);
        _small = [.. Enumerable.Range(0, _maxDepth).Select(_ => new Bin[features.Count * 256])];
        _large = [.. Enumerable.Range(0, _maxDepth).Select(_ => new Bin[features.Count * 256])];
        _moved = new int[codes.Length == 0 ? 0 : codes[0].Length];
        _sums = new Vector128<double>[_moved.Length];
    }

    /// <param name="rows">Rows to learn from; put into another order.</param>
    /// <param name="gradients"><c>[m]</c> weight times (label - probability).</param>
    /// <param name="curvatures"><c>[m]</c> weight times probability times (1 - probability).</param>
    public RegressionTree Grow(int[] rows, double[] gradients, double[] curvatures)
    {
        (_rows, _gradients, _curvatures) = (rows, gradients, curvatures);
        _nodes.Clear();
        _nodes.Add(default);
        var all = default(Bin);
        foreach (var row in rows) all.Add(gradients[row], curvatures[row]);
        Count(0, rows.Length, _large[0]);
        Grow(0, 0, 0, rows.Length, all, _large[0]);
        return new RegressionTree([.. _nodes]);
    }

    private void Grow(int node, int depth, int begin, int end, Bin all, Bin[] histogram)
    {
        var value = _rate * Math.Clamp(all.Gradient / (all.Curvature + Penalty), -MostLogOdds, MostLogOdds);
        var split = depth < _maxDepth && all.Rows >= 2 * _minRows ? Best(histogram, all) : null;
        if (split is not { } best)
        {
            _nodes[node] = new TreeNode(-1, 0, null, false, 0, value, 0);
            return;
        }

        var middle = Divide(begin, end, best);
        var left = _nodes.Count;
        _nodes[node] = Node(best, left, value);
        _nodes.Add(default);
        _nodes.Add(default);
        var right = all.Less(best.Left);
        if (depth + 1 == _maxDepth)
        {
            Grow(left, depth + 1, begin, middle, best.Left, []);
            Grow(left + 1, depth + 1, middle, end, right, []);
            return;
        }

        var isLeftSmall = middle - begin <= end - middle;
        var (small, large) = (_small[depth + 1], _large[depth + 1]);
        if (isLeftSmall) Count(begin, middle, small);
        else Count(middle, end, small);
        for (var i = 0; i < large.Length; i++) large[i] = histogram[i].Less(small[i]);
        Grow(left, depth + 1, begin, middle, best.Left, isLeftSmall ? small : large);
        Grow(left + 1, depth + 1, middle, end, right, isLeftSmall ? large : small);
    }

    /// <summary>
    /// Each row's sums are put side by side first: they are read once for every feature. Features go four at a time: where most rows fall into one bin, an
    /// addition waits for the one before it, and the other three do not.
    /// </summary>
    private void Count(int begin, int end, Bin[] histogram)
    {
        Array.Clear(histogram);
        var rows = _rows.AsSpan(begin, end - begin);
        var sums = _sums.AsSpan(0, rows.Length);
        for (var i = 0; i < rows.Length; i++) sums[i] = Vector128.Create(_gradients[rows[i]], _curvatures[rows[i]]);
        var f = 0;
        for (; f + 4 <= _codes.Length; f += 4)
        {
            var (first, second, third, fourth) = (_codes[f], _codes[f + 1], _codes[f + 2], _codes[f + 3]);
            ref var bins = ref histogram[f * 256];
            for (var i = 0; i < rows.Length; i++)
            {
                var (row, sum) = (rows[i], sums[i]);
                Add(ref Unsafe.Add(ref bins, first[row]), sum);
                Add(ref Unsafe.Add(ref bins, 256 + second[row]), sum);
                Add(ref Unsafe.Add(ref bins, 512 + third[row]), sum);
                Add(ref Unsafe.Add(ref bins, 768 + fourth[row]), sum);
            }
        }

        for (; f < _codes.Length; f++)
        {
            var codes = _codes[f];
            ref var bins = ref histogram[f * 256];
            for (var i = 0; i < rows.Length; i++) Add(ref Unsafe.Add(ref bins, codes[rows[i]]), sums[i]);
        }

        // A code is a byte, so that it never leaves the feature's 256 bins.
        static void Add(ref Bin bin, Vector128<double> sum)
        {
            bin.Sums += sum;
            bin.Rows++;
        }
    }

    /// <summary>Rows that go left first; each side keeps its order.</summary>
    private int Divide(int begin, int end, Split split)
    {
        var codes = _codes[split.Feature];
        var (left, right) = (begin, 0);
        for (var i = begin; i < end; i++)
        {
            var row = _rows[i];
            if (split.GoesLeft(codes[row])) _rows[left++] = row;
            else _moved[right++] = row;
        }
        Array.Copy(_moved, 0, _rows, left, right);
        return left;
    }

    private TreeNode Node(Split split, int left, double value)
    {
        var feature = _features[split.Feature];
        ulong[]? levels = null;
        if (split.Levels is not null)
        {
            levels = new ulong[4];
            for (var code = 0; code < RegressionTree.Levels; code++) if (split.Levels[code]) levels[code >> 6] |= 1UL << (code & 63);
        }
        var threshold = split.Levels is null ? feature.Highs[split.Bin] : 0;
        return new TreeNode(split.Feature, threshold, levels, split.GoesLeft(BinnedFeature.Missing), left, value, split.Gain);
    }

    /// <summary>The split that gains most; the first feature and bin win a tie.</summary>
    private Split? Best(Bin[] histogram, Bin all)
    {
        Split? best = null;
        // Less would only follow rounding.
        var most = 1e-6;
        for (var f = 0; f < _features.Count; f++)
        {
            var bins = histogram.AsSpan(f * 256, 256);
            if (_features[f].Column.IsCategory) TryLevels(f, bins);
            else TryNumbers(f, bins);
        }
        return best;

        void TryNumbers(int f, ReadOnlySpan<Bin> bins)
        {
            var (left, missing) = (default(Bin), bins[BinnedFeature.Missing]);
            for (var b = 0; b < _features[f].Count; b++)
            {
                if (bins[b].Rows == 0) continue;
                left = left.And(bins[b]);
                Try(f, b, null, left, false, Penalty);
                if (missing.Rows > 0) Try(f, b, null, left.And(missing), true, Penalty);
            }
        }

        void TryLevels(int f, ReadOnlySpan<Bin> bins)
        {
            var order = new List<(double Value, int Code)>();
            for (var code = 0; code < 256; code++)
            {
                if (bins[code].Rows > 0) order.Add((bins[code].Gradient / (bins[code].Curvature + LevelPenalty), code));
            }
            if (order.Count < 2) return;
            order.Sort();
            var (left, levels) = (default(Bin), new bool[256]);
            foreach (var (_, code) in order)
            {
                left = left.And(bins[code]);
                levels[code] = true;
                Try(f, 0, levels, left, levels[BinnedFeature.Missing], LevelPenalty);
            }
        }

        void Try(int f, int bin, bool[]? levels, Bin left, bool missingLeft, double penalty)
        {
            var right = all.Less(left);
            if (left.Rows < _minRows || right.Rows < _minRows) return;
            var gain = left.Worth(penalty) + right.Worth(penalty) - all.Worth(penalty);
            if (gain <= most) return;
            most = gain;
            best = new Split(f, bin, levels?.ToArray(), missingLeft, left, gain);
        }
    }

    /// <param name="Feature">Its number.</param>
    /// <param name="Bin">The last bin that goes left; of no meaning for a category.</param>
    /// <param name="Levels"><c>[256]</c> whether a level goes left, missing among them; null for a number.</param>
    /// <param name="MissingLeft">Of a number: whether missing values go left.</param>
    /// <param name="Left">What goes left.</param>
    /// <param name="Gain">Off the loss.</param>
    private readonly record struct Split(int Feature, int Bin, bool[]? Levels, bool MissingLeft, Bin Left, double Gain)
    {
        public bool GoesLeft(byte code) => Levels is not null ? Levels[code] : code == BinnedFeature.Missing ? MissingLeft : code <= Bin;
    }

    /// <summary>Sums over rows.</summary>
    private struct Bin
    {
        /// <summary>Of gradients and of curvatures.</summary>
        public Vector128<double> Sums;
        public long Rows;

        public readonly double Gradient => Sums.GetElement(0);

        public readonly double Curvature => Sums.GetElement(1);

        public void Add(double gradient, double curvature)
        {
            Sums += Vector128.Create(gradient, curvature);
            Rows++;
        }

        public readonly Bin And(Bin other) => new() { Sums = Sums + other.Sums, Rows = Rows + other.Rows };

        public readonly Bin Less(Bin other)
        {
            var left = Sums - other.Sums;
            return new Bin { Sums = left.WithElement(1, Math.Max(0, left.GetElement(1))), Rows = Rows - other.Rows };
        }

        public readonly double Worth(double penalty) => Gradient * Gradient / (Curvature + penalty);
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Risk.Payments;

/// <summary>Gradient boosted trees (Friedman 2001), learned once for each part of the accounts on all the other parts.</summary>
/// <param name="Start"><c>[folds]</c> log odds before the first tree.</param>
/// <param name="Trees"><c>[folds][trees]</c> each adds to the log odds.</param>
public sealed record CrossFittedTrees(double[] Start, RegressionTree[][] Trees)
{
    public int Folds => Start.Length;

    public int TreesEach => Trees[0].Length;

    /// <summary>
    /// Log odds of fraud by what was learned without one part, or of a row of no part the mean over all of them.
    /// </summary>
    /// <param name="columns"><c>[features][n]</c>.</param>
    /// <param name="row">The row.</param>
    /// <param name="fold">The row's part; null where its outcome is not known.</param>
    public double LogOddsOf(float[][] columns, int row, int? fold)
    {
        if (fold is { } own) return Of(own, columns, row);
        var sum = 0.0;
        for (var f = 0; f < Folds; f++) sum += Of(f, columns, row);
        return sum / Folds;
    }

    /// <summary>What each feature adds to <see cref="LogOddsOf"/> of a row of no part, against a payment of which nothing is known.</summary>
    public double[] Explain(float[][] columns, int row)
    {
        var contributions = new double[columns.Length];
        foreach (var trees in Trees) foreach (var tree in trees) tree.Explain(columns, row, contributions);
        return Array.ConvertAll(contributions, c => c / Folds);
    }

    /// <summary><c>[features]</c> each feature's part of what all splits gained; they add up to 1, or are all 0 without a split.</summary>
    public double[] Importance(int features)
    {
        var gains = new double[features];
        foreach (var node in Trees.SelectMany(static trees => trees).SelectMany(static tree => tree.Nodes))
        {
            if (node.Feature >= 0) gains[node.Feature] += node.Gain;
        }
        var all = gains.Sum();
        return all <= 0 ? gains : Array.ConvertAll(gains, g => g / all);
    }

    private double Of(int fold, float[][] columns, int row)
    {
        var sum = Start[fold];
        foreach (var tree in Trees[fold]) sum += tree.Value(columns, row);
        return sum;
    }

    /// <summary>Learns. All parts get the same number of trees: the one that does best on the payments left out, over all parts together.</summary>
    /// <param name="features">Binned.</param>
    /// <param name="sample">What is known.</param>
    /// <param name="options">How.</param>
    /// <param name="context">Threads, cancel; the result is the same for any number of threads.</param>
    internal static CrossFittedTrees Learn(IReadOnlyList<BinnedFeature> features, LearningSample sample, PaymentOptions options, StageContext context)
    {
        var codes = new byte[features.Count][];
        Parallel.For(0, codes.Length, context.Parallel, f => codes[f] = Array.ConvertAll(sample.Rows, row => features[f].Codes[row]));
        FoldLearner[] folds = [.. Enumerable.Range(0, options.Folds).Select(f => new FoldLearner(f, features, codes, sample, options))];
        var (best, bestLoss) = (0, folds.Sum(static f => f.Loss));
        for (var round = 1; round <= options.MaxTrees && round <= best + options.Patience; round++)
        {
            Parallel.For(0, folds.Length, context.Parallel, f => folds[f].AddTree());
            var loss = folds.Sum(static f => f.Loss);
            if (loss < bestLoss) (best, bestLoss) = (round, loss);
        }
        return new CrossFittedTrees([.. folds.Select(static f => f.Start)], [.. folds.Select(f => f.Trees.Take(best).ToArray())]);
    }

    /// <summary>The trees of one part, learned from the others.</summary>
    private sealed class FoldLearner
    {
        private readonly byte[][] _codes;
        private readonly LearningSample _sample;
        private readonly TreeGrower _grower;
        private readonly int[] _learned;
        private readonly int[] _leftOut;
        private readonly double[] _logOdds;
        private readonly double[] _gradients;
        private readonly double[] _curvatures;
        private readonly float[][] _values;

        public FoldLearner(int fold, IReadOnlyList<BinnedFeature> features, byte[][] codes, LearningSample sample, PaymentOptions options)
        {
            (_codes, _sample, _grower) = (codes, sample, new TreeGrower(features, codes, options));
            _learned = [.. Enumerable.Range(0, sample.Count).Where(i => sample.Folds[i] != fold)];
            _leftOut = [.. Enumerable.Range(0, sample.Count).Where(i => sample.Folds[i] == fold)];
            var (frauds, others) = (0.5, 0.5);
            foreach (var i in _learned)
            {
                if (sample.IsFraud[i]) frauds += sample.Weights[i];
                else others += sample.Weights[i];
            }
            Start = Math.Log(frauds / others);
            _logOdds = new double[sample.Count];
            Array.Fill(_logOdds, Start);
            (_gradients, _curvatures) = (new double[sample.Count], new double[sample.Count]);
            _values = [.. features.Select(static f => f.Column.Values)];
        }

        public double Start { get; }

        public List<RegressionTree> Trees { get; } = [];

        /// <summary>Of the payments left out: minus the logarithm of what was said of their outcomes, weighted.</summary>
        public double Loss => _leftOut.Sum(i => _sample.Weights[i] * Softplus(_sample.IsFraud[i] ? -_logOdds[i] : _logOdds[i]));

        public void AddTree()
        {
            foreach (var i in _learned)
            {
                var p = LogOdds.Probability(_logOdds[i]);
                _gradients[i] = _sample.Weights[i] * ((_sample.IsFraud[i] ? 1 : 0) - p);
                _curvatures[i] = _sample.Weights[i] * p * (1 - p);
            }
            var tree = _grower.Grow(_learned, _gradients, _curvatures);
            Trees.Add(tree);
            for (var i = 0; i < _logOdds.Length; i++) _logOdds[i] += tree.Value(_values, _sample.Rows[i]);
        }

        /// <summary>ln(1 + e^x).</summary>
        private static double Softplus(double x) => x > 30 ? x : Math.Log(1 + Math.Exp(x));
    }
}

using Investigator.Engine.Core;

namespace Investigator.Engine.Clusters;

/// <summary>
/// How much each known point belongs to each cluster, after the idea of <c>all_points_membership_vectors</c> in the hdbscan package (McInnes, Healy and Astels
/// 2017; "How soft clustering for HDBSCAN works" in its documentation). For point x, last in condensed cluster c that it leaves at lambda_x, and cluster j:
/// <code>
/// h_j = lambda at which x and j merge: lambda_x when one of c and j lies in the other, else the birth of the child that holds j s_j = 1 / (distance from x to
/// j's nearest exemplar) * exp(-(greatest lambda of c) / h_j) strength_j = s_j / (sum of all s) * h_m / max(lambda_x, greatest lambda of m), where m has the
/// greatest h
/// </code>
/// The first factor of s is nearness, the second how much of an outlier x is to j; the last factor of strength is whether x belongs to any cluster at all. A
/// point on an exemplar belongs to that cluster alone. Time: points times exemplars. Memory: the result, and a few numbers per cluster and thread.
/// </summary>
public static class SoftMembershipBuilder
{
    private const int Block = 512;

    /// <param name="k">Clusters to keep of each point, 1 or more.</param>
    /// <returns>K = 0 when there is no cluster.</returns>
    /// <exception cref="InputException"><paramref name="k"/> is below 1.</exception>
    public static SoftMembership Build(ClusterModel model, int k, StageContext context)
    {
        if (k < 1) throw new InputException("too few clusters are to be kept of each point", column: "k", value: $"{k}", expected: "1 or more");
        var n = model.Count;
        k = Math.Min(k, model.MaxLambda.Length);
        var soft = new SoftMembership { K = k, Clusters = new int[(long)n * k], Strengths = new float[(long)n * k] };
        if (k == 0) return soft;
        var meter = context.Start("membership", n);
        var exemplars = Exemplars.Of(model);
        var maxLambda = MaxLambda.Of(model.Tree);

        // Points of one condensed cluster share their merge heights: computed once per cluster and block.
        var order = new int[n];
        for (var i = 0; i < n; i++) order[i] = i;
        Array.Sort(order, (a, b) => (model.Tree.PointCluster[a], a).CompareTo((model.Tree.PointCluster[b], b)));
        context.ForEachWithState((n + Block - 1) / Block, () => new Worker(model, exemplars, maxLambda), (block, worker) =>
        {
            var rows = order.AsSpan(block * Block, Math.Min(Block, n - (block * Block)));
            foreach (var i in rows) worker.Keep(i, soft.Clusters.AsSpan(i * k, k), soft.Strengths.AsSpan(i * k, k));
            meter.Add(rows.Length);
        });
        meter.Finish();
        return soft;
    }

    private sealed class Worker(ClusterModel model, Exemplars exemplars, double[] maxLambda)
    {
        private readonly MergeHeights _heights = new(model);
        private readonly double[] _squared = new double[model.MaxLambda.Length];
        private readonly double[] _scores = new double[model.MaxLambda.Length];

        public void Keep(int row, Span<int> clusters, Span<float> strengths)
        {
            var (c, lambda) = (model.Tree.PointCluster[row], model.Tree.PointLambda[row]);
            _heights.MoveTo(c);
            var point = model.Points.Row(row);
            for (var j = 0; j < _squared.Length; j++) _squared[j] = exemplars.SquaredDistance(point, j);
            var any = BelongsToAny(lambda);
            var sum = Score(lambda, maxLambda[c]);
            for (var kept = 0; kept < clusters.Length; kept++)
            {
                var best = 0;
                for (var j = 1; j < _scores.Length; j++) if (_scores[j] > _scores[best]) best = j;
                (clusters[kept], strengths[kept]) = (best, (float)(any * _scores[best] / sum));

                // Below every valid score, so that it is not chosen again.
                _scores[best] = -1;
            }
        }

        /// <summary>Fills in s, scaled so that the greatest is 1: logarithms keep values for which exp would underflow.</summary>
        /// <returns>Their sum; at least 1.</returns>
        private double Score(double lambda, double greatestOfCluster)
        {
            var touching = Array.IndexOf(_squared, 0) >= 0;
            var greatest = Logarithms(outlier: true);

            // Where the densest points of c never separate, x may be an infinite outlier to every cluster: then nearness alone decides.
            if (double.IsNegativeInfinity(greatest)) greatest = Logarithms(outlier: false);
            double sum = 0;
            for (var j = 0; j < _scores.Length; j++) sum += _scores[j] = Math.Exp(_scores[j] - greatest);
            return sum;

            double Logarithms(bool outlier)
            {
                var most = double.NegativeInfinity;
                for (var j = 0; j < _scores.Length; j++)
                {
                    var nearness = !touching ? -Math.Log(_squared[j]) / 2 : _squared[j] == 0 ? 0 : double.NegativeInfinity;
                    var height = _heights.Of(j, lambda);
                    _scores[j] = outlier ? nearness - (height >= greatestOfCluster ? 1 : greatestOfCluster / height) : nearness;
                    most = Math.Max(most, _scores[j]);
                }

                return most;
            }
        }

        private double BelongsToAny(double lambda)
        {
            var nearest = 0;
            for (var j = 1; j < _scores.Length; j++) if (_heights.Of(j, lambda) > _heights.Of(nearest, lambda)) nearest = j;
            return DensityClusters.Strength(_heights.Of(nearest, lambda), Math.Max(lambda, model.MaxLambda[nearest]));
        }
    }
}

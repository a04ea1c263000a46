using Investigator.Engine.Hierarchy;


namespace Investigator.Engine.Clusters;

/// <summary>GLOSH (Campello et al. 2015): how much sooner a point leaves than the densest point of its last cluster.</summary>
internal static class OutlierScores
{
    /// <returns><c>[n]</c> in 0..1; 0 for a point that never leaves, 1 for one that leaves a cluster with such points.</returns>
    public static float[] Of(CondensedTree tree)
    {
        var deepest = MaxLambda.Of(tree);
        for (var c = tree.Clusters - 1; c > 0; c--) deepest[tree.Parent[c]] = Math.Max(deepest[tree.Parent[c]], deepest[c]);
        var scores = new float[tree.PointCluster.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            var (lambda, max) = (tree.PointLambda[i], deepest[tree.PointCluster[i]]);
            if (double.IsPositiveInfinity(lambda) || max <= 0) continue;
            scores[i] = double.IsPositiveInfinity(max) ? 1 : (float)((max - lambda) / max);
        }

        return scores;
    }
}

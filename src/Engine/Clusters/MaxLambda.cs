using Investigator.Engine.Hierarchy;

namespace Investigator.Engine.Clusters;

/// <summary><c>[clusters]</c> greatest lambda at which a point, or a child, leaves the cluster.</summary>
internal static class MaxLambda
{
    public static double[] Of(CondensedTree tree)
    {
        var maxLambda = new double[tree.Clusters];
        for (var i = 0; i < tree.PointCluster.Length; i++) maxLambda[tree.PointCluster[i]] = Math.Max(maxLambda[tree.PointCluster[i]], tree.PointLambda[i]);
        for (var c = 1; c < maxLambda.Length; c++) maxLambda[tree.Parent[c]] = Math.Max(maxLambda[tree.Parent[c]], tree.Birth[c]);
        return maxLambda;
    }
}

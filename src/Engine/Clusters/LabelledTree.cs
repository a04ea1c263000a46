using Investigator.Engine.Hierarchy;


namespace Investigator.Engine.Clusters;

/// <summary>A condensed tree and the clusters selected from it.</summary>
internal sealed record LabelledTree
{
    public required CondensedTree Tree { get; init; }

    public required Clustering Clustering { get; init; }

    /// <summary><c>[clusters]</c> label of the selected cluster that each node is or lies in; -1 for none.</summary>
    public required int[] ClusterLabel { get; init; }

    /// <summary><c>[labels]</c> greatest lambda at which a point, or a child, leaves the cluster taken: what strength is measured against.</summary>
    public required double[] MaxLambda { get; init; }

    /// <summary>Lambda from which a point of the root belongs to it, when the root alone was taken; 0 otherwise.</summary>
    public required double RootThreshold { get; init; }

    public static LabelledTree AllNoise(CondensedTree tree)
    {
        var n = tree.PointCluster.Length;
        var (labels, none) = (new int[n], new int[tree.Clusters]);
        Array.Fill(labels, DensityClusters.Noise);
        Array.Fill(none, DensityClusters.Noise);
        var clustering = new Clustering { Labels = labels, Probabilities = new float[n], OutlierScores = new float[n], Clusters = [] };
        return new LabelledTree { Tree = tree, Clustering = clustering, ClusterLabel = none, MaxLambda = [], RootThreshold = 0 };
    }
}

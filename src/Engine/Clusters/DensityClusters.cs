using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;

namespace Investigator.Engine.Clusters;

/// <summary>
/// Clusters of varying density from a spanning tree (HDBSCAN*, Campello et al. 2015), with the hdbscan package's meaning of every option and number.
/// </summary>
public static class DensityClusters
{
    internal const int Noise = -1;

    /// <returns>
    /// All noise when there are fewer points than <see cref="ClusterOptions.MinClusterSize"/>, or when nothing splits and one cluster is not allowed.
    /// </returns>
    public static Clustering Find(SpanningTree tree, ClusterOptions options, StageContext context)
    {
        options.Validate();
        StageContext.CollectNow(tree.Count);
        var meter = context.Start(StageNames.Clusters, tree.Count);
        var clustering = Label(tree, options).Clustering;
        meter.Add(tree.Count);
        meter.Finish();
        return clustering;
    }

    internal static LabelledTree Label(SpanningTree tree, ClusterOptions options)
    {
        var linkage = LinkageTree.Of(tree);
        var condensed = CondensedTree.Of(linkage, options.MinClusterSize);
        if (tree.Count < options.MinClusterSize) return LabelledTree.AllNoise(condensed);
        if (options.Selection != SelectionMethod.Persistent) return Label(condensed, options);
        var size = LeafPersistence.BestSize(condensed, options.MinClusterSize);
        var labelled = Label(size == options.MinClusterSize ? condensed : CondensedTree.Of(linkage, size), options);
        return labelled with { Clustering = labelled.Clustering with { ChosenClusterSize = size } };
    }

    private static LabelledTree Label(CondensedTree tree, ClusterOptions options)
    {
        var selection = ClusterSelection.Of(tree, options);
        var holder = Holders(tree, selection.Taken);
        var maxLambda = MaxLambda.Of(tree);
        var alone = selection.Taken[0] && Array.LastIndexOf(selection.Taken, true) == 0;
        var rootThreshold = options.Epsilon > 0 ? 1 / options.Epsilon : maxLambda[0];
        var labels = new int[tree.PointCluster.Length];
        var label = new int[tree.Clusters];
        Array.Fill(label, Noise);
        List<int> taken = [];
        for (var i = 0; i < labels.Length; i++)
        {
            var c = holder[tree.PointCluster[i]];

            // The root holds every point; when only the root is selected, just its dense part is the cluster.
            if (c == 0 && !(alone && tree.PointLambda[i] >= rootThreshold)) c = Noise;
            if (c != Noise && label[c] == Noise)
            {
                label[c] = taken.Count;
                taken.Add(c);
            }

            labels[i] = c == Noise ? Noise : label[c];
        }

        return new LabelledTree
        {
            Tree = tree,
            Clustering = new Clustering
            {
                Labels = labels,
                Probabilities = Probabilities(tree, labels, taken, maxLambda),
                OutlierScores = OutlierScores.Of(tree),
                Clusters = Describe(labels, taken, selection.Stability, tree),
            },
            ClusterLabel = Array.ConvertAll(holder, c => c == Noise ? Noise : label[c]),
            MaxLambda = [.. taken.Select(c => maxLambda[c])],
            RootThreshold = alone ? rootThreshold : 0,
        };
    }

    /// <summary><c>[clusters]</c> the selected cluster that each node is or lies in, or -1.</summary>
    private static int[] Holders(CondensedTree tree, bool[] taken)
    {
        var holder = new int[tree.Clusters];
        holder[0] = taken[0] ? 0 : Noise;
        for (var c = 1; c < holder.Length; c++) holder[c] = taken[c] ? c : holder[tree.Parent[c]];
        return holder;
    }

    /// <summary>Lambda of the point over that of the cluster's last point; 1 for points that never separate.</summary>
    private static float[] Probabilities(CondensedTree tree, int[] labels, List<int> taken, double[] maxLambda)
    {
        var probabilities = new float[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == Noise) continue;
            probabilities[i] = Strength(tree.PointLambda[i], maxLambda[taken[labels[i]]]);
        }

        return probabilities;
    }

    internal static float Strength(double lambda, double max) => max <= 0 || double.IsPositiveInfinity(lambda) ? 1 : (float)(Math.Min(lambda, max) / max);

    private static ClusterStability[] Describe(int[] labels, List<int> taken, double[] stability, CondensedTree tree)
    {
        var sizes = new int[taken.Count];
        foreach (var label in labels) if (label != Noise) sizes[label]++;
        double densest = 0;
        foreach (var lambda in tree.PointLambda) densest = Math.Max(densest, lambda);
        var clusters = new ClusterStability[taken.Count];
        for (var c = 0; c < clusters.Length; c++)
        {
            // Points that never separate have no finite stability; the largest number keeps the order and can be stored.
            var own = Math.Min(stability[taken[c]], double.MaxValue);
            clusters[c] = new ClusterStability(sizes[c], own, double.IsPositiveInfinity(densest) || densest <= 0 ? 1 : own / (sizes[c] * densest));
        }

        return clusters;
    }
}

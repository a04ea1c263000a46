using Investigator.Engine.Hierarchy;


namespace Investigator.Engine.Clusters;

/// <summary>
/// Excess of mass of every cluster of a condensed tree, and which of them are selected (Campello et al. 2015; epsilon: Malzer and Baum 2020).
/// </summary>
internal sealed class ClusterSelection
{
    private readonly CondensedTree _tree;
    private readonly ClusterOptions _options;

    /// <summary><c>[clusters]</c> first of the two children, which have consecutive numbers; 0 for a leaf.</summary>
    private readonly int[] _firstChild;

    private ClusterSelection(CondensedTree tree, ClusterOptions options)
    {
        (_tree, _options) = (tree, options);
        _firstChild = new int[tree.Clusters];
        for (var c = tree.Clusters - 1; c > 0; c--) _firstChild[tree.Parent[c]] = c;
        Stability = Stabilities(tree);
        Taken = new bool[tree.Clusters];
    }

    /// <summary>
    /// <c>[clusters]</c> its own for a selected cluster; for another, the sum of those selected below it. Plus infinity where points never separate.
    /// </summary>
    public double[] Stability { get; }

    /// <summary><c>[clusters]</c>.</summary>
    public bool[] Taken { get; private set; }

    public static ClusterSelection Of(CondensedTree tree, ClusterOptions options)
    {
        var selection = new ClusterSelection(tree, options);
        if (options.Selection == SelectionMethod.ExcessOfMass) selection.TakeExcessOfMass();
        else selection.TakeLeaves();
        var onlyRoot = selection.Taken[0] && Array.LastIndexOf(selection.Taken, true) == 0;
        if (options.Epsilon > 0 && !onlyRoot) selection.TakeAboveEpsilon();
        return selection;
    }

    /// <summary>Sum over points of (lambda at which each left the cluster, alone or with a child) - (lambda of the cluster's birth).</summary>
    private static double[] Stabilities(CondensedTree tree)
    {
        var stability = new double[tree.Clusters];
        for (var i = 0; i < tree.PointCluster.Length; i++)
        {
            var c = tree.PointCluster[i];
            stability[c] += tree.PointLambda[i] - tree.Birth[c];
        }

        for (var c = 1; c < tree.Clusters; c++) stability[tree.Parent[c]] += (tree.Birth[c] - tree.Birth[tree.Parent[c]]) * tree.Size[c];
        return stability;
    }

    private void TakeLeaves()
    {
        // The root is no leaf, unless it may be a cluster and nothing ever splits.
        for (var c = 1; c < Taken.Length; c++) Taken[c] = _firstChild[c] == 0;
        Taken[0] = Taken.Length == 1 && _options.AllowSingleCluster;
    }

    private void TakeExcessOfMass()
    {
        for (var c = Taken.Length - 1; c >= (_options.AllowSingleCluster ? 0 : 1); c--)
        {
            var below = _firstChild[c] == 0 ? 0 : Stability[_firstChild[c]] + Stability[_firstChild[c] + 1];
            if (below > Stability[c] || _tree.Size[c] > (_options.MaxClusterSize ?? int.MaxValue))
            {
                Stability[c] = below;
            }
            else
            {
                Taken[c] = true;
            }
        }

        DropNested();
    }

    /// <summary>Replaces each selected cluster that was born below epsilon by its nearest ancestor born above it.</summary>
    private void TakeAboveEpsilon()
    {
        var taken = new bool[Taken.Length];
        for (var c = 1; c < taken.Length; c++)
        {
            if (Taken[c]) taken[Raise(c)] = true;
        }

        Taken = taken;
        DropNested();
    }

    private int Raise(int c)
    {
        if (1 / _tree.Birth[c] >= _options.Epsilon) return c;
        while (_tree.Parent[c] is > 0 and var parent)
        {
            c = parent;
            if (1 / _tree.Birth[c] > _options.Epsilon) return c;
        }

        return _options.AllowSingleCluster ? 0 : c;
    }

    /// <summary>Of nested clusters, keeps the outermost.</summary>
    private void DropNested()
    {
        var within = new bool[Taken.Length];
        for (var c = 1; c < Taken.Length; c++)
        {
            within[c] = within[_tree.Parent[c]] || Taken[_tree.Parent[c]];
            if (within[c]) Taken[c] = false;
        }
    }
}

namespace Investigator.Engine.Clusters;

/// <summary>At which lambda the points of one condensed cluster merge with each selected cluster.</summary>
internal sealed class MergeHeights
{
    private readonly ClusterModel _model;

    /// <summary><c>[labels]</c> the cluster taken.</summary>
    private readonly int[] _top;

    /// <summary><c>[clusters]</c>; NaN where one lies in the other: then it is the lambda at which the point leaves.</summary>
    private readonly double[] _height;

    /// <summary><c>[clusters]</c> whether it is the current cluster or an ancestor of it.</summary>
    private readonly bool[] _above;
    private int _current = -1;

    public MergeHeights(ClusterModel model)
    {
        _model = model;
        _top = new int[model.MaxLambda.Length];
        _height = new double[model.Tree.Clusters];
        _above = new bool[model.Tree.Clusters];

        // From the last cluster to the root, so that the topmost cluster with a label is written last.
        for (var c = model.ClusterLabel.Length - 1; c >= 0; c--) if (model.ClusterLabel[c] is >= 0 and var label) _top[label] = c;
    }

    public double Of(int label, double lambda) => double.IsNaN(_height[_top[label]]) ? lambda : _height[_top[label]];

    public void MoveTo(int cluster)
    {
        if (cluster == _current) return;
        var parent = _model.Tree.Parent;
        for (var c = _current; c >= 0; c = parent[c]) _above[c] = false;
        for (var c = cluster; c >= 0; c = parent[c]) _above[c] = true;

        // Parents before children: a cluster that branches off the path to the root merges at its birth, and so does everything below it. What lies below the
        // current cluster never left the path.
        for (var c = 0; c < _height.Length; c++)
        {
            if (_above[c] || parent[c] == cluster) _height[c] = double.NaN;
            else _height[c] = _above[parent[c]] ? _model.Tree.Birth[c] : _height[parent[c]];
        }

        _current = cluster;
    }
}

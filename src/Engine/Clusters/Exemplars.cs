using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Clusters;

/// <summary>What is most typical of each cluster: in every leaf of the condensed tree below it, the points that leave last. A cluster of any shape may have several, copies counted once.</summary>
internal sealed class Exemplars
{
    private readonly float[] _points;
    private readonly int _dimension;

    /// <summary>Label j's are <c>[_starts[j], _starts[j + 1])</c> of <see cref="_points"/>.</summary>
    private readonly int[] _starts;

    private Exemplars(float[] points, int dimension, int[] starts) => (_points, _dimension, _starts) = (points, dimension, starts);

    public static Exemplars Of(ClusterModel model)
    {
        var leafDeath = Deaths.Of(model.Tree);

        // A cluster with children is no leaf.
        for (var c = 1; c < leafDeath.Length; c++) leafDeath[model.Tree.Parent[c]] = double.NaN;
        var rows = new List<int>[model.MaxLambda.Length];
        for (var j = 0; j < rows.Length; j++) rows[j] = [];
        for (var i = 0; i < model.Count; i++)
        {
            var c = model.Tree.PointCluster[i];
            if (model.ClusterLabel[c] is >= 0 and var label && model.Tree.PointLambda[i] == leafDeath[c]) rows[label].Add(i);
        }

        var starts = new int[rows.Length + 1];
        var all = new List<float>();
        for (var j = 0; j < rows.Length; j++)
        {
            var own = rows[j].SelectMany(i => PointMatrix.Row(model.Points, model.Dimension, i).ToArray()).ToArray();
            var places = DistinctRows.Of(own, model.Dimension);
            all.AddRange(places.Gather(own, model.Dimension));
            starts[j + 1] = starts[j] + places.Count;
        }

        return new Exemplars([.. all], model.Dimension, starts);
    }

    /// <summary>Squared distance to the nearest exemplar of <paramref name="label"/>.</summary>
    public double SquaredDistance(ReadOnlySpan<float> point, int label)
    {
        var least = double.PositiveInfinity;
        for (var e = _starts[label]; e < _starts[label + 1]; e++) least = Math.Min(least, PointMatrix.SquaredDistance(point, PointMatrix.Row(_points, _dimension, e)));
        return least;
    }
}

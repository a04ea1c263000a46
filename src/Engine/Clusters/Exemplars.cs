using Investigator.Engine.Tables;

namespace Investigator.Engine.Clusters;

/// <summary>
/// The most typical points of each cluster: in every leaf of the condensed tree below it, those that leave last. A cluster can have several; copies count once.
/// </summary>
internal sealed class Exemplars
{
    private readonly PointMatrix _points;

    /// <summary>Label j's are <c>[_starts[j], _starts[j + 1])</c> of <see cref="_points"/>.</summary>
    private readonly int[] _starts;

    private Exemplars(PointMatrix points, int[] starts) => (_points, _starts) = (points, starts);

    public static Exemplars Of(ClusterModel model)
    {
        var leafMaxLambda = MaxLambda.Of(model.Tree);

        // A cluster with children is not a leaf.
        for (var c = 1; c < leafMaxLambda.Length; c++) leafMaxLambda[model.Tree.Parent[c]] = double.NaN;
        var rows = new List<int>[model.MaxLambda.Length];
        for (var j = 0; j < rows.Length; j++) rows[j] = [];
        for (var i = 0; i < model.Count; i++)
        {
            var c = model.Tree.PointCluster[i];
            if (model.ClusterLabel[c] is >= 0 and var label && model.Tree.PointLambda[i] == leafMaxLambda[c]) rows[label].Add(i);
        }

        var starts = new int[rows.Length + 1];
        var all = new List<int>();
        for (var j = 0; j < rows.Length; j++)
        {
            var places = UniqueRows.Of(model.Points.Gather([.. rows[j]]));
            all.AddRange(places.FirstIndex.Select(place => rows[j][place]));
            starts[j + 1] = all.Count;
        }

        return new Exemplars(model.Points.Gather([.. all]), starts);
    }

    /// <summary>Squared distance to the nearest exemplar of <paramref name="label"/>.</summary>
    public double SquaredDistance(ReadOnlySpan<float> point, int label)
    {
        var least = double.PositiveInfinity;
        for (var e = _starts[label]; e < _starts[label + 1]; e++) least = Math.Min(least, PointMatrix.SquaredDistance(point, _points.Row(e)));
        return least;
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Clusters;

/// <summary>
/// Places new points in existing clusters, with the meaning of <c>approximate_predict</c> in the hdbscan package: among the 2 min_samples nearest known
/// points, the nearest by mutual reachability m is the one that the new point attaches to, at lambda = 1 / m. If that point had already left at lambda, the new
/// one joins its last cluster; otherwise the new one climbs the condensed tree to the cluster that existed at lambda. Strength: lambda over the greatest lambda
/// of the selected cluster, at most 1.
/// </summary>
public static class ApproximatePredict
{
    /// <summary>New points per search: bounds the memory for neighbours.</summary>
    private const int Batch = 1 << 16;

    /// <param name="points"><c>[q, d]</c>, every value finite; the space is that of <see cref="ClusterModel.Points"/>.</param>
    /// <exception cref="InputException">No rows, rows of another length than the model's, or a value that is NaN or infinite (with its row and
    /// column).</exception>
    public static Prediction Of(ClusterModel model, PointMatrix points, StageContext context)
    {
        if (points.Dimension != model.Points.Dimension)
        {
            throw new InputException("the points and the model differ in their number of columns", value: $"{points.Dimension}",
                expected: $"{model.Points.Dimension}");
        }
        var count = points.Checked().Count;
        var meter = context.Start("prediction", count);
        var prediction = new Prediction(new int[count], new float[count]);
        var k = Math.Min(2 * model.MinSamples, model.Count);
        using var search = new QueryNeighbors(model.Points, context);
        for (var start = 0; start < count; start += Batch)
        {
            var size = Math.Min(Batch, count - start);
            var (rows, distances) = search.Find(points.Slice(start, size), k, meter);
            for (var q = 0; q < size; q++)
            {
                (prediction.Labels[start + q], prediction.Strengths[start + q]) = Place(model, rows.AsSpan(q * k, k), distances.AsSpan(q * k, k));
            }
        }

        meter.Finish();
        return prediction;
    }

    private static (int Label, float Strength) Place(ClusterModel model, ReadOnlySpan<int> rows, ReadOnlySpan<double> distances)
    {
        var (neighbor, lambda) = Nearest(model, rows, distances);
        var (tree, cluster) = (model.Tree, model.Tree.PointCluster[neighbor]);
        if (tree.PointLambda[neighbor] > lambda)
        {
            while (cluster > 0 && tree.Birth[cluster] >= lambda) cluster = tree.Parent[cluster];
        }

        // When everything is one cluster, only its dense part counts, for new points as for old ones.
        var label = model.ClusterLabel[cluster];
        if (label == DensityClusters.Noise || Math.Min(lambda, tree.PointLambda[neighbor]) < model.RootThreshold) return (DensityClusters.Noise, 0);
        return (label, DensityClusters.Strength(lambda, model.MaxLambda[label]));
    }

    /// <summary>
    /// The nearest by max(distance, core of either), the nearer one by distance among equals. The new point's own core distance is to its (min_samples + 1)-th
    /// neighbour, as in the package; copies count.
    /// </summary>
    private static (int Row, double Lambda) Nearest(ClusterModel model, ReadOnlySpan<int> rows, ReadOnlySpan<double> distances)
    {
        var (core, counted, nearby) = (distances[^1], 0, 0);
        for (; nearby < rows.Length && counted < 2 * model.MinSamples; nearby++)
        {
            if (counted <= model.MinSamples) core = distances[nearby];
            counted += model.Copies?[rows[nearby]] ?? 1;
        }

        var (nearest, least) = (rows[0], double.PositiveInfinity);
        for (var c = 0; c < nearby; c++)
        {
            var reach = Math.Max(distances[c], Math.Max(core, model.CoreDistances[rows[c]]));
            if (reach < least) (nearest, least) = (rows[c], reach);
        }

        return (nearest, least > 0 ? 1 / least : double.PositiveInfinity);
    }
}

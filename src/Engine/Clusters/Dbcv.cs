using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Clusters;

/// <summary>
/// DBCV on a seeded sample of distinct rows. With the rows sampled of cluster C in d dimensions, and distances within C:
/// <code>
/// core(o)    = ( mean over the other rows of (1 / distance)^d )^(-1/d)
/// reach(a,b) = max(core(a), core(b), distance(a, b))
/// sparse(C)  = widest edge between inner nodes (two edges or more) of C's minimum spanning tree over reach; of all its edges when there is none such
/// apart(C)   = least reach between inner nodes of C and of any other cluster (all its nodes when it has no inner ones)
/// V(C)       = (apart - sparse) / max(apart, sparse)
/// </code>
/// and the score is the sum of V(C) |C| / N over all rows N, noise among them. Copies of a row count once: they say nothing about shape. Time is quadratic in
/// the rows sampled of one cluster; clusters that are too far away to be nearest are skipped, by their bounding balls.
/// </summary>
public static class Dbcv
{
    /// <summary>At least this many rows are sampled of each cluster, so that small clusters have a shape.</summary>
    private const int Least = 16;

    /// <param name="points"><c>[n, d]</c>, those that were clustered.</param>
    /// <param name="sample">About how many clustered rows to use; every cluster gets 16 if it has as many distinct rows. Beyond that all clusters are sampled
    /// at the same rate, seeded by the context.</param>
    /// <exception cref="InputException"><paramref name="sample"/> is below 1.</exception>
    public static ClusterValidity Measure(PointMatrix points, Clustering clustering, int sample, StageContext context)
    {
        if (sample < 1) throw new InputException("the sample is too small", column: "sample", value: $"{sample}", expected: "1 or more");
        var (members, place) = (clustering.Members(), UniqueRows.Of(points).Inverse);
        var meter = context.Start("validity", members.Length);
        var distinct = Array.ConvertAll(members, rows => rows.DistinctBy(row => place[row]).ToArray());
        var share = (double)sample / Math.Max(1, distinct.Sum(static rows => (long)rows.Length));
        var shapes = new DbcvShape[members.Length];
        Parallel.For(0, members.Length, context.Parallel, c =>
        {
            shapes[c] = DbcvShape.Of(points, Pick(distinct[c], Math.Max(Least, (int)Math.Ceiling(distinct[c].Length * Math.Min(1, share))), context.Seed + c));
            meter.Add(0);
        });
        var validity = new double[shapes.Length];
        if (shapes.Length > 1)
        {
            Parallel.For(0, shapes.Length, context.Parallel, c =>
            {
                if (shapes[c].Rows > 1) validity[c] = Compare(shapes[c].Apart(shapes), shapes[c].Sparse);
                meter.Add(1);
            });
        }

        meter.Finish();
        var score = members.Select((rows, c) => validity[c] * rows.Length).Sum() / Math.Max(1, clustering.Labels.Length);
        return new ClusterValidity(score, validity, shapes.Sum(static shape => shape.Rows));
    }

    /// <summary>0 for identical rows and when there is nothing to compare with.</summary>
    private static double Compare(double apart, double sparse)
    {
        if (double.IsPositiveInfinity(apart)) return 0;
        var most = Math.Max(apart, sparse);
        return most > 0 ? (apart - sparse) / most : 0;
    }

    /// <summary>A uniform sample of the rows, in order (selection sampling, Knuth, The Art of Computer Programming 2, 3.4.2).</summary>
    private static int[] Pick(int[] rows, int wanted, int seed)
    {
        if (wanted >= rows.Length) return rows;
        var random = new Random(seed);
        var picked = new int[wanted];
        for (var (i, taken) = (0, 0); taken < wanted; i++)
        {
            if (random.Next(rows.Length - i) < wanted - taken) picked[taken++] = rows[i];
        }

        return picked;
    }
}

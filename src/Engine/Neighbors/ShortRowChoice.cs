using System.Numerics.Tensors;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Neighbors;

/// <summary>
/// Along how many axes rows are shortened for an exact search: so many that what they leave to be measured in full costs about as much as one axis more, by a
/// sample of queries and rows. It decides the time, never the result.
/// </summary>
internal static class ShortRowChoice
{
    /// <summary>Axes that are tried, at most.</summary>
    public const int MostAxes = 64;

    /// <summary>Short rows are used where their work is at most this share of that of whole rows.</summary>
    public const double MostWork = 0.7;

    /// <summary>With fewer columns or rows too little is gained to be worth looking.</summary>
    public const int MinDimension = 80;
    public const int MinRows = 4096;

    private const int LeastAxes = 8;
    private const int Step = 4;
    private const int Queries = 48;
    private const int Rows = 4096;
    private const int RowsPerRange = 4096;

    /// <summary>Before a query knows how far its neighbours are, it measures about this many pairs, and of the others twice those that it need have.</summary>
    private const double FirstMeasured = 100;
    private const double MeasuredTwice = 2;

    /// <returns>Null where whole rows take less.</returns>
    public static (PrincipalRotation Rotation, int Axes)? Find(PointMatrix points, int k, StageContext context)
    {
        if (points.Dimension < MinDimension || points.Count < MinRows) return null;
        var rotation = PrincipalRotation.Fit(points, MostAxes, context);
        var (best, least) = (0, MostWork * ExactSample.WorkOf(points.Count, points.Dimension));
        var left = Left(points, rotation, k, context);
        for (var axes = LeastAxes; axes <= rotation.Axes.Length; axes += Step)
        {
            var measured = FirstMeasured + (MeasuredTwice * left[axes]);
            var work = ExactSample.WorkOf(points.Count, axes + 1, measured, points.Dimension);
            if (work < least) (best, least) = (axes, work);
        }

        return best == 0 ? null : (rotation, best);
    }

    /// <returns><c>[axes + 1]</c> by number of axes: rows that their bounds leave within reach of a query's k-th neighbour, on average.</returns>
    private static double[] Left(PointMatrix points, PrincipalRotation rotation, int k, StageContext context)
    {
        var random = new Random(context.Seed);
        int[] queries = [.. Enumerable.Range(0, Queries).Select(_ => random.Next(points.Count))];
        int[] sample = [.. Enumerable.Range(0, Math.Min(Rows, points.Count)).Select(_ => random.Next(points.Count))];
        var reach = Reach(points, queries, k, context);
        var most = rotation.Axes.Length;
        var from = rotation.Shorten(points.Gather(queries), most, context);
        var to = rotation.Shorten(points.Gather(sample), most, context);
        var counts = new long[Queries][];
        Parallel.For(0, Queries, context.Parallel, q =>
        {
            counts[q] = new long[most + 1];
            var a = from.Row(q);
            var furthest = reach[q] * reach[q];
            for (var s = 0; s < sample.Length; s++)
            {
                var b = to.Row(s);
                var (along, axes) = (0f, 0);
                var (restA, restB) = (TensorPrimitives.SumOfSquares(a), TensorPrimitives.SumOfSquares(b));
                for (; axes <= most; axes++)
                {
                    var rest = MathF.Sqrt(MathF.Max(0, restA)) - MathF.Sqrt(MathF.Max(0, restB));
                    if (along + (rest * rest) > furthest) break;
                    if (axes == most) continue;
                    var difference = a[axes] - b[axes];
                    (along, restA, restB) = (along + (difference * difference), restA - (a[axes] * a[axes]), restB - (b[axes] * b[axes]));
                }

                // Bounds only rise: what is ruled out by some axes is ruled out by more.
                for (var left = 0; left < axes; left++) counts[q][left]++;
            }
        });

        var mean = new double[most + 1];
        foreach (var count in counts)
        {
            for (var axes = 0; axes <= most; axes++) mean[axes] += (double)count[axes] * points.Count / sample.Length / Queries;
        }

        return mean;
    }

    /// <summary>Distance from each query to its k-th neighbour.</summary>
    private static float[] Reach(PointMatrix points, int[] queries, int k, StageContext context)
    {
        var best = Empty(new TopK(k + 1, queries.Length));
        context.ForEachRange(points.Count, RowsPerRange, () => Empty(new TopK(k + 1, queries.Length)), (first, end, own) =>
        {
            for (var i = first; i < end; i++)
            {
                var row = points.Row(i);
                for (var q = 0; q < queries.Length; q++) own.TryInsert(q, -TensorPrimitives.Distance(row, points.Row(queries[q])), i);
            }
        }, own =>
        {
            for (var q = 0; q < queries.Length; q++)
            {
                var rows = own.Rows(q);
                for (var nth = 0; nth < rows.Length; nth++) best.TryInsert(q, own.ScoreAt(q, nth + 1), rows[nth]);
            }
        });
        return [.. queries.Select((_, q) => -best.ScoreAt(q, k + 1))];

        static TopK Empty(TopK best)
        {
            best.Clear();
            return best;
        }
    }
}

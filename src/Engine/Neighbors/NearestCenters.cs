using System.Numerics;
using Investigator.Engine.Compute;

namespace Investigator.Engine.Neighbors;

/// <summary>For every row the nearest of a few thousand centres: one sweep of the distance tiles over the centres.</summary>
internal static unsafe class NearestCenters
{
    private const int Block = 512;

    /// <param name="rows">Rows of <paramref name="points"/> to assign, or null for all.</param>
    /// <param name="centers">Packed for dot products, in order.</param>
    /// <param name="nearest">Out: per row its centre (of equals the lowest).</param>
    /// <param name="squared">Out, may be empty: per row the squared distance to it.</param>
    public static void Find<TTile>(float[] points, int dimension, int[]? rows, PanelLayout centers, int[] nearest, float[] squared, StageContext context, ProgressMeter? meter = null)
        where TTile : struct, IDistanceTile
    {
        var count = nearest.Length;
        Parallel.For(0, (count + Block - 1) / Block, context.Parallel, () => new Worker(dimension), (block, _, worker) =>
        {
            var end = Math.Min(count, (block + 1) * Block);
            for (var i = block * Block; i < end; i += RowGroup.Width) worker.Assign<TTile>(points, rows, i, Math.Min(RowGroup.Width, end - i), centers, nearest, squared);
            meter?.Add(0);
            return worker;
        }, static _ => { });
    }

    private sealed class Worker(int dimension)
    {
        private static readonly int[] Places = [0, 1, 2, 3, 4, 5, 6, 7];

        private readonly float[] _centered = new float[RowGroup.Width * dimension];
        private readonly float[] _group = new float[RowGroup.Width * dimension];

        public void Assign<TTile>(float[] points, int[]? rows, int first, int size, PanelLayout centers, int[] nearest, float[] squared)
            where TTile : struct, IDistanceTile
        {
            var best = stackalloc float[RowGroup.Width];
            var norms = stackalloc float[RowGroup.Width];
            var marks = stackalloc ulong[RowGroup.Width];
            var scores = stackalloc float[RowGroup.Width * PanelLayout.Width];
            for (var r = 0; r < RowGroup.Width; r++) best[r] = r < size ? float.NegativeInfinity : float.PositiveInfinity;
            for (var r = 0; r < size; r++)
            {
                nearest[first + r] = 0;
                norms[r] = RowGroup.Center(PointMatrix.Row(points, dimension, rows is null ? first + r : rows[first + r]), centers.Mean, _centered.AsSpan(r * dimension, dimension));
            }

            fixed (float* group = _group)
            {
                RowGroup.Pack(_centered, dimension, Places.AsSpan(0, size), group);
                for (var panel = 0; panel < centers.Panels; panel++)
                {
                    if (!TTile.Score(group, RowGroup.Width, centers.Panel(panel), centers.Bias(panel), dimension, best, scores, marks)) continue;
                    for (var r = 0; r < size; r++)
                    {
                        for (var mark = marks[r]; mark != 0; mark &= mark - 1)
                        {
                            var column = BitOperations.TrailingZeroCount(mark);
                            var score = scores[(r * PanelLayout.Width) + column];
                            if (!(score > best[r])) continue;
                            (best[r], nearest[first + r]) = (score, (panel * PanelLayout.Width) + column);
                        }
                    }
                }
            }

            for (var r = 0; r < size && squared.Length > 0; r++) squared[first + r] = MathF.Max(0, norms[r] - (2 * best[r]));
        }
    }
}

using System.Numerics;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Ivf;

/// <summary>The nearest of a few thousand centres for every row: one pass of the distance tiles over the centres.</summary>
internal static unsafe class CentroidAssignment
{
    private const int Block = 512;

    /// <param name="rows">Rows of <paramref name="points"/> to assign, or null for all.</param>
    /// <param name="centers">Packed for dot products, in order.</param>
    /// <param name="nearest">Out: the centre of each row (the lowest of equals).</param>
    public static void Find<TTile>(PointMatrix points, int[]? rows, PanelLayout centers, int[] nearest, StageContext context, ProgressMeter? meter = null)
        where TTile : struct, IDistanceTile
    {
        context.ForEachRange(nearest.Length, Block, () => new Worker(points.Dimension), (first, end, worker) =>
        {
            for (var i = first; i < end; i += QueryPack.Width) worker.Assign<TTile>(points, rows, i, Math.Min(QueryPack.Width, end - i), centers, nearest);
            meter?.Add(0);
        });
    }

    private sealed class Worker(int dimension)
    {
        private readonly float[] _scratch = new float[dimension];
        private readonly float[] _group = new float[QueryPack.Width * dimension];

        public void Assign<TTile>(PointMatrix points, int[]? rows, int first, int size, PanelLayout centers, int[] nearest)
            where TTile : struct, IDistanceTile
        {
            var best = stackalloc float[QueryPack.Width];
            var marks = stackalloc ulong[QueryPack.Width];
            var scores = stackalloc float[QueryPack.Width * PanelLayout.Width];
            for (var r = 0; r < QueryPack.Width; r++) best[r] = r < size ? float.NegativeInfinity : float.PositiveInfinity;
            fixed (float* group = _group)
            {
                for (var r = 0; r < size; r++)
                {
                    nearest[first + r] = 0;
                    QueryPack.Pack(points.Row(rows is null ? first + r : rows[first + r]), centers.Mean, r, _scratch, group);
                }

                for (var panel = 0; panel < centers.Panels; panel++)
                {
                    if (!TTile.Score(group, QueryPack.Width, centers.Panel(panel), centers.Bias(panel), dimension, best, scores, marks)) continue;
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
        }
    }
}

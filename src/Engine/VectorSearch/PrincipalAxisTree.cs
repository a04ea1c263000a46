using System.Numerics.Tensors;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// An order of the rows in which points near each other are close together. Runs of rows are halved again and again across the direction in which a sample
/// varies most (its first principal axis), always at a multiple of the leaf size, so that the points of every leaf lie in a tight ball.
/// </summary>
internal static class PrincipalAxisTree
{
    /// <summary>Points sampled to choose a direction: enough to see two clusters, few enough to cost nothing.</summary>
    private const int Sample = 256;

    private const int PowerSteps = 4;

    /// <returns><c>[n]</c> rows, a permutation.</returns>
    public static int[] Of(PointMatrix points, int leaf, StageContext context)
    {
        var count = points.Count;
        var order = new int[count];
        for (var i = 0; i < count; i++) order[i] = i;
        var keys = new float[count];
        Split(new Work(points, leaf, order, keys, context.Parallel), new Scratch(points.Dimension), 0, count, depth: 0);
        return order;
    }

    /// <summary>Depth is at most log2(n), so recursion is safe.</summary>
    private static void Split(Work work, Scratch scratch, int start, int length, int depth)
    {
        if (length <= work.Leaf) return;
        work.Options.CancellationToken.ThrowIfCancellationRequested();
        var direction = Direction(work, scratch, start, length);
        for (var i = start; i < start + length; i++)
        {
            work.Keys[i] = TensorPrimitives.Dot(work.Points.Row(work.Order[i]), direction);
        }

        Array.Sort(work.Keys, work.Order, start, length);
        var leaves = (length + work.Leaf - 1) / work.Leaf;
        var left = (leaves + 1) / 2 * work.Leaf;
        if (length > 20_000 && depth < 6 && work.Options.MaxDegreeOfParallelism > 1)
        {
            Parallel.Invoke(
                work.Options,
                () => Split(work, scratch, start, left, depth + 1),
                () => Split(work, new Scratch(work.Points.Dimension), start + left, length - left, depth + 1));
        }
        else
        {
            Split(work, scratch, start, left, depth + 1);
            Split(work, scratch, start + left, length - left, depth + 1);
        }
    }

    /// <summary>The first principal direction of a strided sample, by power iteration from the longest offset to the mean.</summary>
    private static float[] Direction(Work work, Scratch scratch, int start, int length)
    {
        var size = Math.Min(Sample, length);
        var d = work.Points.Dimension;
        var sample = scratch.Sample;
        var mean = scratch.Mean;
        var direction = scratch.Direction;
        var next = scratch.Next;
        Array.Clear(mean);
        Array.Clear(direction);
        for (var s = 0; s < size; s++)
        {
            var row = work.Points.Row(work.Order[start + (int)((long)s * length / size)]);
            row.CopyTo(sample.AsSpan(s * d));
            TensorPrimitives.MultiplyAdd(row, 1f / size, mean, mean);
        }

        var longest = -1f;
        for (var s = 0; s < size; s++)
        {
            var row = sample.AsSpan(s * d, d);
            TensorPrimitives.Subtract(row, mean, row);
            var norm = TensorPrimitives.Norm<float>(row);
            if (norm <= longest) continue;
            longest = norm;
            row.CopyTo(direction);
        }

        for (var step = 0; step < PowerSteps; step++)
        {
            var norm = TensorPrimitives.Norm<float>(direction);
            if (!(norm > 0) || !float.IsFinite(norm)) return direction;
            TensorPrimitives.Divide(direction, norm, direction);
            Array.Clear(next);
            for (var s = 0; s < size; s++)
            {
                var row = sample.AsSpan(s * d, d);
                TensorPrimitives.MultiplyAdd(row, TensorPrimitives.Dot<float>(row, direction), next, next);
            }

            (direction, next) = (next, direction);
        }

        return direction;
    }

    private sealed record Work(PointMatrix Points, int Leaf, int[] Order, float[] Keys, ParallelOptions Options);

    /// <summary>Buffers of one thread.</summary>
    private sealed class Scratch(int dimension)
    {
        /// <summary><c>[sample, d]</c>.</summary>
        public float[] Sample { get; } = new float[PrincipalAxisTree.Sample * dimension];

        public float[] Mean { get; } = new float[dimension];

        public float[] Direction { get; } = new float[dimension];

        public float[] Next { get; } = new float[dimension];
    }
}

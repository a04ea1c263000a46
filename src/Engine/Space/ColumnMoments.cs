using Investigator.Engine.Core;

namespace Investigator.Engine.Space;

/// <summary>Sums of the columns of a part of the space, in the order of the rows, without holding the columns.</summary>
internal static class ColumnMoments
{
    /// <summary>Rows at a time; their values stay in the cache.</summary>
    private const int Block = 1024;

    /// <returns><c>[width]</c> population variance: what a column adds to the mean squared distance of two rows, halved.</returns>
    public static double[] Variances(SpacePart part, int rows, StageContext context)
    {
        var (sums, squares) = Sum(part, rows, context);
        var variances = new double[part.Width];
        for (var c = 0; c < variances.Length && rows > 0; c++)
        {
            var mean = sums[c] / rows;
            variances[c] = Math.Max(0, (squares[c] / rows) - (mean * mean));
        }

        return variances;
    }

    /// <returns><c>[width]</c>; 0 without rows.</returns>
    public static double[] Means(SpacePart part, int rows, StageContext context) =>
        Array.ConvertAll(Sum(part, rows, context).Sums, sum => rows == 0 ? 0 : sum / rows);

    private static (double[] Sums, double[] Squares) Sum(SpacePart part, int rows, StageContext context)
    {
        var (sums, squares) = (new double[part.Width], new double[part.Width]);
        var block = new float[part.Width * Block];
        for (var first = 0; first < rows; first += Block)
        {
            context.Cancel.ThrowIfCancellationRequested();
            var count = Math.Min(Block, rows - first);
            part.Fill(first, count, block, 1, Block);
            for (var c = 0; c < sums.Length; c++)
            {
                var (sum, square) = (sums[c], squares[c]);
                foreach (var value in block.AsSpan(c * Block, count))
                {
                    sum += value;
                    square += (double)value * value;
                }

                (sums[c], squares[c]) = (sum, square);
            }
        }

        return (sums, squares);
    }
}

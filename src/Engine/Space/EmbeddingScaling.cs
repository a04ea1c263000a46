using Investigator.Engine.Core;

namespace Investigator.Engine.Space;

/// <summary>Behaviour vectors about their centre, times one factor for all dimensions; a value that is no finite number counts as 0.</summary>
internal sealed record EmbeddingScaling
{
    /// <summary>Below this variance all vectors are the same to rounding.</summary>
    private const double NoVariance = 1e-9;

    /// <summary><c>[d]</c> mean of each dimension.</summary>
    public required double[] Centers { get; init; }

    /// <summary>Brings the block to its weight.</summary>
    public float Factor { get; init; } = 1;

    /// <param name="vectors"><c>[n, d]</c> row-major.</param>
    /// <param name="dimension">d.</param>
    /// <param name="context">Cancel.</param>
    /// <returns>With the factor 1, and the variance of each dimension; null where all rows have the same vector.</returns>
    public static (EmbeddingScaling Scaling, double[] Variances)? Fit(float[] vectors, int dimension, StageContext context)
    {
        var rows = dimension == 0 ? 0 : vectors.Length / dimension;
        var sums = new double[dimension];
        for (var i = 0; i < rows; i++)
        {
            if ((i & 0xFFFF) == 0) context.Cancel.ThrowIfCancellationRequested();
            var row = vectors.AsSpan(i * dimension, dimension);
            for (var c = 0; c < row.Length; c++) sums[c] += Finite(row[c]);
        }

        var scaling = new EmbeddingScaling { Centers = Array.ConvertAll(sums, sum => sum / Math.Max(1, rows)) };
        var variances = ColumnMoments.Variances(scaling.Bind(vectors), rows, context);
        return variances.Sum() > NoVariance ? (scaling, variances) : null;
    }

    public SpacePart Bind(float[] vectors) => new Part(this, vectors);

    private static float Finite(float value) => float.IsFinite(value) ? value : 0;

    private sealed class Part(EmbeddingScaling scaling, float[] vectors) : SpacePart(scaling.Centers.Length)
    {
        public override void Fill(int first, int count, Span<float> to, int rowStep, int columnStep)
        {
            var (centers, factor) = (scaling.Centers, scaling.Factor);
            for (var i = 0; i < count; i++)
            {
                var row = vectors.AsSpan((first + i) * centers.Length, centers.Length);
                for (var c = 0; c < row.Length; c++) to[(i * rowStep) + (c * columnStep)] = (float)(Finite(row[c]) - centers[c]) * factor;
            }
        }
    }
}

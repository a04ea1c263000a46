using System.Numerics.Tensors;

namespace Investigator.Engine.Neighbors;

/// <summary>Eight rows as the distance tiles want them: value of dimension j of row r at <c>[8 j + r]</c>.</summary>
internal static unsafe class RowGroup
{
    public const int Width = 8;

    /// <param name="rows"><c>[m, d]</c> row-major, already centred.</param>
    /// <param name="chosen">At most 8 of them; the rest of the group is left as it is and must be kept out by its thresholds.</param>
    /// <param name="to"><c>[d, 8]</c>.</param>
    public static void Pack(float[] rows, int dimension, ReadOnlySpan<int> chosen, float* to)
    {
        for (var r = 0; r < chosen.Length; r++)
        {
            var row = rows.AsSpan(chosen[r] * dimension, dimension);
            for (var j = 0; j < row.Length; j++) to[(j * Width) + r] = row[j];
        }
    }

    /// <summary>Packs one row, centred on an origin, into a group, or into a panel by its stride.</summary>
    /// <param name="scratch"><c>[d]</c>.</param>
    /// <returns>Its squared length from there.</returns>
    public static float Pack(ReadOnlySpan<float> row, ReadOnlySpan<float> origin, int place, Span<float> scratch, float* to, int stride = Width)
    {
        TensorPrimitives.Subtract(row, origin, scratch);
        for (var j = 0; j < scratch.Length; j++) to[(j * stride) + place] = scratch[j];
        return TensorPrimitives.SumOfSquares<float>(scratch);
    }
}

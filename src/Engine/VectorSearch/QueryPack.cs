using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Investigator.Engine.VectorSearch;

/// <summary>Eight queries packed for the distance tiles: dimension j of row r is at <c>[8 j + r]</c>.</summary>
internal static unsafe class QueryPack
{
    public const int Width = 8;

    /// <param name="rows"><c>[m, d]</c> row-major, already centred.</param>
    /// <param name="chosen">At most 8 of them; the rest of the pack is left as it is, and thresholds must keep it out.</param>
    /// <param name="to"><c>[d, 8]</c>.</param>
    public static void Pack(float[] rows, int dimension, ReadOnlySpan<int> chosen, float* to)
    {
        for (var r = 0; r < chosen.Length; r++)
        {
            var row = rows.AsSpan(chosen[r] * dimension, dimension);
            for (var j = 0; j < row.Length; j++) to[(j * Width) + r] = row[j];
        }
    }

    /// <summary>Packs one row, centred on an origin, into a pack or, with its stride, into a panel.</summary>
    /// <param name="scratch"><c>[d]</c>.</param>
    /// <returns>Its squared distance from the origin.</returns>
    public static float Pack(ReadOnlySpan<float> row, ReadOnlySpan<float> origin, int place, Span<float> scratch, float* to, int stride = Width)
    {
        TensorPrimitives.Subtract(row, origin, scratch);
        for (var j = 0; j < scratch.Length; j++) to[(j * stride) + place] = scratch[j];
        return TensorPrimitives.SumOfSquares<float>(scratch);
    }

    /// <summary>Packs eight rows, centred on an origin.</summary>
    /// <param name="rows"><c>[8]</c> address of each row.</param>
    /// <param name="origin"><c>[d]</c>.</param>
    /// <param name="dimension">d.</param>
    /// <param name="to">Dimension j of row r goes to <c>[j * stride + r]</c>.</param>
    /// <param name="stride">8 for a pack, 48 for a panel.</param>
    public static void Pack(float** rows, float* origin, int dimension, float* to, int stride)
    {
        var j = 0;
        if (Avx.IsSupported)
        {
            for (; j <= dimension - Width; j += Width) Transpose(rows, j, Vector256.Load(origin + j), to + ((nint)j * stride), stride);
        }

        for (; j < dimension; j++)
        {
            for (var r = 0; r < Width; r++) to[((nint)j * stride) + r] = rows[r][j] - origin[j];
        }
    }

    /// <summary>Transposes eight dimensions of eight rows: interleaves pairs, then fours, then swaps halves.</summary>
    private static void Transpose(float** rows, int j, Vector256<float> origin, float* to, int stride)
    {
        Vector256<float> r0 = Vector256.Load(rows[0] + j) - origin, r1 = Vector256.Load(rows[1] + j) - origin;
        Vector256<float> r2 = Vector256.Load(rows[2] + j) - origin, r3 = Vector256.Load(rows[3] + j) - origin;
        Vector256<float> r4 = Vector256.Load(rows[4] + j) - origin, r5 = Vector256.Load(rows[5] + j) - origin;
        Vector256<float> r6 = Vector256.Load(rows[6] + j) - origin, r7 = Vector256.Load(rows[7] + j) - origin;
        Vector256<float> p0 = Avx.UnpackLow(r0, r1), p1 = Avx.UnpackHigh(r0, r1), p2 = Avx.UnpackLow(r2, r3), p3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> p4 = Avx.UnpackLow(r4, r5), p5 = Avx.UnpackHigh(r4, r5), p6 = Avx.UnpackLow(r6, r7), p7 = Avx.UnpackHigh(r6, r7);
        Vector256<float> f0 = Avx.Shuffle(p0, p2, 0x44), f1 = Avx.Shuffle(p0, p2, 0xEE), f2 = Avx.Shuffle(p1, p3, 0x44), f3 = Avx.Shuffle(p1, p3, 0xEE);
        Vector256<float> f4 = Avx.Shuffle(p4, p6, 0x44), f5 = Avx.Shuffle(p4, p6, 0xEE), f6 = Avx.Shuffle(p5, p7, 0x44), f7 = Avx.Shuffle(p5, p7, 0xEE);
        Avx.Permute2x128(f0, f4, 0x20).Store(to);
        Avx.Permute2x128(f1, f5, 0x20).Store(to + stride);
        Avx.Permute2x128(f2, f6, 0x20).Store(to + (2 * stride));
        Avx.Permute2x128(f3, f7, 0x20).Store(to + (3 * stride));
        Avx.Permute2x128(f0, f4, 0x31).Store(to + (4 * stride));
        Avx.Permute2x128(f1, f5, 0x31).Store(to + (5 * stride));
        Avx.Permute2x128(f2, f6, 0x31).Store(to + (6 * stride));
        Avx.Permute2x128(f3, f7, 0x31).Store(to + (7 * stride));
    }
}

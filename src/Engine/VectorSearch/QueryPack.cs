using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Investigator.Engine.Tables;

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

    /// <summary>Packs up to eight rows of a matrix, centred on an origin. In places without a row lies the origin.</summary>
    /// <param name="points"><c>[n, d]</c>.</param>
    /// <param name="rows">At most eight.</param>
    /// <param name="origin"><c>[d]</c>.</param>
    /// <param name="to">Dimension j of row r goes to <c>[j * stride + r]</c>.</param>
    /// <param name="stride">8 for a pack, 48 for a panel.</param>
    /// <param name="norms">Out: <c>[8]</c> squared distance of each from the origin.</param>
    public static void Pack(PointMatrix points, ReadOnlySpan<int> rows, ReadOnlySpan<float> origin, float* to, int stride, float* norms)
    {
        var eight = stackalloc float*[Width];
        fixed (float* own = origin)
        {
            // Rows may be in several arrays.
            fixed (float* r0 = &Source(points, rows, 0, origin), r1 = &Source(points, rows, 1, origin))
            fixed (float* r2 = &Source(points, rows, 2, origin), r3 = &Source(points, rows, 3, origin))
            fixed (float* r4 = &Source(points, rows, 4, origin), r5 = &Source(points, rows, 5, origin))
            fixed (float* r6 = &Source(points, rows, 6, origin), r7 = &Source(points, rows, 7, origin))
            {
                eight[0] = r0;
                eight[1] = r1;
                eight[2] = r2;
                eight[3] = r3;
                eight[4] = r4;
                eight[5] = r5;
                eight[6] = r6;
                eight[7] = r7;
                Pack(eight, own, origin.Length, to, stride);
            }
        }

        var (even, odd) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var j = 0;
        for (; j < origin.Length - 1; j += 2)
        {
            var (first, second) = (Vector256.Load(to + ((nint)j * stride)), Vector256.Load(to + ((nint)(j + 1) * stride)));
            even = Vector256.FusedMultiplyAdd(first, first, even);
            odd = Vector256.FusedMultiplyAdd(second, second, odd);
        }

        if (j < origin.Length)
        {
            var last = Vector256.Load(to + ((nint)j * stride));
            even = Vector256.FusedMultiplyAdd(last, last, even);
        }

        (even + odd).Store(norms);
    }

    private static ref readonly float Source(PointMatrix points, ReadOnlySpan<int> rows, int r, ReadOnlySpan<float> origin) =>
        ref r < rows.Length ? ref points.First(rows[r]) : ref MemoryMarshal.GetReference(origin);

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

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// Scores 8 queries against one panel of 48 points, with the sums kept in registers over all dimensions. A higher score is nearer. Scores above a query's
/// threshold are marked and written out; most tiles end with nothing marked, so selection costs almost nothing.
/// </summary>
internal unsafe interface IDistanceTile
{
    /// <param name="queries">Value of dimension j of query r at <c>[j * stride + r]</c>.</param>
    /// <param name="stride">Floats from one dimension of the queries to the next.</param>
    /// <param name="panel"><c>[d, 48]</c>.</param>
    /// <param name="bias"><c>[48]</c>, what the scores start from: minus infinity keeps a padding column out.</param>
    /// <param name="dimension">d.</param>
    /// <param name="thresholds"><c>[8]</c>.</param>
    /// <param name="scores"><c>[8, 48]</c>; only rows with a mark are written.</param>
    /// <param name="marks"><c>[8]</c>, one bit per column.</param>
    /// <returns>Whether anything was marked.</returns>
    static abstract bool Score(float* queries, int stride, float* panel, float* bias, int dimension, float* thresholds, float* scores, ulong* marks);
}

/// <summary>Score ab - |b|²/2, so that the squared distance is |a|² - 2 score: one multiply-add per pair and dimension. 24 of 32 registers hold sums.</summary>
internal readonly unsafe struct WideDotTile : IDistanceTile
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Score(float* queries, int stride, float* panel, float* bias, int dimension, float* thresholds, float* scores, ulong* marks)
    {
        Vector512<float> b0 = Vector512.Load(bias), b1 = Vector512.Load(bias + 16), b2 = Vector512.Load(bias + 32);
        Vector512<float> a00 = b0, a01 = b1, a02 = b2, a10 = b0, a11 = b1, a12 = b2, a20 = b0, a21 = b1, a22 = b2, a30 = b0, a31 = b1, a32 = b2;
        Vector512<float> a40 = b0, a41 = b1, a42 = b2, a50 = b0, a51 = b1, a52 = b2, a60 = b0, a61 = b1, a62 = b2, a70 = b0, a71 = b1, a72 = b2;
        for (var j = 0; j < dimension; j++)
        {
            var p0 = Vector512.Load(panel);
            var p1 = Vector512.Load(panel + 16);
            var p2 = Vector512.Load(panel + 32);
            var q = Vector512.Create(queries[0]);
            a00 = Vector512.FusedMultiplyAdd(q, p0, a00);
            a01 = Vector512.FusedMultiplyAdd(q, p1, a01);
            a02 = Vector512.FusedMultiplyAdd(q, p2, a02);
            q = Vector512.Create(queries[1]);
            a10 = Vector512.FusedMultiplyAdd(q, p0, a10);
            a11 = Vector512.FusedMultiplyAdd(q, p1, a11);
            a12 = Vector512.FusedMultiplyAdd(q, p2, a12);
            q = Vector512.Create(queries[2]);
            a20 = Vector512.FusedMultiplyAdd(q, p0, a20);
            a21 = Vector512.FusedMultiplyAdd(q, p1, a21);
            a22 = Vector512.FusedMultiplyAdd(q, p2, a22);
            q = Vector512.Create(queries[3]);
            a30 = Vector512.FusedMultiplyAdd(q, p0, a30);
            a31 = Vector512.FusedMultiplyAdd(q, p1, a31);
            a32 = Vector512.FusedMultiplyAdd(q, p2, a32);
            q = Vector512.Create(queries[4]);
            a40 = Vector512.FusedMultiplyAdd(q, p0, a40);
            a41 = Vector512.FusedMultiplyAdd(q, p1, a41);
            a42 = Vector512.FusedMultiplyAdd(q, p2, a42);
            q = Vector512.Create(queries[5]);
            a50 = Vector512.FusedMultiplyAdd(q, p0, a50);
            a51 = Vector512.FusedMultiplyAdd(q, p1, a51);
            a52 = Vector512.FusedMultiplyAdd(q, p2, a52);
            q = Vector512.Create(queries[6]);
            a60 = Vector512.FusedMultiplyAdd(q, p0, a60);
            a61 = Vector512.FusedMultiplyAdd(q, p1, a61);
            a62 = Vector512.FusedMultiplyAdd(q, p2, a62);
            q = Vector512.Create(queries[7]);
            a70 = Vector512.FusedMultiplyAdd(q, p0, a70);
            a71 = Vector512.FusedMultiplyAdd(q, p1, a71);
            a72 = Vector512.FusedMultiplyAdd(q, p2, a72);
            panel += PanelLayout.Width;
            queries += stride;
        }

        return Mark(a00, a01, a02, thresholds, scores, marks, 0) | Mark(a10, a11, a12, thresholds, scores, marks, 1)
            | Mark(a20, a21, a22, thresholds, scores, marks, 2) | Mark(a30, a31, a32, thresholds, scores, marks, 3)
            | Mark(a40, a41, a42, thresholds, scores, marks, 4) | Mark(a50, a51, a52, thresholds, scores, marks, 5)
            | Mark(a60, a61, a62, thresholds, scores, marks, 6) | Mark(a70, a71, a72, thresholds, scores, marks, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Mark(Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, float* thresholds, float* scores, ulong* marks, int row)
    {
        var t = Vector512.Create(thresholds[row]);
        var mark = Vector512.GreaterThan(s0, t).ExtractMostSignificantBits()
            | (Vector512.GreaterThan(s1, t).ExtractMostSignificantBits() << 16)
            | (Vector512.GreaterThan(s2, t).ExtractMostSignificantBits() << 32);
        marks[row] = mark;
        if (mark == 0) return false;
        s0.Store(scores + (row * PanelLayout.Width));
        s1.Store(scores + (row * PanelLayout.Width) + 16);
        s2.Store(scores + (row * PanelLayout.Width) + 32);
        return true;
    }
}

/// <summary>The same score where vectors are narrower: 4 queries by 3 vectors at a time, so that 16 registers suffice.</summary>
internal readonly unsafe struct NarrowDotTile : IDistanceTile
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Score(float* queries, int stride, float* panel, float* bias, int dimension, float* thresholds, float* scores, ulong* marks)
    {
        var w = Vector<float>.Count;
        for (var r = 0; r < 8; r += 4)
        {
            for (var c = 0; c < PanelLayout.Width; c += 3 * w)
            {
                Vector<float> b0 = Vector.Load(bias + c), b1 = Vector.Load(bias + c + w), b2 = Vector.Load(bias + c + w + w);
                Vector<float> a00 = b0, a01 = b1, a02 = b2, a10 = b0, a11 = b1, a12 = b2, a20 = b0, a21 = b1, a22 = b2, a30 = b0, a31 = b1, a32 = b2;
                var p = panel + c;
                var from = queries + r;
                for (var j = 0; j < dimension; j++)
                {
                    var p0 = Vector.Load(p);
                    var p1 = Vector.Load(p + w);
                    var p2 = Vector.Load(p + w + w);
                    var q = Vector.Create(from[0]);
                    a00 = Vector.FusedMultiplyAdd(q, p0, a00);
                    a01 = Vector.FusedMultiplyAdd(q, p1, a01);
                    a02 = Vector.FusedMultiplyAdd(q, p2, a02);
                    q = Vector.Create(from[1]);
                    a10 = Vector.FusedMultiplyAdd(q, p0, a10);
                    a11 = Vector.FusedMultiplyAdd(q, p1, a11);
                    a12 = Vector.FusedMultiplyAdd(q, p2, a12);
                    q = Vector.Create(from[2]);
                    a20 = Vector.FusedMultiplyAdd(q, p0, a20);
                    a21 = Vector.FusedMultiplyAdd(q, p1, a21);
                    a22 = Vector.FusedMultiplyAdd(q, p2, a22);
                    q = Vector.Create(from[3]);
                    a30 = Vector.FusedMultiplyAdd(q, p0, a30);
                    a31 = Vector.FusedMultiplyAdd(q, p1, a31);
                    a32 = Vector.FusedMultiplyAdd(q, p2, a32);
                    p += PanelLayout.Width;
                    from += stride;
                }

                Store(a00, a01, a02, scores + (r * PanelLayout.Width) + c);
                Store(a10, a11, a12, scores + ((r + 1) * PanelLayout.Width) + c);
                Store(a20, a21, a22, scores + ((r + 2) * PanelLayout.Width) + c);
                Store(a30, a31, a32, scores + ((r + 3) * PanelLayout.Width) + c);
            }
        }

        return ScoreMarks.Find(thresholds, scores, marks);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> s0, Vector<float> s1, Vector<float> s2, float* to)
    {
        s0.Store(to);
        s1.Store(to + Vector<float>.Count);
        s2.Store(to + (2 * Vector<float>.Count));
    }
}

/// <summary>Score -|a - b|²/2 by differences: slower, but free of cancellation; for the queries whose answer dot products leave in doubt.</summary>
internal readonly unsafe struct DifferenceTile : IDistanceTile
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Score(float* queries, int stride, float* panel, float* bias, int dimension, float* thresholds, float* scores, ulong* marks)
    {
        var w = Vector<float>.Count;
        var half = new Vector<float>(0.5f);
        for (var r = 0; r < 8; r += 2)
        {
            for (var c = 0; c < PanelLayout.Width; c += 3 * w)
            {
                Vector<float> a00 = default, a01 = default, a02 = default, a10 = default, a11 = default, a12 = default;
                var p = panel + c;
                var from = queries + r;
                for (var j = 0; j < dimension; j++)
                {
                    var p0 = Vector.Load(p);
                    var p1 = Vector.Load(p + w);
                    var p2 = Vector.Load(p + w + w);
                    var q = Vector.Create(from[0]);
                    a00 += (q - p0) * (q - p0);
                    a01 += (q - p1) * (q - p1);
                    a02 += (q - p2) * (q - p2);
                    q = Vector.Create(from[1]);
                    a10 += (q - p0) * (q - p0);
                    a11 += (q - p1) * (q - p1);
                    a12 += (q - p2) * (q - p2);
                    p += PanelLayout.Width;
                    from += stride;
                }

                Vector<float> b0 = Vector.Load(bias + c), b1 = Vector.Load(bias + c + w), b2 = Vector.Load(bias + c + w + w);
                var to = scores + (r * PanelLayout.Width) + c;
                (b0 - (a00 * half)).Store(to);
                (b1 - (a01 * half)).Store(to + w);
                (b2 - (a02 * half)).Store(to + w + w);
                to += PanelLayout.Width;
                (b0 - (a10 * half)).Store(to);
                (b1 - (a11 * half)).Store(to + w);
                (b2 - (a12 * half)).Store(to + w + w);
            }
        }

        return ScoreMarks.Find(thresholds, scores, marks);
    }
}

internal static unsafe class ScoreMarks
{
    /// <summary>Marks the scores above each row's threshold.</summary>
    public static bool Find(float* thresholds, float* scores, ulong* marks)
    {
        var any = 0UL;
        for (var r = 0; r < 8; r++)
        {
            var t = Vector128.Create(thresholds[r]);
            var mark = 0UL;
            for (var c = 0; c < PanelLayout.Width; c += 4)
            {
                mark |= (ulong)Vector128.GreaterThan(Vector128.Load(scores + (r * PanelLayout.Width) + c), t).ExtractMostSignificantBits() << c;
            }

            marks[r] = mark;
            any |= mark;
        }

        return any != 0;
    }
}

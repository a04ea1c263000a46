using System.Numerics;

namespace Investigator.Engine.VectorSearch;

/// <summary>Lower bounds, safe against rounding, on the distance from each query to every point in a panel's ball.</summary>
internal static unsafe class PanelBounds
{
    /// <summary>Half a unit in the last place of float32.</summary>
    private const float Unit = 1f / (1 << 24);

    /// <summary>
    /// Terms to add to the dimension of short rows (<see cref="PrincipalRotation"/>) in the errors below. A short row is off by u of its length, so two of them
    /// can seem further apart than their points by u (|a| + |b|), and squared by 5 u (|a| + distance)², which is less than these terms allow for.
    /// </summary>
    public const int ProjectionTerms = 4;

    /// <summary>
    /// Relative error of a d-term sum of products: |fl(ab) - ab| is at most d u |a||b| (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1);
    /// a few more roundings for norms and packing.
    /// </summary>
    public static float RelativeError(int dimension) => (dimension + 8) * Unit;

    /// <summary>
    /// Most by which a squared distance computed from a dot product can be wrong, for a point no further than <paramref name="distance"/> from a query of
    /// squared length <paramref name="norm"/>.
    /// </summary>
    public static float DotError(int dimension, float norm, float distance)
    {
        var length = MathF.Sqrt(norm);
        var other = length + distance;
        return 2 * RelativeError(dimension) * ((length * other) + norm + (other * other));
    }

    /// <summary>
    /// The dot-product score below which, rounding allowed for, a point is certainly further than <paramref name="distance"/>; minus infinity when any distance
    /// will do.
    /// </summary>
    public static float LeastScore(int dimension, float norm, float distance) => float.IsPositiveInfinity(distance)
        ? float.NegativeInfinity
        : MathF.BitDecrement((norm - (distance * distance) - DotError(dimension, norm, distance)) / 2);

    /// <summary>For 48 queries (a panel of any layout with the same coordinates) and up to 8 panels: no point of the panel is nearer than its bound.</summary>
    /// <param name="queries">Panel of queries, <c>[d, 48]</c>, with its <paramref name="bias"/> and squared lengths <paramref name="norms"/>.</param>
    /// <param name="layout">The layout searched.</param>
    /// <param name="panels">At most 8 of its panels.</param>
    /// <param name="dots">Whether the tile scores by dot products.</param>
    /// <param name="group">Scratch, <c>[d, 8]</c>.</param>
    /// <param name="bounds">Out: <c>[8, 48]</c>; plus infinity for padding queries, 0 or less where the query is inside the ball.</param>
    public static void Fill<TTile>(
        float* queries, float* bias, ReadOnlySpan<float> norms, PanelLayout layout, ReadOnlySpan<int> panels, bool dots, float* group, float[] bounds)
        where TTile : struct, IDistanceTile
    {
        var thresholds = stackalloc float[8];
        var marks = stackalloc ulong[8];
        var scores = stackalloc float[8 * PanelLayout.Width];
        new Span<float>(thresholds, 8).Fill(float.NegativeInfinity);
        var relative = 4 * RelativeError(layout.Dimension);
        QueryPack.Pack(layout.Centers, layout.Dimension, panels, group);
        TTile.Score(group, QueryPack.Width, queries, bias, layout.Dimension, thresholds, scores, marks);
        for (var r = 0; r < panels.Length; r++)
        {
            var norm = new Vector<float>(dots ? layout.CenterNorms[panels[r]] : 0);
            var radius = new Vector<float>(layout.Radii[panels[r]]);
            for (var q = 0; q < PanelLayout.Width; q += Vector<float>.Count)
            {
                var squared = norm - (2f * Vector.Load(scores + (r * PanelLayout.Width) + q));
                var error = relative * (dots ? norm + new Vector<float>(norms[q..]) : squared);
                var bound = Vector.SquareRoot(Vector.Max(Vector<float>.Zero, squared - error)) - radius;
                var infinite = Vector.Equals(squared, new Vector<float>(float.PositiveInfinity));
                Vector.ConditionalSelect(infinite, squared, bound).CopyTo(bounds, (r * PanelLayout.Width) + q);
            }
        }
    }
}

using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Ivf;

/// <summary>
/// The points of an approximate search and the rows that it goes through: the points themselves or, where a few principal axes hold nearly all of the variance,
/// short rows along these (<see cref="PrincipalRotation"/>). Short rows only rule out: what they leave is measured by the points, so that neighbours which
/// differ from others in nothing but the axes left out are found as well as any.
/// </summary>
internal sealed class SearchedPoints
{
    /// <summary>
    /// Share of the variance that the axes of short rows hold. 48 coordinates of 186 do so in the space of a million simulated payments, and of each query's
    /// points outside of its neighbours they leave some tens to be measured.
    /// </summary>
    private const double AxesShare = 0.95;

    /// <summary>Short rows are a multiple of this wide, which is whole vectors, and at most so wide, which bounds their memory.</summary>
    private const int WidthStep = 16;
    private const int MaxWidth = 64;

    /// <summary>Most that short rows may take of the points' width; measuring what they leave costs the rest.</summary>
    private const double MaxShareOfWidth = 0.6;

    private const int Sample = 4096;

    private SearchedPoints(PointMatrix points, PointMatrix rows) => (Points, Rows) = (points, rows);

    /// <summary><c>[n, d]</c>: what distances are measured by.</summary>
    public PointMatrix Points { get; }

    /// <summary><c>[n, m]</c>: what is gone through.</summary>
    public PointMatrix Rows { get; }

    public bool IsShort => !ReferenceEquals(Points, Rows);

    public int Count => Points.Count;

    /// <summary>Terms that a score's rounding is that of (see <see cref="PanelBounds"/>).</summary>
    public int Terms => Rows.Dimension + (IsShort ? PanelBounds.ProjectionTerms : 0);

    /// <summary>Chooses short rows or the points.</summary>
    public static SearchedPoints Of(PointMatrix points, StageContext context)
    {
        var most = MaxWidthFor(points.Dimension);
        if (most == 0) return Whole(points);
        var rotation = PrincipalRotation.Fit(points, most - 1, context);
        var axes = AxesFor(rotation, points.Gather(CoarseQuantizer.Rows(new Random(context.Seed), points.Count, Math.Min(Sample, points.Count))), context);
        var width = (axes + WidthStep) / WidthStep * WidthStep;
        return axes == 0 || width > most ? Whole(points) : new SearchedPoints(points, rotation.Shorten(points, width - 1, context));
    }

    /// <summary>Most bytes per row that short rows take, with the panels that they are packed into.</summary>
    public static long MaxBytesPerRow(int dimension) => 2L * sizeof(float) * MaxWidthFor(dimension);

    /// <summary>The points gone through as they are.</summary>
    public static SearchedPoints Whole(PointMatrix points) => new(points, points);

    private static int MaxWidthFor(int dimension) => Math.Min(MaxWidth, (int)(MaxShareOfWidth * dimension) / WidthStep * WidthStep);

    /// <returns>How many axes hold enough of the variance; 0 where all of them do not, or there is none.</returns>
    private static int AxesFor(PrincipalRotation rotation, PointMatrix sample, StageContext context)
    {
        var rows = rotation.Shorten(sample, rotation.Axes.Length, context);
        var variance = new double[rows.Dimension];
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.Row(i);
            for (var j = 0; j < row.Length; j++) variance[j] += (double)row[j] * row[j];
        }

        var wanted = AxesShare * variance.Sum();
        var held = 0.0;
        for (var axes = 1; axes <= rotation.Axes.Length; axes++)
        {
            held += variance[axes - 1];
            if (held > 0 && held >= wanted) return axes;
        }

        return 0;
    }
}

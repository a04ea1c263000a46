using System.Runtime.Intrinsics;

namespace Investigator.Engine.VectorSearch.Ivf;

/// <summary>
/// Decides which cells may hold a nearer neighbour of a query. A point x of a cell with centre c has |q - x|² = |q - c|² + |x - c|² - 2 (q - c)(x - c). With
/// the cell's mean squared radius s and its variance v, in d dimensions, the mean of that is |q - c|² + s and its variance about v + 4 |q - c|² s / d. A cell
/// is worth searching while the square of the query's k-th distance is no more standard deviations below that mean than the limit says: the chance of a hit per
/// point searched is then the same for every query and cell.
/// </summary>
internal sealed class ProbePolicy
{
    /// <summary><c>[cells]</c>, padded to whole panels with values that are near to nothing.</summary>
    private readonly float[] _spread;
    private readonly float[] _variance;
    private readonly float[] _norms;
    private readonly float _slope;

    /// <summary>
    /// Most by which a squared distance computed from dot products is too long, as a share of the squared lengths (see <see cref="PanelBounds"/>): where
    /// rounding hides how near a cell is, it counts as near.
    /// </summary>
    private readonly float _error;

    /// <param name="cells">The cells.</param>
    /// <param name="centers">Their centres, packed.</param>
    public ProbePolicy(CoarseQuantizer cells, PanelLayout centers)
    {
        var dimension = centers.Dimension;
        (_norms, _error) = (centers.Norms, 4 * PanelBounds.RelativeError(dimension));
        var padded = (cells.Count + PanelLayout.Width - 1) / PanelLayout.Width * PanelLayout.Width;
        (_spread, _variance, _slope) = (new float[padded], new float[padded], 4f / dimension);
        Array.Fill(_variance, float.NaN);
        cells.Spread.CopyTo(_spread, 0);
        cells.SpreadVariance.CopyTo(_variance, 0);
    }

    /// <summary>Squared number of standard deviations by which <paramref name="radius"/> is below the cell's mean; 0 when above it.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="squared">|q - c|².</param>
    /// <param name="radius">Square of the query's k-th distance.</param>
    public float Deviations(int cell, float squared, float radius)
    {
        var below = squared + _spread[cell] - radius;
        return below <= 0 ? 0 : below * below / MathF.Max(float.Epsilon, _variance[cell] + (_slope * squared * _spread[cell]));
    }

    /// <summary>The same for the 48 cells of one panel of centres: one bit per cell, set where its deviations are at most <paramref name="limit"/>.</summary>
    /// <param name="panel">Panel of centres.</param>
    /// <param name="scores"><c>[48]</c> q c - |c|²/2.</param>
    /// <param name="norm">|q|².</param>
    /// <param name="radius">Square of the query's k-th distance; where it is 0 nothing can be nearer.</param>
    /// <param name="limit">Deviations, squared.</param>
    public unsafe ulong Near(int panel, float* scores, float norm, float radius, float limit)
    {
        if (!(radius > 0)) return 0;
        var near = 0UL;
        for (var c = 0; c < PanelLayout.Width; c += Vector256<float>.Count)
        {
            var lengths = Vector256.Create(norm) + Vector256.LoadUnsafe(ref _norms[(panel * PanelLayout.Width) + c]);
            var squared = Vector256.Max(Vector256<float>.Zero, Vector256.Create(norm) - (Vector256.Load(scores + c) * 2f) - (lengths * _error));
            var spread = Vector256.LoadUnsafe(ref _spread[(panel * PanelLayout.Width) + c]);
            var below = Vector256.Max(Vector256<float>.Zero, squared + spread - Vector256.Create(radius));
            var variance = Vector256.LoadUnsafe(ref _variance[(panel * PanelLayout.Width) + c]) + (squared * spread * _slope);
            near |= (ulong)Vector256.LessThanOrEqual(below * below, variance * limit).ExtractMostSignificantBits() << c;
        }

        return near;
    }
}

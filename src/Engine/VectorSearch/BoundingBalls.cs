using System.Numerics.Tensors;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// Balls around runs of 16 panels, whose points lie close together by their order. With well-separated or low-dimensional data most panels are skipped by their
/// ball, without a look at each.
/// </summary>
internal sealed class BoundingBalls
{
    /// <summary>Panels in a ball.</summary>
    public const int Size = 16;

    private readonly PanelLayout _layout;
    private readonly int _dimension;
    private readonly float[] _centers;
    private readonly float[] _radii;

    /// <summary>Share by which a computed distance may be too long: d roundings (see <see cref="PanelBounds"/>), and a few for roots and sums.</summary>
    private readonly float _slack;

    public BoundingBalls(PanelLayout layout)
    {
        (_layout, _dimension) = (layout, layout.Dimension);
        Count = (layout.Panels + Size - 1) / Size;
        _centers = new float[Count * _dimension];
        _radii = new float[Count];
        _slack = 4 * PanelBounds.RelativeError(_dimension);
        for (var b = 0; b < Count; b++)
        {
            var center = _centers.AsSpan(b * _dimension, _dimension);
            var (from, to) = (b * Size, Math.Min(layout.Panels, (b + 1) * Size));
            for (var p = from; p < to; p++) TensorPrimitives.MultiplyAdd(CenterOf(p), 1f / (to - from), center, center);
            for (var p = from; p < to; p++) _radii[b] = MathF.Max(_radii[b], (TensorPrimitives.Distance(center, CenterOf(p)) * (1 + _slack)) + layout.Radii[p]);
        }
    }

    public int Count { get; }

    /// <summary>Panels that may hold a point within <paramref name="reach"/> of some point of a query ball.</summary>
    /// <param name="center"><c>[d]</c> of the query ball, in the layout's coordinates.</param>
    /// <param name="radius">Of the query ball.</param>
    /// <param name="reach">Distance of interest.</param>
    /// <param name="filter">Balls and panels to skip whatever their distance.</param>
    /// <param name="panels">Out: the panels.</param>
    /// <param name="distances">Out: distance from <paramref name="center"/> to each panel's centre.</param>
    /// <returns>How many panels.</returns>
    public int Near(ReadOnlySpan<float> center, float radius, float reach, IPanelFilter filter, int[] panels, float[] distances)
    {
        var count = 0;
        for (var b = 0; b < Count; b++)
        {
            if (filter.SkipsBall(b)) continue;
            if (Apart(TensorPrimitives.Distance(center, _centers.AsSpan(b * _dimension, _dimension)), radius, _radii[b]) > reach) continue;
            for (var p = b * Size; p < Math.Min(_layout.Panels, (b + 1) * Size); p++)
            {
                if (filter.SkipsPanel(p)) continue;
                var distance = TensorPrimitives.Distance(center, CenterOf(p));
                if (Apart(distance, radius, _layout.Radii[p]) > reach) continue;
                (panels[count], distances[count]) = (p, distance);
                count++;
            }
        }

        return count;
    }

    /// <summary>
    /// No point of a query ball is nearer than this to any point of a panel whose centre is <paramref name="distance"/> away from the ball's.
    /// </summary>
    public float Apart(float distance, float radius, int panel) => Apart(distance, radius, _layout.Radii[panel]);

    private float Apart(float distance, float radius, float other) => (distance * (1 - _slack)) - ((radius + other) * (1 + _slack));

    private ReadOnlySpan<float> CenterOf(int panel) => _layout.Centers.AsSpan(panel * _dimension, _dimension);
}

using System.Numerics.Tensors;

namespace Investigator.Engine.VectorSearch;

/// <summary>Balls around runs of panels, which stand close together by their order: with them most panels of well-separated or low-dimensional data are passed over without a look at each.</summary>
internal sealed class BoundingBalls
{
    /// <summary>Panels a group.</summary>
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
        for (var g = 0; g < Count; g++)
        {
            var center = _centers.AsSpan(g * _dimension, _dimension);
            var (from, to) = (g * Size, Math.Min(layout.Panels, (g + 1) * Size));
            for (var p = from; p < to; p++) TensorPrimitives.MultiplyAdd(CenterOf(p), 1f / (to - from), center, center);
            for (var p = from; p < to; p++) _radii[g] = MathF.Max(_radii[g], (TensorPrimitives.Distance(center, CenterOf(p)) * (1 + _slack)) + layout.Radii[p]);
        }
    }

    public int Count { get; }

    /// <summary>Panels that may hold a point within <paramref name="reach"/> of some point of a ball.</summary>
    /// <param name="center"><c>[d]</c> of the ball, in the layout's coordinates.</param>
    /// <param name="radius">Of the ball.</param>
    /// <param name="reach">Distance of interest.</param>
    /// <param name="passedOver">Groups, then panels, left out whatever their distance.</param>
    /// <param name="panels">Out: the panels.</param>
    /// <param name="distances">Out: distance of each one's centre.</param>
    /// <returns>How many.</returns>
    public int Near(ReadOnlySpan<float> center, float radius, float reach, IPanelFilter passedOver, int[] panels, float[] distances)
    {
        var count = 0;
        for (var g = 0; g < Count; g++)
        {
            if (passedOver.Group(g) || Apart(TensorPrimitives.Distance(center, _centers.AsSpan(g * _dimension, _dimension)), radius, _radii[g]) > reach) continue;
            for (var p = g * Size; p < Math.Min(_layout.Panels, (g + 1) * Size); p++)
            {
                if (passedOver.Panel(p)) continue;
                var distance = TensorPrimitives.Distance(center, CenterOf(p));
                if (Apart(distance, radius, _layout.Radii[p]) > reach) continue;
                (panels[count], distances[count]) = (p, distance);
                count++;
            }
        }

        return count;
    }

    /// <summary>No point of a ball is nearer than this to any point of a panel whose centre is at <paramref name="distance"/> from the ball's.</summary>
    public float Apart(float distance, float radius, int panel) => Apart(distance, radius, _layout.Radii[panel]);

    private float Apart(float distance, float radius, float other) => (distance * (1 - _slack)) - ((radius + other) * (1 + _slack));

    private ReadOnlySpan<float> CenterOf(int panel) => _layout.Centers.AsSpan(panel * _dimension, _dimension);
}

/// <summary>What a search leaves out for reasons other than distance.</summary>
internal interface IPanelFilter
{
    bool Group(int group);

    bool Panel(int panel);
}

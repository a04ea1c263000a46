namespace Investigator.Selections;

/// <summary>A simple or self-crossing polygon; inside is by the even-odd rule, as browsers fill it.</summary>
/// <remarks>Half-open on every edge, so that polygons which share an edge never both hold the same point.</remarks>
public sealed class Polygon
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double _minX;
    private readonly double _maxX;
    private readonly double _minY;
    private readonly double _maxY;

    /// <param name="x">Corners' x, three or more, finite.</param>
    /// <param name="y">Corners' y, as many.</param>
    public Polygon(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count || x.Count < 3) throw new ArgumentException("A polygon has three corners or more, each with x and y.");
        (_x, _y) = ([.. x], [.. y]);
        (_minX, _maxX, _minY, _maxY) = (_x.Min(), _x.Max(), _y.Min(), _y.Max());
    }

    /// <summary>Counts the edges that a ray to the right crosses: odd is inside.</summary>
    public bool Contains(double x, double y)
    {
        if (x < _minX || x > _maxX || y < _minY || y > _maxY) return false;
        var inside = false;
        for (int i = 0, j = _x.Length - 1; i < _x.Length; j = i++)
        {
            if (_y[i] > y == _y[j] > y) continue;
            if (x < ((_x[j] - _x[i]) * (y - _y[i]) / (_y[j] - _y[i])) + _x[i]) inside = !inside;
        }

        return inside;
    }
}

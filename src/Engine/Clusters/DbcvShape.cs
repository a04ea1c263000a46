using Investigator.Engine.Tables;

namespace Investigator.Engine.Clusters;

/// <summary>
/// Rows of one cluster as DBCV sees them: core distances, the inner nodes of their spanning tree, its widest inner edge, and the ball around them.
/// </summary>
internal sealed class DbcvShape
{
    private readonly PointMatrix _points;

    /// <summary>Inner nodes and their core distances.</summary>
    private int[] _inner = [];
    private double[] _core = [];
    private readonly float[] _center;
    private double _radius;

    private DbcvShape(PointMatrix points) => (_points, _center) = (points, new float[points.Dimension]);

    public int Rows => _points.Count;

    public double Sparse { get; private set; }

    /// <param name="points">All points.</param>
    /// <param name="rows">This cluster's, one or more, no two of them equal.</param>
    public static DbcvShape Of(PointMatrix points, int[] rows)
    {
        var shape = new DbcvShape(points.Gather(rows));
        shape.Span();
        shape.Surround();
        return shape;
    }

    /// <summary>Least mutual reachability from an inner node to one of another cluster; plus infinity without another.</summary>
    public double Apart(DbcvShape[] all)
    {
        // No row of another cluster can be nearer than that cluster's bounding ball.
        var others = all.Where(other => other != this && other.Rows > 0)
            .Select(other => (Bound: CenterDistance(other) - _radius - other._radius, Shape: other)).OrderBy(static other => other.Bound);
        var least = double.PositiveInfinity;
        foreach (var (bound, other) in others)
        {
            if (bound > least) break;
            for (var a = 0; a < _inner.Length; a++)
            {
                for (var b = 0; b < other._inner.Length; b++)
                {
                    var core = Math.Max(_core[a], other._core[b]);
                    if (core < least)
                    {
                        least = Math.Min(least,
                            Math.Max(core, Math.Sqrt(PointMatrix.SquaredDistance(_points.Row(_inner[a]), other._points.Row(other._inner[b])))));
                    }
                }
            }
        }

        return least;
    }

    private double CenterDistance(DbcvShape other) => Math.Sqrt(PointMatrix.SquaredDistance(_center, other._center));

    /// <summary>Prim's algorithm over mutual reachability.</summary>
    private void Span()
    {
        var n = Rows;
        var core = CoreDistances();
        var (best, source, degree, edges) = (new double[n], new int[n], new int[n], new (int From, int To, double Weight)[n - 1]);
        Array.Fill(best, double.PositiveInfinity);
        for (var (e, current) = (0, 0); e < n - 1; e++)
        {
            best[current] = double.NegativeInfinity;
            var next = -1;
            for (var j = 0; j < n; j++)
            {
                if (double.IsNegativeInfinity(best[j])) continue;
                var reach = Math.Max(Math.Sqrt(_points.SquaredDistance(current, j)), Math.Max(core[current], core[j]));
                if (reach < best[j]) (best[j], source[j]) = (reach, current);
                if (next < 0 || best[j] < best[next]) next = j;
            }

            edges[e] = (source[next], next, best[next]);
            degree[source[next]]++;
            degree[next]++;
            current = next;
        }

        var inner = Enumerable.Range(0, n).Where(i => degree[i] > 1).ToArray();
        _inner = inner.Length > 0 ? inner : [.. Enumerable.Range(0, n)];
        _core = [.. _inner.Select(i => core[i])];
        var between = edges.Where(edge => degree[edge.From] > 1 && degree[edge.To] > 1).Select(static edge => edge.Weight).DefaultIfEmpty(double.NaN).Max();
        Sparse = !double.IsNaN(between) ? between : edges.Select(static edge => edge.Weight).DefaultIfEmpty(0).Max();
    }

    /// <summary>With logarithms, scaled to the nearest row: the d-th power of a distance overflows at a few dozen dimensions already.</summary>
    private double[] CoreDistances()
    {
        var core = new double[Rows];
        var logs = new double[Rows];
        for (var i = 0; i < core.Length && core.Length > 1; i++)
        {
            var nearest = double.PositiveInfinity;
            for (var j = 0; j < logs.Length; j++)
            {
                if (j == i) continue;
                logs[j] = Math.Log(_points.SquaredDistance(i, j)) / 2;
                nearest = Math.Min(nearest, logs[j]);
            }

            double sum = 0;
            for (var j = 0; j < logs.Length; j++) if (j != i) sum += Math.Exp(_points.Dimension * (nearest - logs[j]));
            core[i] = Math.Exp(nearest - (Math.Log(sum / (core.Length - 1)) / _points.Dimension));
        }

        return core;
    }

    private void Surround()
    {
        for (var j = 0; j < _center.Length; j++)
        {
            double sum = 0;
            for (var i = 0; i < Rows; i++) sum += _points.Row(i)[j];
            _center[j] = (float)(sum / Rows);
        }

        for (var i = 0; i < Rows; i++) _radius = Math.Max(_radius, Math.Sqrt(PointMatrix.SquaredDistance(_points.Row(i), _center)));
    }
}
